"""Settings of this desk."""

from desk.settings import Settings
from desk.setup import set_up
from desk.views.state import Views


class SetupViews(Views):
    """Settings as written and in force."""

    def apply(self, settings: Settings) -> Settings:
        """Write the settings and work with them from now on."""
        self._state.desk = set_up.apply(self.desk, settings)
        self._state.forget_names()
        return settings
