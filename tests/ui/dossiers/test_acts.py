"""The table of acts of a dossier: words, key and right of each, by key and by menu, and at most one that comes next."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desk.dossiers import clock, four_eyes
from desk.dossiers.disputes import Settlement
from desk.intake import intake
from desk.settings import LookSettings
from desk.views.open_desk import OpenDesk
from desk.words.reasons import sentence
from models.clerk import Clerk as Somebody
from models.clerk import Role
from models.events import AnyEvent, FeeLine, PaidBy, PaperMissing
from models.ids import ClerkId, DossierId
from models.not_allowed import RoleForbids
from models.person import Person
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.processing import ProcessStage
from tests.desk.intake.test_intake import COPIES, RESIDENCE, complete
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import dossiers
from tests.ui.dossiers.sheets import field_of, part_of, put_in, sheet_of
from tests.ui.dossiers.test_list_page import opens_dossier, received
from tests.ui.everywhere import settle
from tests.ui.test_looks import cut_off
from ui.actions import ActContext, ProcessContext, key_words
from ui.dossiers.acts import ACTS, DO_IT, next_act
from ui.dossiers.correct_part import CorrectPart
from ui.dossiers.dossier_act import DossierAct, Weight
from ui.dossiers.dossier_head import owed_words
from ui.dossiers.dossier_page import DossierPage
from ui.style.look import look
from ui.widgets.buttons import KeyButton

__all__ = ["received"]

IDS = [act.action.id for act in ACTS]
AT_DESK = ActContext(page="dossier", open=True, dossier=DossierStatus.RECEIVED)
"""A dossier just taken in, that nobody has passed on yet."""
HERE = [act for act in ACTS if act.action.allowed(AT_DESK)]
"""What may be done to it."""
GIVEN: dict[str, tuple[object, ...]] = {
    "hand_over": ("Nguyễn Văn Mẫu", "", "Lý Thị Mẫu", ""),
    "bundle_next": (),
    "bundle_slip": (),
    "bundle_take_out": ("Lý do",),
    "reprint": (),
    "control_sheet": (),
    "extension_letter": (),
    "receipt": (),
    "pay_cash": (),
    "give_back_fee": (1_000, "Lý do", PaidBy.CASH),
    "attach": ((Path("khong-co.pdf"),), ""),
    "photograph": (b"\xff\xd8", "Giấy tờ"),
    "correct": (None, ""),
    "price_correct": ((FeeLine(name="Lệ phí", amount=1),), "", "Lý do"),
    "price_exempt": ("ho-ngheo", "Sổ", "Lý do"),
    "postpone": (None, "Lý do"),
    "withdraw": ("Lý do",),
    "void": ("Lý do",),
    "forward": (),
    "accept": (),
    "sign": ("",),
    "check_in": ("B-12", "Lý Thị Mẫu", ""),
    "submit": ("",),
    "forward_to": ("vp", "", ""),
    "give_back": ("Lý do",),
    "take_over": ("Lý do",),
    "ask_supplement": ("Giấy tờ chỗ ở", "Lý do"),
    "bring": (),
    "consult": ("Công an tỉnh", "xác minh", None),
    "answered": ("đồng ý",),
    "obligation": ("thuế trước bạ", ""),
    "obligation_met": ("BL 1",),
    "refuse_result": ("Lý do",),
    "stop": ("Lý do",),
    "settle": (Settlement.HERE, "Lý do"),
}
"""What a sheet gives the verb of each act; those that lead to another page are not there."""


def lines(page: DossierPage) -> list[QAction]:
    """The menu as it would be shown now."""
    page.head.menu.refill()
    return page.head.menu.actions()


def f9_buttons(page: DossierPage) -> list[KeyButton]:
    """Buttons in sight that say F9."""
    buttons = page.findChildren(KeyButton)
    return [one for one in buttons if one.isVisible() and one.accessibleName().endswith("(F9)")]


def press(clerk: Clerk, key: str) -> None:
    """A key of the table."""
    QTest.keySequence(clerk.focus, QKeySequence(key))


def awaiting(clerk: Clerk) -> DossierPage:
    """The page of a dossier that awaits papers."""
    made: list[DossierId] = []

    def ask(work: OpenDesk) -> None:
        form = complete(work.desk, RESIDENCE)
        lacking = msgspec.structs.replace(form, papers=form.papers[:1])
        missing = (PaperMissing(name="Giấy tờ chỗ ở", originals=1),)
        made.append(intake.ask_supplement(work.desk, lacking, missing, "Thiếu").id)

    clerk.app.jobs.ask(clerk.window, ask)
    clerk.waits()
    clerk.window.go("dossier", made[0])
    clerk.waits()
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)
    return page


# ---- the table -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ACTS, ids=IDS)
def test_an_act_has_words_a_key_a_right_and_one_way_to_be_done(act: DossierAct) -> None:
    assert act.action.words
    assert act.action.key
    assert act.action.permission is not None
    by_two = act.sheet is not None and act.sheet.by_two
    assert [act.do is not None, bool(act.leads_to), by_two].count(True) == 1


def test_what_two_people_confirm_is_known_to_the_desk_by_the_same_names() -> None:
    assert {act.action.id for act in ACTS if act.sheet and (act.sheet.by_two or act.sheet.by_two_if_needed)} == set(
        four_eyes.EXCEPTIONS
    )


def test_each_act_names_an_event_that_there_is() -> None:
    events = {event.__name__ for event in get_args(AnyEvent)}
    assert {act.leaves for act in ACTS if act.leaves} <= events


@pytest.mark.parametrize("status", list(DossierStatus))
@pytest.mark.parametrize("stage", list(ProcessStage))
@pytest.mark.parametrize("coded", [1, 0], ids=["taken in", "not taken in"])
def test_at_most_one_act_comes_next(status: DossierStatus, stage: ProcessStage, coded: int) -> None:
    process = ProcessContext(stage=stage, coded=bool(coded))
    context = ActContext(page="dossier", open=True, dossier=status, process=process)
    main = [act for act in ACTS if act.next_when(context) and act.action.allowed(context)]
    assert main == ([next_act(context)] if next_act(context) else [])


@pytest.mark.parametrize("stage", sorted(set(ProcessStage) - {ProcessStage.POSTED}))
def test_at_every_stage_of_a_dossier_in_work_something_comes_next(stage: ProcessStage) -> None:
    """But while the post has its result: what is known of that is told at "Bưu gửi", by parcel."""
    process = ProcessContext(stage=stage, accepted=stage is ProcessStage.IN_STEP)
    assert next_act(ActContext(page="dossier", open=True, dossier=DossierStatus.RECEIVED, process=process)) is not None


@pytest.mark.parametrize("status", sorted(ENDED))
def test_nothing_comes_next_and_nothing_destroys_what_has_ended(status: DossierStatus) -> None:
    context = ActContext(page="dossier", open=True, dossier=status)
    assert next_act(context) is None
    assert not [act for act in ACTS if act.weight is Weight.ENDS and act.action.allowed(context)]


# ---- who may ---------------------------------------------------------------------------------------------


def test_the_desk_refuses_an_act_to_whoever_may_not_in_a_sentence(received: Clerk, subtests: pytest.Subtests) -> None:
    page = opens_dossier(received)
    assert page.view is not None
    id_, told = page.view.dossier.id, dict[str, str]()
    acts = [act for act in ACTS if not act.leads_to]

    def attempt(work: OpenDesk) -> None:
        nobody = Somebody(id=ClerkId("x"), name="X", roles=frozenset({Role.ADMIN}))
        work.desk = replace(work.desk, clerk=nobody)
        for act in acts:
            verb = act.do(work) if act.do else four_eyes.EXCEPTIONS[act.action.id].check
            try:
                verb(*(() if act.do else (work.desk,)), id_, *GIVEN[act.action.id])
            except RoleForbids as no:
                told[act.action.id] = sentence(no)

    received.app.jobs.ask(received.window, attempt)
    received.waits()
    for act in acts:
        with subtests.test(act=act.action.id):
            assert told[act.action.id].startswith("Việc này dành cho: ")


def test_on_screen_it_says_who_may(received: Clerk, subtests: pytest.Subtests) -> None:
    page = opens_dossier(received)
    for act in HERE:
        with subtests.test(act=act.action.id):
            says_who_may(received, page, act)


def test_on_screen_it_says_who_may_go_on_with_what_awaits_papers(received: Clerk) -> None:
    page = awaiting(received)
    (act,) = (act for act in ACTS if act.leads_to == "counter")
    says_who_may(received, page, act)


def says_who_may(clerk: Clerk, page: DossierPage, act: DossierAct) -> None:
    """The act cannot be chosen, and its line in the menu says who may."""
    assert page.view is not None
    context = page.context(ActContext(page="dossier", open=True))
    qaction = clerk.window.acts[act.action.id]
    qaction.allow(context, frozenset())
    assert not qaction.isEnabled()
    assert qaction.statusTip().startswith("Việc này dành cho: ")
    if act.action.id != page.head.menu.next_id:
        (line,) = (one for one in lines(page) if one.text().startswith(act.action.words))
        assert not line.isEnabled()
        assert line.toolTip() == qaction.statusTip()


def test_f9_of_who_may_not_says_who_may(received: Clerk) -> None:
    page = opens_dossier(received)
    received.window.acts["forward"].allow(page.context(ActContext(page="dossier", open=True)), frozenset())
    press(received, DO_IT.key)
    assert any("Việc này dành cho" in banner.label.text() for banner in received.window.banners.shown)
    assert page.view is not None
    assert page.view.dossier.processing.stage is ProcessStage.AT_DESK


# ---- by key and by menu ----------------------------------------------------------------------------------


def test_the_key_folds_the_sheet_out_and_esc_in(received: Clerk, subtests: pytest.Subtests) -> None:
    page = opens_dossier(received)
    settle()
    height = page.head.height()
    for act in (act for act in HERE if act.sheet):
        with subtests.test(act=act.action.id):
            press(received, act.action.key)
            received.waits()
            settle()
            assert page.head.height() == height
            sheet = sheet_of(page, act.action.id)
            assert sheet.isVisible()
            assert f9_buttons(page) == [sheet.ok]
            assert sheet.isAncestorOf(received.focus)
            received.press(Qt.Key.Key_Escape)
            assert not sheet.isVisible()
            assert [button.text() for button in f9_buttons(page)] == ["Chuyển xử lý"]


def test_the_menu_shows_the_key_and_does_it_too(received: Clerk, subtests: pytest.Subtests) -> None:
    page = opens_dossier(received)
    banners = received.window.banners
    for act in (act for act in HERE if act.sheet or act.prints):
        with subtests.test(act=act.action.id):
            banners.clear()
            (line,) = (one for one in lines(page) if one.text() == f"{act.action.words}\t{key_words(act.action.key)}")
            line.trigger()
            received.waits()
            if act.sheet:
                assert sheet_of(page, act.action.id).isVisible()
                received.press(Qt.Key.Key_Escape)
            else:
                received.until(lambda: any(b.label.text().startswith("Lần ") for b in banners.shown))


def test_what_destroys_is_last_and_apart(received: Clerk) -> None:
    shown = lines(opens_dossier(received))
    apart = next(n for n, line in enumerate(shown) if line.isSeparator())
    assert {line.data() for line in shown[:apart]} == {Weight.REST}
    assert {line.data() for line in shown[apart + 1 :]} == {Weight.ENDS}


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the offscreen screen, of every menu
def test_the_menu_can_be_seen_and_what_destroys_is_red(received: Clerk) -> None:
    page = opens_dossier(received)
    page.head.more.click()
    menu = page.head.menu
    received.until(menu.isVisible)
    image = menu.grab().toImage()
    red = look().colour("bad").rgb()
    for line in menu.actions():
        where = menu.actionGeometry(line)
        seen = {image.pixel(x, where.center().y()) for x in range(where.left(), where.right())}
        if not line.isSeparator():
            assert (red in seen) is (line.data() is Weight.ENDS), line.text()
    menu.close()


def test_every_sheet_fits_a_screen_of_1366_by_768_in_larger_type(received: Clerk) -> None:
    received.app.signals.look_chosen.emit(LookSettings(type_scale=1.25))
    page = opens_dossier(received)
    for act in HERE:
        if act.sheet:
            press(received, act.action.key)
            received.waits()
            received.window.banners.clear()
            settle()
            assert sheet_of(page, act.action.id).isVisible()
            assert received.window.minimumSizeHint().height() <= 728
            assert cut_off(received.window) == [], act.action.id


def test_a_second_supplement_is_warned_of_before_it_happens_and_a_first_is_not(received: Clerk) -> None:
    page = opens_dossier(received)
    assert page.view is not None
    id_, sheet = page.view.dossier.id, sheet_of(page, "ask_supplement")
    press(received, "F8")
    assert sheet.isVisible()
    assert not sheet.warning.isVisible()
    received.press(Qt.Key.Key_Escape)

    def ask_and_bring(work: OpenDesk) -> None:
        clock.ask_supplement(work.desk, id_, (PaperMissing(name="Ảnh", originals=1),), "thiếu")
        clock.bring_supplement(work.desk, id_)

    received.app.jobs.call(ask_and_bring)
    received.window.go("dossier", id_)
    received.waits()
    press(received, "F8")
    assert sheet.warning.isVisible()
    assert "QĐ 766" in sheet.warning.text()


# ---- F9 --------------------------------------------------------------------------------------------------


def test_f9_begins_what_comes_next_and_again_does_it(received: Clerk) -> None:
    page = opens_dossier(received)
    press(received, "Ctrl+O")
    put_in(page, "check_in", "Người ký", "Lý Thị Mẫu")
    press(received, DO_IT.key)
    received.waits()
    assert dossiers(received)[0].processing.stage is ProcessStage.READY
    press(received, DO_IT.key)
    assert sheet_of(page, "hand_over").isVisible()
    press(received, DO_IT.key)
    received.waits()
    assert dossiers(received)[0].status is DossierStatus.HANDED_OVER
    assert not received.window.acts[DO_IT.id].isEnabled()
    assert not received.window.acts[DO_IT.id].autoRepeat()


def test_f9_walks_a_dossier_through_the_office(received: Clerk) -> None:
    page = opens_dossier(received)
    for stage in (ProcessStage.FORWARDED, ProcessStage.IN_STEP, ProcessStage.AT_LEADER):
        press(received, DO_IT.key)
        received.waits()
        assert dossiers(received)[0].processing.stage is stage
    assert page.view is not None
    assert [step.state.value for step in page.view.steps] == ["done", "done", "now", "to_come"]
    assert "Lãnh đạo UBND" in page.view.steps[2].detail


def test_f9_of_what_awaits_papers_leads_to_the_counter(clerk: Clerk) -> None:
    awaiting(clerk)
    press(clerk, DO_IT.key)
    clerk.until(lambda: clerk.window.front == "counter")
    clerk.waits()
    assert clerk.counter.intake.begun


def test_f9_does_what_is_folded_out_not_what_comes_next(received: Clerk) -> None:
    page = opens_dossier(received)
    press(received, "Ctrl+R")
    put_in(page, "withdraw", "Lý do rút hồ sơ", "Người nộp đề nghị")
    press(received, DO_IT.key)
    received.waits()
    assert dossiers(received)[0].status is DossierStatus.WITHDRAWN
    assert page.head.promise.text().startswith("Hẹn ")
    assert "còn" not in page.head.promise.text()


# ---- what is printed -------------------------------------------------------------------------------------


def told(page: DossierPage) -> list[str]:
    """The history shown."""
    assert page.view is not None
    return [line.sentence for line in page.view.told]


def test_a_stop_folds_its_sheet_in_and_prints_the_notice(received: Clerk) -> None:
    page = opens_dossier(received)
    press(received, "Ctrl+Shift+L")
    put_in(page, "stop", "Lý do dừng", "theo đơn đề nghị")
    press(received, DO_IT.key)
    received.until(lambda: told(page)[-1] == "In thông báo dừng giải quyết hồ sơ.")
    assert dossiers(received)[0].status is DossierStatus.STOPPED
    assert not sheet_of(page, "stop").isVisible()
    press(received, "Ctrl+Shift+V")
    received.until(lambda: told(page)[-1].startswith("In giấy tiếp nhận hồ sơ và hẹn trả kết quả"))


def test_the_control_sheet_is_printed_by_its_key(received: Clerk) -> None:
    page = opens_dossier(received)
    press(received, "Ctrl+Shift+O")
    received.until(lambda: told(page)[-1] == "In phiếu kiểm soát quá trình giải quyết hồ sơ.")


def test_a_paper_that_did_not_come_out_is_tried_again_and_not_the_receipt_in_its_place(
    received: Clerk, tmp_path: Path
) -> None:
    opens_dossier(received)

    def papers_go_to(address: str) -> None:
        def change(work: OpenDesk) -> None:
            printers = msgspec.structs.replace(work.desk.settings.printers, papers=address)
            settings = msgspec.structs.replace(work.desk.settings, printers=printers)
            work.desk = replace(work.desk, settings=settings)

        received.app.jobs.ask(received.window, change)
        received.waits()

    papers_go_to("tcp:127.0.0.1:1")
    press(received, "Ctrl+Shift+O")

    def buttons() -> list[QPushButton]:
        shown = received.window.banners.shown
        return [one.button for one in shown if one.button is not None and one.button.text() == "In lại"]

    received.until(lambda: buttons() != [])
    papers_go_to("")
    buttons()[-1].click()
    received.until(lambda: list((tmp_path / "papers").glob("control-*.pdf")) != [])
    assert not list((tmp_path / "papers").glob("receipt-*.pdf"))


# ---- what is typed ---------------------------------------------------------------------------------------


def test_what_was_typed_is_there_when_the_sheet_is_opened_again_for_the_same_dossier_alone(
    received: Clerk,
) -> None:
    page = opens_dossier(received)
    reason = field_of(page, "withdraw", "Lý do rút hồ sơ")
    press(received, "Ctrl+R")
    put_in(page, "withdraw", "Lý do rút hồ sơ", "Người nộp đề nghị")
    received.press(Qt.Key.Key_Escape)
    press(received, "Ctrl+R")
    assert reason.text == "Người nộp đề nghị"
    received.press(Qt.Key.Key_Escape)
    awaiting(received)
    press(received, "Ctrl+R")
    assert reason.text == ""


def test_a_reason_is_asked_for_before_the_second_persons_pin(received: Clerk) -> None:
    page = opens_dossier(received)
    press(received, "Ctrl+Shift+H")
    received.waits()
    sheet_of(page, "void").confirm()
    assert "lý do" in sheet_of(page, "void").note.text()
    press(received, "Ctrl+H")
    sheet_of(page, "postpone").confirm()
    assert "Ghi ngày giờ" in sheet_of(page, "postpone").note.text()


# ---- the head --------------------------------------------------------------------------------------------


def test_the_head_tells_whose_what_and_by_when(received: Clerk, person: Person) -> None:
    page = opens_dossier(received)
    assert page.head.name.text() == person.full_name
    assert page.head.matter.text().startswith("Đăng ký khai sinh · ")
    assert page.head.matter.text().endswith(" · H00.99.01-261123-3001")
    assert page.head.promise.text().startswith("Hẹn 17:00 thứ ")


@pytest.mark.parametrize(
    ("more", "words"),
    [({}, "Chưa thu 5.000 đ"), ({"paid_by": PaidBy.CASH}, "Đã thu 5.000 đ")],
)
def test_the_head_tells_what_is_owed(clerk: Clerk, more: dict[str, object], words: str) -> None:
    made: list[Dossier] = []
    clerk.app.jobs.ask(
        clerk.window,
        lambda work: made.append(intake.take_in(work.desk, complete(work.desk, COPIES, pages=3, **more))),
    )
    clerk.waits()
    assert owed_words(made[0]) == words


# ---- a correction ----------------------------------------------------------------------------------------


def test_a_correction_shows_old_and_new_before_it_is_made_and_keeps_what_was_typed_on_esc(received: Clerk) -> None:
    page = opens_dossier(received)
    received.window.acts["correct"].trigger()
    part = part_of(page, "correct", CorrectPart)
    assert not part.changes.isVisible()
    before = part.person.phone.text
    part.person.phone.edit.setFocus()
    part.person.phone.edit.selectAll()
    received.types("0912345678")
    old = f"“{before}”" if before else "trống"
    assert part.changes.text() == f"Sẽ sửa: số điện thoại người nộp: {old} → “0912345678”"
    part.reason.edit.setFocus()
    received.types("nham")
    received.press(Qt.Key.Key_Escape)
    assert not part.isVisible()
    received.window.acts["correct"].trigger()
    assert (part.person.phone.text, part.reason.text) == ("0912345678", "nham")
    assert part.changes.isVisible()
    received.press(Qt.Key.Key_F9)
    received.waits()
    assert page.view is not None
    assert page.view.told[-1].sentence.endswith(f"người nộp: {old} → “0912345678”. Lý do: nham")


# ---- before it is here -----------------------------------------------------------------------------------


def enters(clerk: Clerk) -> None:
    """Opens the dossier on top of the list; its answer has not come when this returns."""
    clerk.page("dossiers")
    clerk.open_first_dossier()
    assert clerk.window.front == "dossier"


def test_ctrl_p_on_the_first_dossier_after_the_start_prints_it_though_it_is_not_shown_yet(received: Clerk) -> None:
    enters(received)
    press(received, "Ctrl+P")
    received.until(lambda: any("Lần " in banner.label.text() for banner in received.window.banners.shown))


def test_f9_before_the_dossier_is_shown_does_what_comes_next(received: Clerk) -> None:
    enters(received)
    press(received, DO_IT.key)
    received.waits()
    assert dossiers(received)[0].processing.stage is ProcessStage.FORWARDED


def test_what_is_pressed_while_another_dossier_comes_is_for_that_one(received: Clerk) -> None:
    first = opens_dossier(received)
    assert first.view is not None
    before = first.view.dossier.id
    made: list[DossierId] = []
    received.app.jobs.ask(
        received.window, lambda work: made.append(intake.take_in(work.desk, complete(work.desk, COPIES)).id)
    )
    received.waits()
    received.window.go("dossier", made[0])
    press(received, "Ctrl+R")
    assert not first.findChildren(type(sheet_of(first, "withdraw")))[0].isVisible()
    received.waits()
    assert first.view.dossier.id == made[0] != before
    assert sheet_of(first, "withdraw").isVisible()
