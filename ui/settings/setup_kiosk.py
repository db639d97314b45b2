"""Settings of the kiosk: services, their names for guests, its card scanner."""

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desk.cards.ports import Port, PortChoice, choice_of, ports
from desk.settings import Scanner, Service, Settings
from desk.setup.setting_problems import rule_of
from models.text import clean
from ui.core.jobs import Jobs
from ui.settings.scanners.row import offer_speeds
from ui.widgets.basic import column, focus_next, label, row
from ui.widgets.buttons import PickList, Tick
from ui.widgets.line_edit import LineEdit


class ServiceLine:
    """One service: whether the kiosk offers it, and what guests read."""

    def __init__(self, service: Service, *, offered: bool) -> None:
        self.id = service.id
        self.tick = Tick(service.name, f"Máy lấy số đưa ra: {service.name}")
        self.tick.setChecked(offered)
        self.english = LineEdit(service.english)
        self.english.setPlaceholderText("Tên tiếng Anh")
        self.english.setAccessibleName(f"Tên tiếng Anh của {service.name}")


class KioskChoices(QWidget):
    """Not a card: put it into one.

    Attributes:
        changed: an answer was given.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._found: list[Port] = []
        self.lines: list[ServiceLine] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        self.port = PickList("Cổng đầu đọc thẻ riêng của máy lấy số")
        self.baud = PickList("Tốc độ đầu đọc riêng của máy lấy số")
        offer_speeds(self.baud)
        self.look_again = QPushButton("Tìm lại")
        self.look_again.setAccessibleName("Tìm lại cổng đầu đọc của máy lấy số")
        line = row(self.port, self.baud, self.look_again)
        line.setStretch(0, 1)
        self.setLayout(
            column(
                label("Máy lấy số đưa ra, và tên cho khách nước ngoài", "label"),
                self._grid,
                label("Đầu đọc thẻ riêng của máy lấy số", "label"),
                line,
                label("Chỉ cần khi máy lấy số chạy cùng máy với quầy và có đầu đọc của nó.", "small", wrap=True),
            )
        )
        self.port.chosen.connect(self._chosen)
        self.baud.chosen.connect(self._chosen)
        self.look_again.clicked.connect(self.refresh)
        self._show_ports(None)

    def put(self, settings: Settings) -> None:
        """Show these."""
        for old in self.lines:
            for part in (old.tick, old.english):
                self._grid.removeWidget(part)
                part.hide()
                part.deleteLater()
        shown = settings.hall.kiosk_services
        self.lines = [ServiceLine(one, offered=not shown or one.id in shown) for one in settings.waiting.services]
        for at, made in enumerate(self.lines):
            self._grid.addWidget(made.tick, at, 0)
            self._grid.addWidget(made.english, at, 1)
            made.tick.toggled.connect(self._ticked)
            made.english.editingFinished.connect(self._left)
            made.english.returnPressed.connect(self._onward)
        scanner = settings.hall.kiosk_scanner
        offer_speeds(self.baud, scanner.baud if scanner else rule_of("scanner.baud").default)
        self._show_ports(scanner.port if scanner else None)

    def apply_to(self, settings: Settings) -> Settings:
        """These with what is chosen here; services that are not shown here yet stay as they are."""
        ticked = {line.id for line in self.lines if line.tick.isChecked()}
        there = [service.id for service in settings.waiting.services]
        # Those shown keep the order they have; all (or none) ticked = all, those to come included.
        order = [*(id_ for id_ in settings.hall.kiosk_services if id_ in there), *there]
        shown = tuple(id_ for id_ in dict.fromkeys(order) if id_ in ticked)
        named = {line.id: clean(line.english.text()) for line in self.lines}
        services = tuple(replace(one, english=named.get(one.id, one.english)) for one in settings.waiting.services)
        return replace(
            settings,
            waiting=replace(settings.waiting, services=services),
            hall=replace(
                settings.hall,
                kiosk_services=() if len(ticked) in {0, len(self.lines)} else shown,
                kiosk_scanner=self.scanner,
            ),
        )

    @property
    def scanner(self) -> Scanner | None:
        """The kiosk's own, once a port is chosen."""
        port, baud = self.port.value, self.baud.value
        if not isinstance(port, PortChoice):
            return None
        return Scanner(port=port, baud=baud) if isinstance(baud, int) else Scanner(port=port)

    @Slot()
    def refresh(self) -> None:
        """Look which ports there are."""
        self._jobs.run_in_thread(self, ports, self._look)

    def _look(self, found: list[Port]) -> None:
        self._found = found
        value = self.port.value
        self._show_ports(value if isinstance(value, PortChoice) else None)

    def _show_ports(self, chosen: PortChoice | None) -> None:
        """Ports to choose from; one that is not plugged in stays choosable."""
        options: list[tuple[object, str]] = [(None, "Không có đầu đọc riêng")]
        options += [(choice_of(port), f"{port.path} · {port.name}") for port in self._found]
        if chosen is not None and chosen not in [value for value, _ in options]:
            options.append((chosen, f"{chosen.path} · chưa cắm"))
        self.port.offer(options)
        self.port.choose(chosen)
        self.baud.setEnabled(chosen is not None)

    @Slot(object)
    def _chosen(self, _: object) -> None:
        self.baud.setEnabled(self.port.value is not None)
        self.changed.emit()

    @Slot(bool)
    def _ticked(self, _: bool) -> None:
        self.changed.emit()

    @Slot()
    def _left(self) -> None:
        self.changed.emit()

    @Slot()
    def _onward(self) -> None:
        focus_next(self)
