"""The table of pages. Pages other than the counter are loaded and built when first shown."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calendar.clock import Clock
from models.clerk import Role
from models.subjects.work_lists import WorkList
from ui.actions import WINDOW_ACTIONS, ActionPlace
from ui.appointments.actions import ACTIONS_OF_APPOINTMENTS, APPOINTMENTS_PLACE
from ui.assisted.actions import ACTIONS_OF_ASSISTED, ASSISTED_PLACE
from ui.citizen_file.actions import ACTIONS_OF_CITIZEN_FILES, CITIZEN_FILE_PLACE
from ui.core.jobs import Jobs
from ui.core.province_bridge import ProvinceBridge
from ui.counter.counter_page import CounterPage
from ui.declarations.actions import ACTIONS_OF_DECLARATIONS, DECLARATIONS_PLACE
from ui.dossiers.acts import ACTIONS_OF_A_DOSSIER
from ui.handover.actions import ACTIONS_OF_HAND_OVER, HAND_OVER_PLACE
from ui.laptop.actions import ACTIONS_OF_LAPTOPS, LAPTOP_PLACE
from ui.mobile.actions import ACTIONS_OF_MOBILE, MOBILE_PLACE
from ui.money.actions import ACTIONS_OF_MONEY, ACTIONS_OF_PAYING, MONEY_PLACE
from ui.post.actions import ACTIONS_OF_CONSIGNMENTS, ACTIONS_OF_PARCELS, ACTIONS_OF_SUPERVISION, POST_PLACE
from ui.posters.actions import ACTIONS_OF_POSTERS, POSTERS_PLACE
from ui.program.services import Services
from ui.program.signals import ProgramSignals
from ui.register.actions import ACTIONS_OF_THE_REGISTER, REGISTER_PLACE
from ui.returns.actions import ACTIONS_OF_RETURNS, RETURNS_PLACE
from ui.shell.page import Page
from ui.shell.page_entry import PageEntry, RailSign, Shell
from ui.visits.actions import ACTIONS_OF_PLANNING, ACTIONS_OF_THE_DAY, VISITS_PLACE
from ui.work.actions import ACTIONS_OF_WORK, WORK_PLACE

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk


class PageContext(Struct, frozen=True, kw_only=True):
    """What the factories of pages are given."""

    jobs: Jobs
    services: Services
    bridge: ProvinceBridge
    signals: ProgramSignals
    folder: Path
    clock: Clock
    training: bool = False


def _counter(with_: PageContext, shell: Shell) -> Page:
    return CounterPage(with_.jobs, with_.services, shell.acts, shell.banners)


def _dossiers(with_: PageContext, shell: Shell) -> Page:
    from ui.dossiers.list_page import DossiersPage  # noqa: PLC0415 - loaded when first shown

    return DossiersPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _dossier(with_: PageContext, shell: Shell) -> Page:
    from ui.dossiers.dossier_page import DossierPage  # noqa: PLC0415 - likewise

    return DossierPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _citizen_file(with_: PageContext, shell: Shell) -> Page:
    from ui.citizen_file.citizen_file_page import CitizenFilePage  # noqa: PLC0415 - likewise

    return CitizenFilePage(with_.jobs, shell.acts, shell.banners)


def _register(with_: PageContext, shell: Shell) -> Page:
    from ui.register.register_page import RegisterPage  # noqa: PLC0415 - likewise

    return RegisterPage(with_.jobs, shell.acts, shell.banners)


def _posters(with_: PageContext, shell: Shell) -> Page:
    from ui.posters.posters_page import PostersPage  # noqa: PLC0415 - likewise

    return PostersPage(with_.jobs, shell.acts, shell.banners)


def _declarations(with_: PageContext, shell: Shell) -> Page:
    from ui.declarations.declarations_page import DeclarationsPage  # noqa: PLC0415 - likewise

    return DeclarationsPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _settings(with_: PageContext, shell: Shell) -> Page:
    from ui.settings.settings_page import SettingsPage  # noqa: PLC0415 - likewise

    folder, clock = with_.folder, with_.clock
    page = SettingsPage(with_.jobs, shell.acts, shell.banners, folder, clock, training=with_.training)
    page.saved.connect(with_.signals.settings_saved)
    page.look_chosen.connect(with_.signals.look_chosen)
    return page


def _province(with_: PageContext, shell: Shell) -> Page:
    from ui.province.province_page import ProvincePage  # noqa: PLC0415 - likewise

    return ProvincePage(with_.jobs, shell.acts, shell.banners, with_.bridge)


def _clerks(with_: PageContext, shell: Shell) -> Page:
    from ui.staff.clerks_page import ClerksPage  # noqa: PLC0415 - likewise

    return ClerksPage(with_.jobs, shell.acts, shell.banners)


def _work(with_: PageContext, shell: Shell) -> Page:
    from ui.work.work_page import WorkPageOfDay  # noqa: PLC0415 - loaded when first shown

    return WorkPageOfDay(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _hand_over_lists(with_: PageContext, shell: Shell) -> Page:
    from ui.handover.lists_page import HandOverListsPage  # noqa: PLC0415 - likewise

    return HandOverListsPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _parcels(with_: PageContext, shell: Shell) -> Page:
    from ui.post.parcels_page import ParcelsPage  # noqa: PLC0415 - likewise

    return ParcelsPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _mobile(with_: PageContext, shell: Shell) -> Page:
    from ui.mobile.mobile_page import MobilePage  # noqa: PLC0415 - likewise

    return MobilePage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _assisted(with_: PageContext, shell: Shell) -> Page:
    from ui.assisted.assisted_page import AssistedPage  # noqa: PLC0415 - likewise

    return AssistedPage(with_.jobs, shell.acts, shell.banners)


def _laptop(with_: PageContext, shell: Shell) -> Page:
    from ui.laptop.laptop_page import LaptopPage  # noqa: PLC0415 - likewise

    return LaptopPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners, with_.bridge)


def _appointments(with_: PageContext, shell: Shell) -> Page:
    from ui.appointments.appointments_page import AppointmentsPage  # noqa: PLC0415 - likewise

    return AppointmentsPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _visits(with_: PageContext, shell: Shell) -> Page:
    from ui.visits.visits_page import VisitsPage  # noqa: PLC0415 - likewise

    return VisitsPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _visit_planning(with_: PageContext, shell: Shell) -> Page:
    from ui.visits.planning_page import VisitPlanningPage  # noqa: PLC0415 - likewise

    return VisitPlanningPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _consignments(with_: PageContext, shell: Shell) -> Page:
    from ui.post.consignments_page import ConsignmentsPage  # noqa: PLC0415 - likewise

    return ConsignmentsPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _supervision(with_: PageContext, shell: Shell) -> Page:
    from ui.post.supervision_page import SupervisionPage  # noqa: PLC0415 - likewise

    return SupervisionPage(with_.jobs, shell.acts, shell.banners)


def _returns(with_: PageContext, shell: Shell) -> Page:
    from ui.returns.returns_page import ReturnsPage  # noqa: PLC0415 - likewise

    return ReturnsPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _money(with_: PageContext, shell: Shell) -> Page:
    from ui.money.money_page import MoneyPage  # noqa: PLC0415 - likewise

    return MoneyPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _pay(with_: PageContext, shell: Shell) -> Page:
    from ui.money.pay_page import PayPage  # noqa: PLC0415 - likewise

    return PayPage(with_.jobs, with_.services, shell.acts, shell.banners)


def _papers(with_: PageContext, shell: Shell) -> Page:
    from ui.prints.prints_page import PrintsPage  # noqa: PLC0415 - likewise

    return PrintsPage(with_.jobs, with_.services.print_queue, shell.acts, shell.banners)


def _health(with_: PageContext, shell: Shell) -> Page:
    from ui.health.health_page import HealthPage  # noqa: PLC0415 - likewise

    return HealthPage(with_.jobs, with_.services.copying, shell.acts, shell.banners, with_.bridge)


def _setup(with_: PageContext, shell: Shell) -> Page:
    from ui.settings.setup_page import SetupPage  # noqa: PLC0415 - once in the life of a machine

    folder, clock = with_.folder, with_.clock
    page = SetupPage(with_.jobs, shell.acts, shell.banners, folder, clock, training=with_.training)
    page.finished.connect(with_.signals.first_hour_done)
    page.scanners_chosen.connect(with_.signals.scanners_chosen)
    page.look_chosen.connect(with_.signals.look_chosen)
    return page


def _recover(with_: PageContext, shell: Shell) -> Page:
    from ui.health.recover_page import RecoverPage  # noqa: PLC0415 - rarely in the life of a machine

    return RecoverPage(with_.jobs, shell.acts, shell.banners, with_.folder, training=with_.training)


def _loss(with_: PageContext, shell: Shell) -> Page:
    from ui.health.loss_page import LossPage  # noqa: PLC0415 - likewise

    folder, clock = with_.folder, with_.clock
    return LossPage(with_.jobs, shell.acts, shell.banners, folder, clock, training=with_.training)


def _crash(with_: PageContext, shell: Shell) -> Page:
    from ui.crash.crash_page import CrashPage  # noqa: PLC0415 - likewise

    page = CrashPage(with_.jobs, shell.acts, shell.banners, with_.folder)
    page.again.connect(with_.signals.again_wanted)
    return page


def _faults(with_: PageContext, shell: Shell) -> Page:
    from ui.training.faults_page import FaultsPage  # noqa: PLC0415 - training only

    return FaultsPage(with_.jobs, shell.acts, shell.banners)


def _keys(with_: PageContext, shell: Shell) -> Page:
    from ui.keys.keys_page import KeysPage  # noqa: PLC0415 - loaded when first shown

    return KeysPage(with_.jobs, shell.acts, shell.banners)


def _who_waits(work: "OpenDesk") -> RailSign:
    count = work.line.waiting()
    return RailSign(words=f"{count} người đang chờ" if count else "", count=count)


def _work_waits(work: "OpenDesk") -> RailSign:
    """The dossiers to be worked on before going home."""
    count = work.work.today()
    return RailSign(words=f"{count} hồ sơ phải làm trước khi về" if count else "", count=count)


def _results_wait(work: "OpenDesk") -> RailSign:
    count = work.returns.ready()
    return RailSign(words=f"{count} kết quả chờ người đến nhận" if count else "", count=count)


def _parcels_wait(work: "OpenDesk") -> RailSign:
    """Results that are to go by post, and parcels that should have arrived."""
    count = work.post.parcels_wait()
    return RailSign(words=f"{count} bưu gửi chờ giao hoặc quá hạn phát" if count else "", count=count)


def _visits_wait(work: "OpenDesk") -> RailSign:
    """Homes to go to today."""
    count = work.visits.count()
    return RailSign(words=f"{count} lượt tận nhà hôm nay chưa xong" if count else "", count=count)


def _appointments_wait(work: "OpenDesk") -> RailSign:
    """Appointments of today that are still to come, and those to which nobody came."""
    waits = work.appointments.wait()
    if waits is None:
        return RailSign(unused=True)
    words = f"{waits.today} lịch hẹn hôm nay chưa đến, {waits.missed} lịch chưa rõ vì sao không đến"
    return RailSign(words=words if waits.count else "", count=waits.count)


def _consignments_wait(work: "OpenDesk") -> RailSign:
    """What came by post and is not handed in, or should have come."""
    count = work.consignments.waits()
    return RailSign(words=f"{count} hồ sơ gửi đến chờ giao nhận hoặc quá hạn đến" if count else "", count=count)


def _signatures_wait(work: "OpenDesk") -> RailSign:
    """The results laid before the leader."""
    count = work.work.to_sign()
    return RailSign(words=f"{count} kết quả chờ ký" if count else "", count=count)


def _money_waits(work: "OpenDesk") -> RailSign:
    """Transfers that nobody has matched, receipts that must follow."""
    count = work.money.waits()
    words = f"{count} khoản tiền cần xem: tiền về chưa rõ, biên lai còn nợ" if count else ""
    return RailSign(words=words, count=count)


def _papers_wait(work: "OpenDesk") -> RailSign:
    count = work.prints.waiting()
    return RailSign(words=f"{count} giấy đang chờ", count=count, tone="warn", needs=True) if count else RailSign()


def _health_is(work: "OpenDesk") -> RailSign:
    """The sign of the health page: for everybody only if work may stop; all of it for the administrator."""
    state = work.health.worst().value
    words = {"warn": "có chỗ cần xem", "stop": "có chỗ phải xử lý ngay"}.get(state, "")
    return RailSign(words=words, tone={"warn": "warn", "stop": "bad"}.get(state, ""), needs=state == "stop")


def _subjects() -> tuple[tuple[str, str, str], ...]:
    from ui.settings.subjects import SUBJECTS  # noqa: PLC0415 - where somebody looks for one

    return SUBJECTS


PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        name="counter",
        make=_counter,
        actions=("page_counter",),
        places=(ActionPlace.LINE, ActionPlace.INTAKE),
        rail="Quầy",
        sign=_who_waits,
    ),
    PageEntry(
        name="work",
        make=_work,
        actions=("page_work",),
        places=(WORK_PLACE,),
        own=ACTIONS_OF_WORK,
        rail="Hôm nay",
        sign=_work_waits,
    ),
    PageEntry(
        name="signing",
        make=_work,
        leads_to="work",
        shows=WorkList.AT_LEADER,
        actions=("page_signing",),
        rail="Trình ký",
        sign=_signatures_wait,
    ),
    PageEntry(
        name="returns",
        make=_returns,
        actions=("page_returns",),
        places=(RETURNS_PLACE,),
        own=ACTIONS_OF_RETURNS,
        rail="Trả",
        sign=_results_wait,
    ),
    PageEntry(
        name="money",
        make=_money,
        actions=("page_money",),
        places=(MONEY_PLACE,),
        own=ACTIONS_OF_MONEY,
        rail="Thu tiền",
        sign=_money_waits,
    ),
    PageEntry(name="pay", make=_pay, places=(MONEY_PLACE,), own=ACTIONS_OF_PAYING, within="money", leads_back=True),
    PageEntry(
        name="hand_over_lists",
        make=_hand_over_lists,
        actions=("page_hand_over",),
        places=(HAND_OVER_PLACE,),
        own=ACTIONS_OF_HAND_OVER,
        within="work",
    ),
    PageEntry(
        name="parcels",
        make=_parcels,
        actions=("page_parcels",),
        places=(POST_PLACE,),
        own=ACTIONS_OF_PARCELS,
        rail="Bưu gửi",
        sign=_parcels_wait,
    ),
    PageEntry(
        name="consignments",
        make=_consignments,
        actions=("page_consignments",),
        places=(POST_PLACE,),
        own=ACTIONS_OF_CONSIGNMENTS,
        rail="Gửi đến",
        sign=_consignments_wait,
    ),
    PageEntry(
        name="visits",
        make=_visits,
        actions=("page_visits",),
        places=(VISITS_PLACE,),
        own=ACTIONS_OF_THE_DAY,
        rail="Đi đâu",
        sign=_visits_wait,
    ),
    PageEntry(
        name="visit_planning",
        make=_visit_planning,
        actions=("page_visit_planning",),
        places=(VISITS_PLACE,),
        own=ACTIONS_OF_PLANNING,
        within="work",
    ),
    PageEntry(
        name="appointments",
        make=_appointments,
        actions=("page_appointments",),
        places=(APPOINTMENTS_PLACE,),
        own=ACTIONS_OF_APPOINTMENTS,
        rail="Lịch hẹn",
        sign=_appointments_wait,
        at_choice=True,
    ),
    PageEntry(
        name="supervision",
        make=_supervision,
        actions=("page_supervision",),
        places=(POST_PLACE,),
        own=ACTIONS_OF_SUPERVISION,
        within="work",
    ),
    PageEntry(
        name="mobile",
        make=_mobile,
        actions=("page_mobile",),
        places=(MOBILE_PLACE,),
        own=ACTIONS_OF_MOBILE,
        within="counter",
    ),
    PageEntry(
        name="assisted",
        make=_assisted,
        actions=("page_assisted",),
        places=(ASSISTED_PLACE,),
        own=ACTIONS_OF_ASSISTED,
        within="counter",
    ),
    PageEntry(
        name="laptop",
        make=_laptop,
        actions=("page_laptop",),
        places=(LAPTOP_PLACE,),
        own=ACTIONS_OF_LAPTOPS,
        rail="Trên máy",
    ),
    PageEntry(
        name="dossiers",
        make=_dossiers,
        actions=("page_dossiers", "find"),
        rail="Hồ sơ",
    ),
    PageEntry(
        name="dossier", make=_dossier, within="dossiers", places=(ActionPlace.DOSSIER,), own=ACTIONS_OF_A_DOSSIER
    ),
    PageEntry(
        name="citizen_file",
        make=_citizen_file,
        actions=("page_citizen_file",),
        places=(CITIZEN_FILE_PLACE,),
        own=ACTIONS_OF_CITIZEN_FILES,
        within="dossiers",
    ),
    PageEntry(
        name="register",
        make=_register,
        actions=("page_register",),
        places=(REGISTER_PLACE,),
        own=ACTIONS_OF_THE_REGISTER,
        within="dossiers",
    ),
    PageEntry(
        name="declarations",
        make=_declarations,
        actions=("page_declarations",),
        places=(DECLARATIONS_PLACE,),
        own=ACTIONS_OF_DECLARATIONS,
        within="counter",
    ),
    PageEntry(
        name="posters",
        make=_posters,
        actions=("page_posters",),
        places=(POSTERS_PLACE,),
        own=ACTIONS_OF_POSTERS,
        within="settings",
    ),
    PageEntry(
        name="health",
        make=_health,
        actions=("page_health",),
        places=(ActionPlace.HEALTH,),
        rail="Sức khỏe",
        sign=_health_is,
        sign_seldom=True,
        sign_anywhere=True,
    ),
    PageEntry(
        name="clerks",
        make=_clerks,
        actions=("page_clerks",),
        places=(ActionPlace.STAFF,),
        rail="Công chức",
    ),
    PageEntry(
        name="settings",
        make=_settings,
        actions=("page_settings",),
        places=(ActionPlace.SETTINGS,),
        parts=_subjects,
        rail="Thiết lập",
    ),
    PageEntry(
        name="province",
        make=_province,
        actions=("page_province",),
        places=(ActionPlace.PROVINCE,),
        rail="Tỉnh",
    ),
    PageEntry(
        name="papers",
        make=_papers,
        actions=("page_papers",),
        places=(ActionPlace.PAPERS,),
        rail="Chưa in",
        sign=_papers_wait,
        sign_anywhere=True,
    ),
    PageEntry(name="setup", make=_setup, bare=True),
    PageEntry(name="recover", make=_recover),
    PageEntry(name="loss", make=_loss),
    PageEntry(name="crash", make=_crash, actions=("page_crash",), places=(ActionPlace.CRASH,)),
    PageEntry(name="faults", make=_faults, actions=("page_faults",)),
    PageEntry(name="keys", make=_keys, actions=("keys",), leads_back=True),
)
"""Every page; the first one is in front when the window opens, and stays when another clerk sits down."""

RAIL: Mapping[Role, tuple[str, ...]] = {
    Role.CLERK: ("counter", "work", "dossiers", "returns", "money", "province", "appointments"),
    Role.LEADER: ("work", "signing", "dossiers"),
    Role.ADMIN: ("health", "clerks", "settings", "province", "papers"),
    Role.POSTAL: ("counter", "work", "consignments", "parcels", "returns"),
    Role.VISITOR: ("visits", "counter", "laptop"),
}
"""What each role has at the rail, in its order; the first is where it begins. A page not built yet has no place.

Somebody who is several things has the places of all, those of the upper role first (``ui.shell.rail.places_of``).
"""

ACTIONS = (*WINDOW_ACTIONS, *(action for page in PAGES for action in page.own))
"""Every action of the window: those of the window's own table, and those of subjects that have a table of their own."""
