"""Settings of this machine: device number (gives number block and letter), counter, calling rule."""

from msgspec.structs import replace

from desk.settings import Service, Settings, UpdateSettings
from desk.setup.first_hour import numbered
from desk.setup.setting_problems import Problem, rule_of
from models.ids import CounterId, DeviceId
from models.text import clean, search_key
from ui.settings.setting_part import SettingPart
from ui.widgets.basic import column, label, row
from ui.widgets.buttons import Tick
from ui.widgets.field import LongField


class DevicePart(SettingPart):
    """Number, counter, block and letter of this machine."""

    heads = ("device", "laptop", "updates")

    def __init__(self) -> None:
        super().__init__()
        self.hint(
            "Mỗi máy trong cơ quan mang một số riêng. Số máy cho ra dải số hồ sơ: máy 3 cấp 3001–3999 mỗi ngày, nên "
            "hai máy không bao giờ in trùng mã. Máy nối với tỉnh thì tỉnh cấp lại các số này."
        )
        number = self.number_field("device.number", "Máy số")
        counter = self.field("device.counter", "Quầy", "1")
        letter = self.field("device.letter", "Chữ của số thứ tự", rule_of("device.letter").example)
        first = self.number_field("device.block_first", "Số hồ sơ từ", digits=4)
        last = self.number_field("device.block_last", "đến", digits=4)
        self.body.addLayout(row(number, counter, letter))
        self.body.addLayout(row(first, last))
        self.visit_laptop = Tick(
            "Máy xách tay đi tận nhà dân", "Máy xách tay đi tận nhà dân: chỉ mang dữ liệu đã nạp, tự xóa"
        )
        self.visit_laptop.clicked.connect(self.tell)
        self.body.addWidget(self.visit_laptop)
        self.body.addLayout(
            row(
                self.number_field("laptop.keep_days", "Dữ liệu đã nạp ở trên máy, số ngày"),
                self.number_field("laptop.contact_days", "Không liên lạc quá số ngày này thì cần mã của lãnh đạo"),
            )
        )
        self.body.addLayout(row(self.number_field("device.disk_warn_mb", "Cảnh báo khi ổ đĩa còn dưới (MB)"), 1))
        self.automatic = Tick(
            "Tự tải bản mới của chương trình, chuyển sang bản mới khi đóng cửa sổ", "Tự cập nhật chương trình"
        )
        self.automatic.clicked.connect(self.tell)
        self.body.addWidget(self.automatic)
        self.body.addWidget(
            self.field("updates.source", "Nơi lấy bản mới: thư mục hoặc địa chỉ web (bỏ trống: máy chủ của tỉnh)")
        )
        number.left.connect(self._renumbered)
        self._shown: Settings | None = None

    def put(self, settings: Settings) -> None:
        """Show these."""
        self._shown = settings
        device = settings.device
        self.show_numbers(settings)
        self.show_text("device.counter", device.counter)
        self.show_text("device.letter", device.letter)
        self.visit_laptop.setChecked(device.visit_laptop)
        self.automatic.setChecked(settings.updates.automatic)
        self.show_text("updates.source", settings.updates.source)

    def apply_to(self, settings: Settings) -> Settings:
        """These with the machine as it stands here."""
        settings = self.with_numbers(settings)
        counter, letter = self.fields["device.counter"].text, self.fields["device.letter"].text.upper()
        device = replace(
            settings.device,
            counter=CounterId(counter),
            letter=letter,
            visit_laptop=self.visit_laptop.isChecked(),
        )
        updates = UpdateSettings(automatic=self.automatic.isChecked(), source=self.fields["updates.source"].text)
        return replace(settings, device=device, updates=updates)

    def _renumbered(self) -> None:
        """Block and letter follow the number where they were the usual ones of the number before."""
        if self._shown is None or any(one.key == "device.number" for one in self.unreadable_answers()):
            return
        was = self._shown.device
        now = DeviceId(int(self.fields["device.number"].text))
        if now != was.number:
            typed = self.apply_to(self._shown).device
            self.put(replace(self._shown, device=numbered(replace(typed, number=was.number), now)))
            self.tell()


class LinePart(SettingPart):
    """Services of the waiting line, which of them this counter calls, and how often priority goes first."""

    heads = ("waiting", "device")

    def __init__(self) -> None:
        super().__init__()
        self._ids: dict[str, str] = {}
        self.services = LongField("Dịch vụ của hàng chờ, mỗi dòng một tên", lines=6)
        self.serves: list[tuple[str, Tick]] = []
        self._ticks = column(gap=4)
        self.body.addWidget(self.services)
        self.body.addWidget(label("Quầy này gọi", "label"))
        self.body.addLayout(self._ticks)
        run = self.number_field("waiting.priority_run", "Sau bao nhiêu lượt ưu tiên liền nhau thì gọi một số thường")
        self.body.addWidget(run)
        self._listed: tuple[Service, ...] = ()
        self.services.edit.textChanged.connect(self._typed)
        self._quiet = False

    def put(self, settings: Settings) -> None:
        """Show these."""
        self._quiet = True
        listed = settings.waiting.services
        self._ids = {service.name: service.id for service in listed}
        self.services.edit.setPlainText("\n".join(service.name for service in listed))
        self.show_numbers(settings)
        self._show_ticks(listed, settings.device.serves)
        self._quiet = False

    def apply_to(self, settings: Settings) -> Settings:
        """These with the line as it stands here."""
        settings = self.with_numbers(settings)
        services = self._services()
        there = {service.id for service in services}
        ticked = [id_ for id_, tick in self.serves if tick.isChecked()]
        # All (or none) ticked = all, those to come included.
        called = () if len(ticked) in {0, len(self.serves)} else tuple(id_ for id_ in ticked if id_ in there)
        kiosk = tuple(id_ for id_ in settings.hall.kiosk_services if id_ in there)
        return replace(
            settings,
            waiting=replace(settings.waiting, services=services),
            device=replace(settings.device, serves=called),
            hall=replace(settings.hall, kiosk_services=kiosk),
        )

    def owns(self, problem: Problem) -> bool:
        """Of the machine only which services it calls."""
        return problem.key.startswith("waiting") or problem.key == "device.serves"

    def focus_first(self) -> None:
        """The list."""
        self.services.edit.setFocus()

    def _services(self) -> tuple[Service, ...]:
        names = [name for line in self.services.edit.toPlainText().splitlines() if (name := clean(line))]
        known = {service.id: service for service in self._listed}
        made = []
        for name in dict.fromkeys(names):
            id_ = self._ids.get(name, search_key(name).replace(" ", "-").replace(",", ""))
            before = known.get(id_)
            made.append(replace(before, name=name) if before else Service(id=id_, name=name))
        return tuple(made)

    def _show_ticks(self, services: tuple[Service, ...], called: tuple[str, ...]) -> None:
        for _, tick in self.serves:
            self._ticks.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self._listed = services
        self.serves = [(one.id, Tick(one.name, f"Quầy này gọi: {one.name}")) for one in services]
        for id_, tick in self.serves:
            tick.setChecked(not called or id_ in called)
            tick.toggled.connect(self._ticked)
            self._ticks.addWidget(tick)

    def _ticked(self) -> None:
        if not self._quiet:
            self.tell()

    def _typed(self) -> None:
        """A service typed just now gets its tick at once; those unticked stay so."""
        if self._quiet:
            return
        off = {id_ for id_, tick in self.serves if not tick.isChecked()}
        services = self._services()
        called = tuple(one.id for one in services if one.id not in off)
        self._show_ticks(services, called if off else ())
        self.tell()
