"""Takes the pictures of the clerk's guide: each task done once in an offscreen window, with invented citizens.

The clock is fixed, so the same program gives the same pictures.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from desk.cards.formats.kinds import Scan, ScanKind
from desk.training.citizen_files import frequent_citizen
from models.events import Priority
from models.ids import DossierId
from models.subjects.dossier import DossierStatus
from models.system.stop_signals import exit_stopped, on_first_signal, stop
from models.text import search_key
from ui.dossiers.acts import ACTS
from ui.shell.page import Opening

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from desk.views.open_desk import OpenDesk
    from ui.citizen_file.citizen_file_page import CitizenFilePage
    from ui.dossiers.list_page import DossiersPage
    from ui.money.pay_page import PayPage
    from ui.register.register_page import RegisterPage
    from ui.tools.pictures import Walk

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""Monday 23 November 2026, half past eight on the office wall."""

_INKS = 32
"""Colours of a picture: as many as a calm page needs, and small files."""

_LARGEST = 60 * 1024
"""Bytes of a picture, for which a crowded page has fewer colours."""

_TICKETS: tuple[tuple[tuple[str, ...], Priority | None], ...] = (
    (("ho-tich",), None),
    (("chung-thuc", "ho-tich"), None),
    (("cu-tru",), Priority.ELDERLY),
    (("chung-thuc",), None),
    (("kinh-doanh",), Priority.WITH_SMALL_CHILD),
)


_LIST = "Nguyễn Văn Mẫu; 12/05/2004; 001204000007; Thôn Mẫu\nTrần Thị Ví Dụ; 03/08/1988; 001188000012; Thôn Mẫu"


def _issue(services: tuple[str, ...], priority: Priority | None) -> "Callable[[OpenDesk], object]":
    return lambda work: work.line.issue(services, priority, "")


