"""Views of this desk's settings."""

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
