"""Views of health: the lines of the health page, warnings, the clock."""

from datetime import timedelta

from desk import limits
from desk.health import health
from desk.health.health import Check, WindowState
from desk.limits import Limit, LimitState
from desk.views.state import Views


class HealthViews(Views):
    """Lines of the health page, and the limits that stop work."""

    def checks(self, noticed: WindowState) -> tuple[Check, ...]:
        """Every line of the page but the printers'."""
        from desk.updates.program_check import program_check  # noqa: PLC0415 - the page alone asks, not every start
        from desk.updates.versions import own_program  # noqa: PLC0415 - likewise

        return (*health.checks(self.desk, noticed), program_check(own_program(), self.desk.settings, self.desk.clock()))

    def worst(self) -> LimitState:
        """How what lies on this PC is: no printer, scanner or memory is looked at."""
        return health.worst(health.data_checks(self.desk))

    def trust_clock(self) -> None:
        """The clock is right now."""
        limits.trust_clock(self.desk)

    def province_clock(self, off: timedelta | None) -> None:
        """How far the province's clock is before this PC's."""
        limits.note_province_clock(self.desk, off)

    def warnings(self) -> tuple[Limit, ...]:
        """Limits that are near or reached and were not told yet in this window."""
        observed = self.desk.observations
        found = []
        for limit in limits.limit_states(self.desk):
            name = f"{limit.why} {limit.state}"
            if limit.state is not LimitState.OK and name not in observed.warned:
                observed.warned.add(name)
                found.append(limit)
        return tuple(found)