def small(image: "QImage", path: Path, inks: int = _INKS) -> None:
    """Write a picture of few colours: 60 KB at most for a whole window."""
    from io import BytesIO  # noqa: PLC0415 - only for pictures

    from PIL import Image  # noqa: PLC0415 - likewise
    from PySide6.QtCore import QBuffer, QIODevice  # noqa: PLC0415 - likewise

    raw = QBuffer()
    raw.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(raw, "PNG")  # type: ignore[call-overload] # a device and a format, as Qt documents it
    with Image.open(BytesIO(bytes(raw.data().data()))) as seen:
        whole = seen.convert("RGB")
    for colours in (inks, inks // 2, inks // 4):
        few = whole.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        if path.stat().st_size <= _LARGEST:
            return


def tasks(walk: "Walk") -> Iterator[None]:
    """Each task in turn; a bare ``yield`` waits until everything asked has been answered."""
    window, jobs = walk.window, walk.jobs
    jobs.ask(window, lambda work: work.training.add_clerks())
    window.locking.refresh()
    for services, priority in _TICKETS:
        jobs.ask(window, _issue(services, priority))
    walk.counter.line.refresh()
    yield
    window.banners.clear()
    yield from _anywhere(walk)
    yield from _at_the_counter(walk)
    yield from _a_list(walk)
    yield from _one_dossier(walk)
    yield from _results(walk)
    _citizen(walk)
    yield from _home_visits(walk)
    yield from _appointments(walk)
    yield from _citizen_file(walk)
    yield from _on_the_spot(walk)
    yield from _handed_over(walk)
    yield from _close_register(walk)
    for page, name in (
        ("work", "viec-hom-nay"),
        ("register", "so-theo-doi"),
        ("posters", "to-niem-yet"),
        ("papers", "giay-chua-in"),
        ("province", "gui-ve-tinh"),
        ("health", "suc-khoe-may"),
        ("clerks", "cong-chuc"),
        ("faults", "tap-su-co"),
        ("settings", "thiet-lap"),
        ("crash", "bao-cao-loi"),
        ("keys", "bang-phim"),
    ):
        window.go(page)
        yield
        window.banners.clear()
        yield
        walk.take(name)
    yield from _post(walk)
    yield from _for_the_administrator(walk)
    window.go("counter")
    yield
    window.banners.clear()
    window.do("lock")
    yield
    walk.take("khoa-may")


def _anywhere(walk: "Walk") -> Iterator[None]:
    walk.palette.open()
    walk.palette.edit.setText("sao")
    yield
    walk.take("den-bat-cu-dau")
    walk.palette.close_and_return()


def _for_the_administrator(walk: "Walk") -> Iterator[None]:
    window = walk.window
    window.go("recover")
    yield
    walk.take("mo-bang-khoa")
    window.go("setup")
    yield
    window.banners.clear()
    walk.take("cai-dat")


def _at_the_counter(walk: "Walk") -> Iterator[None]:
    window = walk.window
    intake = walk.counter.intake
    window.do("call_next")
    yield
    walk.take("goi-so")
    window.do("serve")
    window.card_wanted.emit()
    yield
    window.banners.clear()
    intake.matter.search.setFocus()
    intake.matter.search.setText("khai sinh")
    intake.matter.asked.emit("khai sinh")
    yield
    walk.take("chon-thu-tuc")
    intake.matter.take_first()
    yield
    intake.matter.case.setCurrentIndex(min(1, intake.matter.case.count() - 1))
    yield
    intake.papers.tick_required()
    intake.submitter.phone.put("0900000123")
    intake.refresh()
    yield
    window.banners.clear()
    yield from _the_form(walk)
    window.do("supplement")
    yield
    walk.take("thieu-giay-to")
    walk.counter.escape()
    window.do("refuse")
    yield
    walk.take("tu-choi")
    walk.counter.escape()
    window.do("take_in")
    yield
    walk.take("da-tiep-nhan")
    window.banners.clear()
    window.do("finish")
    window.do("issue")
    yield
    walk.take("lay-so")
    walk.counter.escape()
    window.card_wanted.emit()
    yield
    intake.owner.tick.setChecked(True)
    yield
    window.banners.clear()
    walk.take("nop-thay")
    window.do("clear")
    yield
    window.banners.clear()


def _the_form(walk: "Walk") -> Iterator[None]:
    """The form whole, and the declaration of its procedure; it stays as it is meanwhile."""
    from ui.declarations.declarations_page import DeclarationsPage  # noqa: PLC0415 - of this task alone

    walk.take("tiep-nhan")
    window = walk.window
    window.do("declare")
    yield
    page = window.page("declarations")
    if isinstance(page, DeclarationsPage):
        page.open_chosen()
    yield
    window.banners.clear()
    walk.take("to-khai")
    window.go("counter")
    yield


def _a_list(walk: "Walk") -> Iterator[None]:
    window = walk.window
    intake = walk.counter.intake
    window.card_wanted.emit()
    yield
    intake.matter.asked.emit("chứng thực bản sao")
    yield
    intake.matter.take_first()
    yield
    window.do("bulk")
    intake.bulk.part.put_text(_LIST)
    yield
    window.banners.clear()
    walk.take("theo-danh-sach")
    walk.counter.escape()
    window.do("clear")
    yield
    window.banners.clear()


def _one_dossier(walk: "Walk") -> Iterator[None]:
    window = walk.window
    window.go("dossiers")
    yield
    walk.take("tim-ho-so")
    yield from _many(walk)
    walk.open_first_dossier()
    yield
    window.banners.clear()
    walk.take("mot-ho-so")
    page = window.page("dossier")
    for action in (act.action for act in ACTS if act.sheet is not None):
        window.do(action.id)
        yield
        walk.take("-".join(re.findall(r"[a-z0-9]+", search_key(action.words))))
        page.escape()
        yield


def _citizen(walk: "Walk") -> None:
    """The screen turned to the citizen: what is typed, and while the money is waited for."""
    from desk.cards.samples import citizen  # noqa: PLC0415 - only for pictures
    from desk.citizen.citizen_view import confirm_view, payment_view  # noqa: PLC0415 - likewise
    from desk.settings import MoneySettings  # noqa: PLC0415 - likewise
    from models.codes.payment_reference import payment_reference  # noqa: PLC0415 - likewise
    from models.events import DueDate, FeeDue, FeeLine  # noqa: PLC0415 - likewise
    from models.ids import SubjectId  # noqa: PLC0415 - likewise
    from ui.citizen.citizen_window import CitizenWindow  # noqa: PLC0415 - likewise

    account = MoneySettings(
        bank_bin="970405", bank_name="Agribank", account="1500200000001", account_holder="TRUNG TAM HANH CHINH CONG MAU"
    )
    shown = CitizenWindow("Trung tâm Phục vụ hành chính công xã Mẫu", lambda: NOW)
    shown.resize(1024, 600)
    shown.show_view(payment_view(account, 8_000, payment_reference(SubjectId("payment/1"))))
    walk.take("man-hinh-cong-dan", shown)
    due, fee = DueDate(at=NOW + timedelta(days=3)), FeeDue(lines=(FeeLine(name="Lệ phí", amount=8_000),))
    shown.show_view(confirm_view(citizen(7), None, "Đăng ký khai sinh", due, fee))
    walk.take("man-hinh-xem-lai", shown)
    shown.deleteLater()


def _home_visits(walk: "Walk") -> Iterator[None]:
    """Planning, and the day of who goes."""
    window = walk.window
    walk.jobs.ask(window, lambda work: work.training.add_home_visits())
    yield
    for page, name in (("visit_planning", "xep-luot-tan-nha"), ("visits", "hom-nay-di-dau")):
        window.go(page)
        yield
        window.banners.clear()
        yield
        walk.take(name)


def _post(walk: "Walk") -> Iterator[None]:
    """What comes in by post, what goes out, and what its staff did."""
    from ui.tools.guide_post import add_post_work  # noqa: PLC0415 - the desk loads with the window

    window = walk.window
    walk.jobs.ask(window, add_post_work)
    yield
    for page, name in (("consignments", "gui-den"), ("parcels", "buu-gui"), ("supervision", "viec-buu-dien")):
        window.go(page)
        yield
        window.banners.clear()
        yield
        walk.take(name)


def _appointments(walk: "Walk") -> Iterator[None]:
    """Today's appointments; the hours came with the homes to go to."""
    window = walk.window
    walk.jobs.ask(window, lambda work: work.training.add_home_visits())
    yield
    window.go("appointments")
    yield
    window.banners.clear()
    yield
    walk.take("lich-hen")


def _citizen_file(walk: "Walk") -> Iterator[None]:
    """The file of somebody who was here often, as a card opens it, with the entry that may be the same person."""
    window = walk.window
    walk.jobs.ask(window, lambda work: work.training.add_citizen_files())
    yield
    window.go("citizen_file")
    yield
    page = cast("CitizenFilePage", window.page("citizen_file"))
    page.use_scan(Scan(kind=ScanKind.ID_CARD, text="", person=frequent_citizen()))
    yield
    page.entries_table.setCurrentIndex(page.entries.index(0, 0))
    window.banners.clear()
    yield
    walk.take("ho-so-cong-dan")


def _many(walk: "Walk") -> Iterator[None]:
    """Three of the list marked, and the reason for all of them asked."""
    window = walk.window
    page = cast("DossiersPage", window.page("dossiers"))
    page.marks.mark(0, 3)
    yield
    window.do("give_back")
    yield
    window.banners.clear()
    walk.take("nhieu-ho-so")
    page.escape()
    page.escape()
    yield


def _hand_over(work: "OpenDesk") -> None:
    from desk.dossiers import lookup  # noqa: PLC0415 - only for pictures
    from desk.dossiers.work_lists import WorkFilter  # noqa: PLC0415 - likewise

    rows = lookup.listed(work.desk, only=DossierStatus.RECEIVED, order="due", limit=6)
    work.hand_over.made([row.id for row in rows], WorkFilter())


def _handed_over(walk: "Walk") -> Iterator[None]:
    """The lists of what goes to the units today."""
    window = walk.window
    walk.jobs.ask(window, _hand_over)
    yield
    window.go("hand_over_lists")
    yield
    window.banners.clear()
    yield
    walk.take("danh-sach-ban-giao")


def _on_the_spot(walk: "Walk") -> Iterator[None]:
    """A certified copy at the counter, then the dossier that goes on at once."""
    window, intake = walk.window, walk.counter.intake
    window.go("counter")
    window.card_wanted.emit()
    yield
    intake.matter.asked.emit("chứng thực bản sao")
    yield
    intake.matter.take_first()
    yield
    intake.papers.tick_required()
    intake.refresh()
    yield
    window.banners.clear()
    walk.take("lam-tai-cho")
    yield from _paid(walk)


def _newest(work: "OpenDesk") -> DossierId:
    from desk.dossiers import lookup  # noqa: PLC0415 - only for pictures

    (row,) = lookup.listed(work.desk, only=None, order="newest", limit=1)
    return row.id


def _paid(walk: "Walk") -> Iterator[None]:
    """The same dossier paid in cash, then the page of money, and the drawer about to be counted."""
    window, found = walk.window, list[DossierId]()
    window.do("take_in")
    yield
    walk.jobs.ask(window, _newest, found.append)
    yield
    window.go("dossier", Opening(dossier=found[0]))
    yield
    window.do("pay")
    yield
    page = cast("PayPage", window.page("pay"))
    page.given.put("50000")
    page.given.edited.emit()
    yield
    window.banners.clear()
    walk.take("phieu-thu")
    window.do("pay_go")
    yield
    window.go("money")
    yield
    window.banners.clear()
    walk.take("thu-tien")
    window.do("shift_close")
    yield
    window.banners.clear()
    walk.take("dem-ket")
    window.page("money").escape()
    yield


def _about_to_close(work: "OpenDesk") -> str:
    """What would be said of this year's register, were the year over."""
    from desk.register.register_words import about_to_close_words  # noqa: PLC0415 - only for pictures
    from models.events import RegisterClosed  # noqa: PLC0415 - likewise
    from models.subjects.register import RegisterQuery  # noqa: PLC0415 - likewise

    year = RegisterQuery(first=date(NOW.year, 1, 1), last=date(NOW.year, 12, 31))
    rows = work.register.page(year, None).in_all
    event = RegisterClosed(year=NOW.year, rows=rows, last=rows, volumes=1, rows_per_volume=rows)
    return about_to_close_words(event)


def _close_register(walk: "Walk") -> Iterator[None]:
    """What closing the register says before it is done."""
    window = walk.window
    window.go("register")
    yield
    page = cast("RegisterPage", window.page("register"))
    walk.jobs.ask(window, _about_to_close, lambda words: page.close_part.open(NOW.year, words))
    yield
    window.banners.clear()
    window.set_context()
    walk.take("khoa-so")
    page.escape()
    yield


def _put_on_shelf(work: "OpenDesk") -> str:
    """Two results at the desk, as they come; gives the code of one."""
    from desk.dossiers import lookup, outcome  # noqa: PLC0415 - only for pictures

    rows = [row for row in lookup.listed(work.desk, only=DossierStatus.RECEIVED, order="newest", limit=2) if row.code]
    for place, row in zip(("B-12", "A-3"), rows, strict=False):
        outcome.check_in(work.desk, row.id, place, signed_by="Lý Thị Mẫu")
    return rows[0].code


def _results(walk: "Walk") -> Iterator[None]:
    window, found = walk.window, list[str]()
    walk.jobs.ask(window, _put_on_shelf, found.append)
    yield
    window.go("returns", found[0])
    yield
    window.banners.clear()
    walk.take("ket-qua-o-quay")


def looks(walk: "Walk") -> Iterator[None]:
    """The counter with a form begun: for the style page, in each theme and at twice the size."""
    window = walk.window
    window.card_wanted.emit()
    yield
    walk.counter.intake.matter.search.setText("khai sinh")
    walk.counter.intake.matter.asked.emit("khai sinh")
    yield
    walk.counter.intake.matter.take_first()
    yield
    window.banners.clear()
    window.banners.show_banner("bad", "Ổ đĩa đầy: việc vừa làm chưa được lưu, những việc trước còn nguyên.", "Thử lại")
    yield
    walk.take("quay")


def palettes(out: Path) -> Path:
    """Every colour of every palette on its ground, with the contrast between them."""
    from PySide6.QtCore import QRect, Qt  # noqa: PLC0415 - only for pictures
    from PySide6.QtGui import QColor, QImage, QPainter  # noqa: PLC0415 - likewise

    from ui.style.contrast import contrast  # noqa: PLC0415 - likewise
    from ui.style.look import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, look  # noqa: PLC0415 - likewise

    names = ("text", "muted", "accent_text", "good", "warn", "bad", "edge", "accent", "off")
    high, wide = 44, 300
    picture = QImage(4 * wide, high * (len(names) + 1), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.setFont(look().font(14))
    heads = ("Sáng", "Tối", "Tương phản, sáng", "Tương phản, tối")
    for at, (head, colours) in enumerate(zip(heads, (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK), strict=True)):
        painter.fillRect(QRect(at * wide, 0, wide, picture.height()), QColor(colours.surface))
        for n, name in enumerate(("", *names)):
            where = QRect(at * wide + 16, n * high, wide - 32, high)
            colour = str(getattr(colours, name or "text"))
            words = f"{name} {colour}  {contrast(colour, colours.surface):.1f}".replace(".", ",") if name else head
            painter.fillRect(QRect(where.left(), where.top() + 10, 24, 24), QColor(colour))
            painter.setPen(QColor(colours.text))
            painter.drawText(where.adjusted(36, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
    painter.end()
    path = out / "bang-mau.png"
    small(picture, path, 200)
    return path


def _without_voice(folder: Path) -> None:
    """Whether this machine has a loudspeaker is nothing the guide tells of."""
    from msgspec.structs import replace  # noqa: PLC0415 - only here

    from desk.settings import read_settings, write_settings  # noqa: PLC0415 - likewise

    settings = read_settings(folder)
    write_settings(folder, replace(settings, hall=replace(settings.hall, voice=False)))


def main() -> None:
    """``python -m ui.tools.guide FOLDER``: work a morning, then take the pictures into the folder."""
    try:
        with on_first_signal(stop):
            _draw_all()
    except KeyboardInterrupt as stopped:
        sys.exit(exit_stopped(stopped))


def _draw_all() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desk.training.morning import simulate_morning  # noqa: PLC0415 - only here
    from ui.tools.pictures import walk_through  # noqa: PLC0415 - Qt loads only for the window

    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="motcua-guide-") as folder:
        done = simulate_morning(8, 1, Path(folder))
        _without_voice(done.data)
        taken = walk_through(done.data, out, tasks, clock=lambda: NOW, write=small)
        for theme, scale in (("dark", 1.0), ("contrast", 1.0), ("light", 2.0)):
            name = f"{theme}-{scale:g}"
            fresh = simulate_morning(2, 1, Path(folder) / name)
            _without_voice(fresh.data)
            (seen,) = walk_through(fresh.data, out, looks, clock=lambda: NOW, theme=theme, scale=scale, write=small)
            taken.append(seen.rename(out / f"quay-{name}.png"))
        front = out / "counter.png"  # the one of the README
        front.write_bytes((out / "tiep-nhan.png").read_bytes())
        for path in (*taken, front, palettes(out)):
            sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
