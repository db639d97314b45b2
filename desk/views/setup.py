"""Views of this desk's settings."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from desk.money import province_fees
from desk.money.province_fees import ChannelPrice, ProvincePrices, Resolution
from desk.settings import Settings
from desk.setup import settings_change
from desk.views.state import Views
from models.catalogue.approved_list import Approval


class ApprovedFacts(Struct, frozen=True, kw_only=True):
    """The approved list as it stands. ``names``: by code; ``today``: how many procedures are on it today."""

    approvals: tuple[Approval, ...]
    names: dict[str, str]
    today: int


class SetupViews(Views):
    """Settings as written and in force."""

    def apply(self, settings: Settings) -> Settings:
        """Write the settings and work with them from now on."""
        self._state.desk = settings_change.apply(self.desk, settings)
        self._state.forget_names()
        return settings

    def day_figures(self) -> tuple[str, ...]:
        """Each rule of days with its dossiers of this month and its next day, as sentences."""
        from desk.special_days import day_words, special_days  # noqa: PLC0415 - where somebody looks

        counted = special_days.figures(self.desk, self.desk.today.replace(day=1), self.desk.today)
        found = special_days.states(self.desk, counted)
        return tuple(day_words.figure_words(one.rule, one.dossiers, one.next_on) for one in found)

    def province_prices(self) -> tuple[ProvincePrices, ...]:
        """What is entered of the charges that the province sets."""
        return province_fees.province_prices(self.desk)

    def approved(self) -> ApprovedFacts:
        """The approved list of postal staff, and how procedures of this machine's catalogue are called."""
        names = {one.code: one.name for one in self.desk.catalogue.procedures}
        approved, today = self.desk.approved, self.desk.today
        return ApprovedFacts(approvals=approved.approved, names=names, today=len(approved.procedures(today)))

    def enter_approved(self, approvals: Sequence[Approval]) -> ApprovedFacts:
        """Work with this list from now on."""
        from desk.post import approved  # noqa: PLC0415 - loaded when first entered

        self._state.desk = approved.enter(self.desk, approvals)
        return self.approved()

    def enter_resolution(
        self, number: str, days: tuple[date | None, ...], prices: tuple[ChannelPrice, ...]
    ) -> tuple[ProvincePrices, ...]:
        """Write down amounts of a resolution; ``days``: passed, first and last of its force."""
        passed, begins, ends = days
        resolution = Resolution(number=number, passed_on=passed, valid_from=begins, valid_to=ends)
        self._state.desk = province_fees.enter_resolution(self.desk, resolution, prices)
        return self.province_prices()
