"""Settings of the window's look; applied at once."""

from msgspec.structs import replace
from PySide6.QtCore import Signal

from desk.settings import LookSettings, Settings, Theme
from ui.settings.setting_part import SettingPart
from ui.widgets.basic import label, row
from ui.widgets.buttons import Segments

SCALES = ((1.0, "Vừa"), (1.1, "Hơi to"), (1.25, "To"), (1.5, "To hơn"), (1.75, "Rất to"), (2.0, "Gấp đôi"))
"""From the smallest on; each word says more than the one before."""

THEMES = (
    (Theme.SYSTEM, "Theo hệ thống"),
    (Theme.LIGHT, "Sáng"),
    (Theme.DARK, "Tối"),
    (Theme.CONTRAST, "Tương phản cao"),
)


class LookPart(SettingPart):
    """Ground and size of type.

    Attributes:
        look_chosen: carries a ``LookSettings`` to be worn at once.
    """

    heads = ("look",)
    look_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.theme = Segments("Nền", THEMES)
        self.scale = Segments("Cỡ chữ", SCALES)
        self.body.addWidget(label("Nền", "label"))
        self.body.addLayout(row(self.theme, 1))
        self.body.addWidget(label("Cỡ chữ", "label"))
        self.body.addLayout(row(self.scale, 1))
        self.theme.chosen.connect(self._chosen)
        self.scale.chosen.connect(self._chosen)

    @property
    def look(self) -> LookSettings:
        """The look chosen."""
        scale = self.scale.value
        theme = self.theme.value
        usual = LookSettings()
        return LookSettings(
            theme=theme if isinstance(theme, Theme) else usual.theme,
            type_scale=scale if isinstance(scale, float) else usual.type_scale,
        )

    def put(self, settings: Settings) -> None:
        """Show these."""
        self.theme.choose(settings.look.theme)
        scale = settings.look.type_scale
        if scale not in self.scale.values:  # a size of an earlier version, or from a file
            self.scale.offer(sorted((*SCALES, (scale, f"{scale:g} lần".replace(".", ",")))))
        self.scale.choose(scale)

    def apply_to(self, settings: Settings) -> Settings:
        """These with the look chosen."""
        return replace(settings, look=self.look)

    def focus_first(self) -> None:
        """The ground in force."""
        chosen = [button for button in self.theme.buttons() if button.isChecked()]
        (chosen or self.theme.buttons())[0].setFocus()

    def _chosen(self) -> None:
        self.look_chosen.emit(self.look)
        self.tell()
