"""Settings: the office, this machine, who sits here, the scanner with a live test, the printers, the look."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.cards.ports import Port, PortChoice, ports, remember
from desk.settings import Clerk, Device, Look, Printers, Scanner, Service, Settings, WaitingRule
from models.clock import Clock
from models.ids import ClerkId, CounterId, DeviceId
from models.not_allowed import NotAllowed, NotSetUp
from models.office import Office
from models.person import Unit
from models.text import clean, mask, search_key
from models.trouble import Trouble
from models.working_days import WorkingHours
from ui.actions import Deed
from ui.jobs import Jobs
from ui.parts.banner import Banners
from ui.parts.buttons import PickList, Segments, Tick
from ui.parts.field import FINE, Field, LongField, Verdict
from ui.parts.hours_part import HoursPart
from ui.parts.page import Page
from ui.parts.plain import column, frame, label, picture, row, scrolled
from ui.parts.printer_part import PrinterPart
from ui.parts.units_part import UnitsPart
from ui.words import tone_of, why

if TYPE_CHECKING:
    from desk.cards.kinds import Scan

SCALES = ((1.0, "Vừa"), (1.1, "To"), (1.25, "To hơn"), (1.4, "To nhất"))
THEMES = (("system", "Theo hệ thống"), ("light", "Sáng"), ("dark", "Tối"))
BAUDS = (9600, 19200, 38400, 57600, 115200)


class SettingsPage(Page):
    """One page of cards; saved as a whole.

    Attributes:
        saved: carries the new ``Settings``.
        look_chosen: carries a ``Look`` to be worn at once.
    """

    saved = Signal(object)
    look_chosen = Signal(object)

    def __init__(self, jobs: Jobs, deeds: Mapping[str, Deed], banners: Banners, folder: Path, clock: Clock) -> None:
        super().__init__(jobs, deeds, banners)
        self._folder = folder
        self._clock = clock
        self._settings: Settings | None = None
        self._ports: list[Port] = []
        self.fields = _fields()
        self.services = LongField("Dịch vụ của hàng chờ, mỗi dòng một tên", lines=5)
        self.serves: list[tuple[str, Tick]] = []
        self._serves = column()
        self.hours = HoursPart()
        self.units = UnitsPart()
        self.port = PickList("Cổng của đầu đọc thẻ")
        self.baud = PickList("Tốc độ cổng")
        self.baud.offer([(baud, f"{baud:,}".replace(",", ".")) for baud in BAUDS])
        self._heard = label("Lưu rồi quẹt một thẻ để thử.", "small", wrap=True)
        self.papers = PrinterPart("Giấy tờ A4, A5")
        self.tickets = PrinterPart("Phiếu số thứ tự")
        self.theme = Segments("Nền", THEMES)
        self.scale = Segments("Cỡ chữ", SCALES)
        self._lay_out()
        self.theme.chosen.connect(self._look_chosen)
        self.scale.chosen.connect(self._look_chosen)
        for part in (self.papers, self.tickets):
            part.test_wanted.connect(self._test_print)

    def _lay_out(self) -> None:
        f = self.fields
        office = _card(
            "office", "Cơ quan", f["parent"], f["office"], row(f["unit_id"], f["place"]), f["unit_name"], f["address"],
            row(f["phone"], f["website"]), f["province"],
        )  # fmt: skip
        look_again = QPushButton("Tìm lại cổng")
        look_again.clicked.connect(self._list_ports)
        speed = row(self.baud, look_again)
        speed.setStretch(0, 1)
        reader = _card("card", "Đầu đọc thẻ", self.port, speed, self._heard)
        device = _card(
            "counter", "Máy và quầy này", row(f["number"], f["counter"], f["letter"]), row(f["first"], f["last"]),
            row(f["clerk"], f["clerk_id"]), f["clerk_phone"], self.services,
            label("Quầy này gọi", "label"), self._serves,
        )  # fmt: skip
        hours = _card("clock", "Giờ làm việc", self.hours)
        units = _card("office", "Nơi giải quyết khác", self.units)
        printers = _card("print", "Máy in", self.papers, frame("rule"), self.tickets)
        looks = _card(
            "look", "Giao diện", row(label("Nền", "label"), self.theme, 1), row(label("Cỡ chữ", "label"), self.scale, 1)
        )
        inside = QWidget()
        columns = row(gap=16)
        columns.setContentsMargins(24, 4, 24, 24)
        inside.setLayout(columns)
        for cards in ((office, hours, looks), (device,), (reader, printers, units)):
            stack = QVBoxLayout()
            stack.setSpacing(16)
            for card in cards:
                stack.addWidget(card)
            stack.addStretch(1)
            columns.addLayout(stack, 1)
        scroll = scrolled(inside)
        save = QPushButton("Lưu thiết lập")
        save.setProperty("kind", "primary")
        save.clicked.connect(self.save)
        head = row(label("Thiết lập", "page"), 1, save)
        head.setContentsMargins(24, 0, 24, 0)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 16, 0, 0)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(scroll, 1)

    # ---- what is shown -----------------------------------------------------------------------------------

    def come(self, what: object) -> None:
        """Look which ports there are; the keys go to the first field."""
        del what
        self.fields["parent"].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list_ports()
        self.jobs.aside(self, _queues, self._show_queues)

    def _show_queues(self, found: list[str]) -> None:
        for part in (self.papers, self.tickets):
            part.offer_queues(found)

    def put(self, settings: Settings) -> None:
        """Show these settings."""
        self._settings = settings
        office, device, clerk = settings.office, settings.device, settings.clerk
        for name, text in (
            ("parent", office.parent),
            ("office", office.name),
            ("unit_id", office.unit.id),
            ("unit_name", office.unit.name),
            ("place", office.place),
            ("address", office.unit.address),
            ("phone", office.phone),
            ("website", office.website),
            ("province", office.province),
            ("number", str(device.number)),
            ("counter", device.counter),
            ("letter", device.letter),
            ("first", f"{device.block_first:04d}"),
            ("last", f"{device.block_last:04d}"),
            ("clerk", clerk.name),
            ("clerk_id", clerk.id),
            ("clerk_phone", clerk.phone),
        ):
            self.fields[name].put(text)
        self.services.edit.setPlainText("\n".join(service.name for service in settings.waiting.services))
        self._show_serves(settings)
        self.hours.put(settings.hours)
        self.units.put(settings.other_units)
        self.papers.put(settings.printers.papers)
        self.tickets.put(settings.printers.tickets)
        self.theme.choose(settings.look.theme)
        self.scale.choose(settings.look.type_scale)
        self.baud.choose(settings.scanner.baud if settings.scanner else BAUDS[0])
        self._show_ports(self._ports)

    def _show_serves(self, settings: Settings) -> None:
        """A tick for each service; a service typed just now gets its tick when the settings are saved."""
        for _, tick in self.serves:
            self._serves.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        called = settings.device.serves
        self.serves = [(s.id, Tick(s.name, f"Quầy này gọi: {s.name}")) for s in settings.waiting.services]
        for id_, tick in self.serves:
            tick.setChecked(not called or id_ in called)
            self._serves.addWidget(tick)

    def _called(self, services: tuple[Service, ...]) -> tuple[str, ...]:
        """The services this counter calls; all (or none) ticked = all, those to come included."""
        there = {service.id for service in services}
        ticked = [id_ for id_, tick in self.serves if tick.isChecked()]
        return () if len(ticked) == len(self.serves) else tuple(id_ for id_ in ticked if id_ in there)

    def heard(self, scan: "Scan") -> None:
        """Something was scanned while this page is in front: the live test."""
        person = scan.person
        said = f"{person.full_name}, {mask(person.personal_number)}" if person else scan.code or scan.kind.value
        self._heard.setText(f"Đọc được: {said}")

    @property
    def heard_words(self) -> str:
        """What the live test of the scanner says."""
        return self._heard.text()

    @Slot()
    def _list_ports(self) -> None:
        self.jobs.aside(self, ports, self._show_ports)

    def _show_ports(self, found: list[Port]) -> None:
        self._ports = found
        chosen = self._settings.scanner.port if self._settings and self._settings.scanner else None
        options: list[tuple[object, str]] = [(None, "Không dùng đầu đọc")]
        options += [(remember(port), f"{port.path} · {port.name}") for port in found]
        if chosen is not None and chosen not in [value for value, _ in options]:
            options.append((chosen, f"{chosen.path} · chưa cắm"))
        self.port.offer(options)
        self.port.choose(chosen)

    # ---- what is done ------------------------------------------------------------------------------------

    @property
    def look(self) -> Look:
        """The look chosen."""
        scale = self.scale.value
        return Look(theme=str(self.theme.value), type_scale=scale if isinstance(scale, float) else 1.0)

    @Slot()
    def _look_chosen(self) -> None:
        self.look_chosen.emit(self.look)

    @Slot()
    def save(self) -> None:
        """Put the settings together; say what is missing, or hand them on."""
        try:
            settings = self.settings()
        except NotAllowed as reason:
            self.banners.show_banner(tone_of(reason), why(reason))
            return
        self._settings = settings
        self._show_serves(settings)
        self.saved.emit(settings)

    def settings(self) -> Settings:
        """The settings as the fields say.

        Raises:
            NotSetUp: something that slips and codes need is not there.
        """
        f = {name: field.text for name, field in self.fields.items()}
        for field in self.fields.values():
            field.judge()
        numbers = {name: f[name] for name in ("number", "first", "last")}
        missing = [self.fields[n].label.text() for n in _NEEDED if not f[n]]
        missing += [self.fields[n].label.text() for n, t in numbers.items() if t and not (t.isascii() and t.isdigit())]
        missing += self.units.missing
        try:
            hours = self.hours.hours
        except ValueError:
            missing.append(self.hours.weekdays.label.text())
            hours = WorkingHours()
        if missing:
            raise NotSetUp(tuple(missing))
        before = self._settings
        ids = {service.name: service.id for service in before.waiting.services} if before else {}
        names = [name for line in self.services.edit.toPlainText().splitlines() if (name := clean(line))]
        services = tuple(
            Service(id=ids.get(n, search_key(n).replace(" ", "-").replace(",", "")), name=n) for n in names
        )
        port = self.port.value
        baud = self.baud.value
        made = Settings(
            office=Office(
                unit=Unit(id=f["unit_id"], name=f["unit_name"], address=f["address"], phone=f["phone"]),
                parent=f["parent"],
                name=f["office"],
                place=f["place"],
                phone=f["phone"],
                website=f["website"],
                province=f["province"],
                lookup_url=before.office.lookup_url if before else "",
            ),
            device=Device(
                number=DeviceId(int(f["number"])),
                counter=CounterId(f["counter"]),
                block_first=int(f["first"]),
                block_last=int(f["last"]),
                letter=f["letter"].upper(),
                serves=self._called(services),
            ),
            clerk=Clerk(id=ClerkId(f["clerk_id"]), name=f["clerk"], phone=f["clerk_phone"]),
            hours=hours,
            waiting=WaitingRule(services=services),
            other_units=self.units.units,
            scanner=Scanner(port=port, baud=baud if isinstance(baud, int) else BAUDS[0])
            if isinstance(port, PortChoice)
            else None,
            printers=Printers(papers=self.papers.address, tickets=self.tickets.address),
            look=self.look,
        )
        if before is None:
            return made
        rule = replace(before.waiting, services=services)
        return replace(
            before,
            office=made.office,
            device=made.device,
            clerk=made.clerk,
            hours=made.hours,
            waiting=rule,
            other_units=made.other_units,
            scanner=made.scanner,
            printers=made.printers,
            look=made.look,
        )

    @Slot(str)
    def _test_print(self, address: str) -> None:
        try:
            settings = self.settings()
        except NotAllowed as reason:
            self.banners.show_banner(tone_of(reason), why(reason))
            return
        folder, now = self._folder, self._clock()

        def out() -> str:
            from desk.receipts import print_test  # noqa: PLC0415 - reportlab loads with the first paper

            return print_test(settings, folder, address, now)

        self.jobs.aside(self, out, self._tested, self._not_tested)

    def _tested(self, where: str) -> None:
        self.banners.show_banner("good", f"Đã in thử: {where}")

    def _not_tested(self, reason: NotAllowed | Trouble) -> None:
        self.banners.show_banner(tone_of(reason), why(reason))


_NEEDED = ("parent", "office", "place", "unit_id", "unit_name", "number", "counter", "letter", "first", "last", "clerk",
           "clerk_id")  # fmt: skip


def _fields() -> dict[str, Field]:
    return {
        name: Field(words, name=f"settings.{name}", hint=hint, judge=_needed if name in _NEEDED else None)
        for name, words, hint in (
            ("parent", "Dòng trên của tiêu đề", "UBND XÃ …"),
            ("office", "Dòng dưới của tiêu đề", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"),
            ("unit_id", "Mã định danh", "H00.00.00"),
            ("place", "Địa danh ghi trước ngày", ""),
            ("unit_name", "Tên đầy đủ của nơi tiếp nhận", ""),
            ("address", "Địa chỉ", ""),
            ("phone", "Điện thoại", ""),
            ("website", "Trang thông tin", ""),
            ("province", "Tỉnh, thành phố", ""),
            ("number", "Máy số", ""),
            ("counter", "Quầy", ""),
            ("letter", "Chữ của số thứ tự", "A"),
            ("first", "Số hồ sơ từ", "3001"),
            ("last", "đến", "3999"),
            ("clerk", "Công chức tiếp nhận", ""),
            ("clerk_id", "Tên đăng nhập", ""),
            ("clerk_phone", "Điện thoại của công chức", ""),
        )
    }


def _queues() -> list[str]:
    from desk.printers import system_queues  # noqa: PLC0415 - printing loads with the first paper

    return system_queues()


def _needed(text: str) -> Verdict:
    return FINE if text else ("warn", "Cần có.")


def _card(icon: str, head: str, *parts: object) -> QWidget:
    card = frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 16)
    inside.setSpacing(8)
    inside.addLayout(row(picture(icon, "muted", 20), label(head, "section"), 1))
    for part in parts:
        if isinstance(part, QWidget):
            inside.addWidget(part)
        else:
            inside.addLayout(part)  # type: ignore[arg-type] # a layout: the only other kind given
    return card
