"""Views of this desk's settings."""

from datetime import date

from desk.money import province_fees
from desk.money.province_fees import ChannelPrice, ProvincePrices, Resolution
from desk.settings import Settings
from desk.setup import settings_change
from desk.views.state import Views


class SetupViews(Views):
    """Settings as written and in force."""

    def apply(self, settings: Settings) -> Settings:
        """Write the settings and work with them from now on."""
        self._state.desk = settings_change.apply(self.desk, settings)
        self._state.forget_names()
        return settings

    def province_prices(self) -> tuple[ProvincePrices, ...]:
        """What is entered of the charges that the province sets."""
        return province_fees.province_prices(self.desk)

    def enter_resolution(
        self, number: str, days: tuple[date | None, ...], prices: tuple[ChannelPrice, ...]
    ) -> tuple[ProvincePrices, ...]:
        """Write down amounts of a resolution; ``days``: passed, first and last of its force."""
        passed, begins, ends = days
        resolution = Resolution(number=number, passed_on=passed, valid_from=begins, valid_to=ends)
        self._state.desk = province_fees.enter_resolution(self.desk, resolution, prices)
        return self.province_prices()
