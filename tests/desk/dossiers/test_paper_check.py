"""Any desk of the province says of any paper: genuine, changed, ended, an older copy, a revoked machine's, unknown."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk.desk import Desk
from desk.dossiers import outcome, results
from desk.dossiers.paper_check import PaperDoubt, PaperVerdict, check_paper
from desk.dossiers.paper_words import DOUBT, TONE, WORD, lines, sentence
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.prints import form_jobs
from desk.training.training import training_settings
from desk.words.terms import moment
from models.codes.signed_paper import PaperFacts, minutes, read_signed, signed_text
from models.events import DossierVoided, DueDateChanged, Form, StopCause
from models.ids import ClerkId
from models.subjects.dossier import Dossier
from printing.layout.sheet import CodeBlock
from sync.client import device_keys
from sync.client.membership import MEMBERSHIP, Membership, joined, written
from sync.hub.offices import offices
from sync.hub.offices.key_list import signed_keys
from tests.conftest import TurnedClock
from tests.desk.carried import OFFICE, TheHub
from tests.desk.intake.test_intake import RESIDENCE, complete

OTHER_OFFICE = "H00.99.02"
NOBODYS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""The key of no machine."""


@pytest.fixture
def the_hub(tmp_path: Path, clock: TurnedClock) -> TheHub:
    hub = TheHub(tmp_path, clock)
    offices.create_office(hub.store, OTHER_OFFICE, "Xã Khác")
    return hub


@pytest.fixture
def here(desk: Desk, the_hub: TheHub) -> Desk:
    """Machine 3 of its office, where papers are printed."""
    belongs(desk, the_hub.admits(3))
    return desk


@pytest.fixture
def elsewhere(tmp_path: Path, clock: TurnedClock, the_hub: TheHub) -> Iterator[Desk]:
    """A desk of another office, which knows nothing of the first one but its keys."""
    opened = open_desk(tmp_path / "elsewhere", settings=training_settings(), clock=clock, training=True)
    belongs(opened, the_hub.admits(1, OTHER_OFFICE))
    yield opened
    close_desk(opened)


@pytest.fixture
def dossier(here: Desk) -> Dossier:
    return intake.take_in(here, complete(here, RESIDENCE))


def belongs(desk: Desk, member: Membership) -> None:
    desk.store.province.put(MEMBERSHIP, written(member))


def told_the_keys(desk: Desk, hub: TheHub) -> None:
    """As they are at this moment."""
    signed = signed_keys(hub.store, hub.keys.sign)
    assert signed is not None
    assert device_keys.keep(desk.store, joined(desk.store), signed)


def printed(desk: Desk, dossier: Dossier, form: Form = Form.RECEIPT) -> str:
    """What the QR code says of the copy that comes out now."""
    job = form_jobs.form_job(desk, dossier.id, form)
    desk.store.print_jobs.drop(job.key)
    (text,) = (block.signed for block in job.sheet.blocks if isinstance(block, CodeBlock))
    return text


def test_another_office_knows_whose_desk_printed_it_and_when_without_having_the_dossier(
    here: Desk, elsewhere: Desk, dossier: Dossier, the_hub: TheHub
) -> None:
    text = printed(here, dossier)
    told_the_keys(elsewhere, the_hub)
    checked = check_paper(elsewhere, text)
    assert (checked.verdict, checked.office, checked.device) == (PaperVerdict.GENUINE, OFFICE, 3)
    assert checked.doubts == (PaperDoubt.NO_HISTORY,)
    assert sentence(checked) == "Giấy thật: Thử Nghiệm, máy số 3, in 08:00 thứ Hai 23/11/2026."
    told = "\n".join(lines(checked))
    assert dossier.due is not None
    assert dossier.due.at is not None
    for fact in ("NVM", RESIDENCE, moment(dossier.due.at), "20.000 đồng", "không có ở máy này"):
        assert fact in told


def test_every_fact_that_is_changed_is_noticed(here: Desk, elsewhere: Desk, dossier: Dossier, the_hub: TheHub) -> None:
    text = printed(here, dossier)
    told_the_keys(elsewhere, the_hub)
    body, paper = text.removeprefix(f"{dossier.code}-"), read_signed(text)
    assert paper is not None
    other_code = f"{dossier.code[:-4]}3999-{body}"
    number = int(body)
    bytes_of = number.to_bytes((number.bit_length() + 7) // 8)
    at = bytes_of.index(b"NVM")
    other_owner = int.from_bytes(bytes_of[:at] + b"NVN" + bytes_of[at + 3 :])
    no_facts = int.from_bytes(bytes_of[:5] + b"\xff" * (len(bytes_of) - 5))
    for changed in (other_code, f"{dossier.code}-{other_owner}", f"{dossier.code}-{no_facts}"):
        assert check_paper(elsewhere, changed).verdict is PaperVerdict.CHANGED
    other_bars = check_paper(elsewhere, text, bars=f"{dossier.code[:-4]}3999")
    assert (other_bars.verdict, other_bars.doubts[0]) == (PaperVerdict.CHANGED, PaperDoubt.OTHER_BARS)
    assert check_paper(elsewhere, text, bars=dossier.code).verdict is PaperVerdict.GENUINE


def test_what_nobody_can_know_here_is_said_to_be_unknown(
    here: Desk, elsewhere: Desk, dossier: Dossier, the_hub: TheHub
) -> None:
    text = printed(here, dossier)
    no_keys = check_paper(elsewhere, text)
    assert (no_keys.verdict, no_keys.doubts[0]) == (PaperVerdict.UNKNOWN, PaperDoubt.NO_KEYS)
    told_the_keys(elsewhere, the_hub)
    facts = PaperFacts("01", 1, minutes(here.clock()))
    forged = check_paper(elsewhere, signed_text(dossier.code, facts, NOBODYS))
    assert (forged.verdict, forged.doubts[0], forged.office) == (PaperVerdict.UNKNOWN, PaperDoubt.KEY_UNKNOWN, "")
    old = check_paper(elsewhere, dossier.code)
    assert (old.verdict, old.doubts) == (PaperVerdict.UNKNOWN, (PaperDoubt.UNSIGNED, PaperDoubt.NO_HISTORY))
    assert sentence(old).startswith("Không biết. ")


def test_where_the_history_is_a_void_and_a_withdrawn_dossiers_papers_say_so(here: Desk, dossier: Dossier) -> None:
    text = printed(here, dossier)
    other = intake.take_in(here, complete(here, RESIDENCE))
    receipt = printed(here, other)
    assert (checked := check_paper(here, text)).verdict is PaperVerdict.GENUINE
    assert checked.recorded
    here.store.log.record(dossier.id, here.by, DossierVoided(reason="nhập nhầm", confirmed_by=ClerkId("2")))
    results.withdraw(here, other.id, "đổi ý")
    assert check_paper(here, text).verdict is PaperVerdict.VOID
    assert check_paper(here, dossier.code).verdict is PaperVerdict.VOID  # an old paper, by its code alone
    assert check_paper(here, receipt).verdict is PaperVerdict.WITHDRAWN
    assert check_paper(here, printed(here, other, Form.RETURNED)).verdict is PaperVerdict.GENUINE


def test_a_stopped_dossiers_receipt_is_said_to_be_stopped_and_its_notice_is_genuine(
    here: Desk, elsewhere: Desk, dossier: Dossier, the_hub: TheHub
) -> None:
    receipt = printed(here, dossier)
    outcome.stop(here, dossier.id, StopCause.REQUEST, "theo đơn đề nghị")
    assert (checked := check_paper(here, receipt)).verdict is PaperVerdict.STOPPED
    assert sentence(checked) == f"Hồ sơ {dossier.code} đã dừng giải quyết, giấy này không còn giá trị."
    assert check_paper(here, printed(here, dossier, Form.CONTROL)).verdict is PaperVerdict.GENUINE
    again = printed(here, dossier)
    notice = printed(here, dossier, Form.STOP)
    told_the_keys(elsewhere, the_hub)
    assert check_paper(elsewhere, again).verdict is PaperVerdict.STOPPED
    assert check_paper(elsewhere, notice).verdict is PaperVerdict.GENUINE


def test_a_reprint_of_an_ended_dossier_says_so_by_itself_where_no_history_is(
    here: Desk, elsewhere: Desk, dossier: Dossier, the_hub: TheHub
) -> None:
    here.store.log.record(dossier.id, here.by, DossierVoided(reason="nhập nhầm", confirmed_by=ClerkId("2")))
    text = printed(here, dossier)
    told_the_keys(elsewhere, the_hub)
    assert check_paper(elsewhere, text).verdict is PaperVerdict.VOID


def test_where_the_history_is_an_older_copy_and_a_changed_appointment_are_told(here: Desk, dossier: Dossier) -> None:
    first, second = printed(here, dossier), printed(here, dossier)
    checked = check_paper(here, first)
    assert (checked.verdict, checked.copies) == (PaperVerdict.OLDER_COPY, 2)
    assert check_paper(here, second).verdict is PaperVerdict.GENUINE
    assert dossier.due is not None
    assert dossier.due.at is not None
    later = dossier.due.at + timedelta(days=7)
    moved = DueDateChanged(due_at=later, reason="chờ xác minh", confirmed_by=ClerkId("2"))
    here.store.log.record(dossier.id, here.by, moved)
    assert f"Hẹn trả nay là: {moment(later)}." in lines(check_paper(here, second))


def test_a_revoked_machines_papers_are_said_so_as_far_as_clocks_can_tell(
    here: Desk, elsewhere: Desk, dossier: Dossier, the_hub: TheHub, clock: TurnedClock
) -> None:
    before = printed(here, dossier)
    clock.turn(days=1)
    offices.revoke(the_hub.store, OFFICE, 3, clock())
    clock.turn(minutes=5)
    after = printed(here, dossier)
    told_the_keys(elsewhere, the_hub)
    late = check_paper(elsewhere, after)
    assert (late.verdict, late.revoked_at is not None) == (PaperVerdict.REVOKED, True)
    early = check_paper(elsewhere, before)
    assert (early.verdict, PaperDoubt.REVOKED_SINCE in early.doubts) == (PaperVerdict.GENUINE, True)
    assert DOUBT[PaperDoubt.REVOKED_SINCE] in lines(early)
    told_the_keys(here, the_hub)
    assert "Lịch sử hồ sơ ở máy này có đúng lần in ấy của máy ấy." in lines(check_paper(here, before))


def test_a_machine_set_up_anew_has_another_key_and_its_older_papers_are_still_its_own(
    here: Desk, elsewhere: Desk, dossier: Dossier, the_hub: TheHub, clock: TurnedClock
) -> None:
    before = printed(here, dossier)
    clock.turn(days=1)
    old = joined(here.store)
    belongs(here, the_hub.admits(3, has_events=True))
    assert joined(here.store).key != old.key
    after = printed(here, dossier)
    told_the_keys(elsewhere, the_hub)
    for text in (before, after):
        checked = check_paper(elsewhere, text)
        assert (checked.verdict, checked.device, checked.doubts) == (PaperVerdict.GENUINE, 3, (PaperDoubt.NO_HISTORY,))
    belongs(here, old)
    clock.turn(days=1)
    stale = check_paper(elsewhere, printed(here, dossier))
    assert PaperDoubt.OTHER_KEY_SINCE in stale.doubts


def test_times_that_cannot_be_are_told(
    here: Desk, elsewhere: Desk, dossier: Dossier, the_hub: TheHub, clock: TurnedClock
) -> None:
    clock.turn(days=2)
    ahead = printed(here, dossier)
    clock.turn(days=-3)
    back = printed(here, dossier)
    told_the_keys(elsewhere, the_hub)
    assert PaperDoubt.AFTER_NOW in check_paper(elsewhere, ahead).doubts
    assert PaperDoubt.BEFORE_ADMITTED in check_paper(elsewhere, back).doubts


def test_a_machine_of_no_hub_knows_its_own_papers_also_after_it_has_joined(desk: Desk, the_hub: TheHub) -> None:
    alone = intake.take_in(desk, complete(desk, RESIDENCE))
    text = printed(desk, alone)
    assert check_paper(desk, text).verdict is PaperVerdict.GENUINE
    belongs(desk, the_hub.admits(3))
    told_the_keys(desk, the_hub)
    assert check_paper(desk, text).verdict is PaperVerdict.GENUINE


def test_a_list_of_keys_is_believed_from_the_own_hub_alone_and_never_goes_back(
    elsewhere: Desk, the_hub: TheHub, clock: TurnedClock, tmp_path: Path
) -> None:
    member = joined(elsewhere.store)
    early = signed_keys(the_hub.store, the_hub.keys.sign)
    clock.turn(hours=1)
    the_hub.admits(4)
    told_the_keys(elsewhere, the_hub)
    foreign = TheHub(tmp_path, clock, seed=7)
    forged = signed_keys(foreign.store, foreign.keys.sign)
    assert early is not None
    assert forged is not None
    for other in (early, forged):
        assert not device_keys.keep(elsewhere.store, member, other)
    known = device_keys.known(elsewhere.store, member)
    assert known is not None
    assert [(one.office, one.device) for one in known.keys] == [(OFFICE, 4), (OTHER_OFFICE, 1)]


def test_every_answer_has_its_words() -> None:
    assert set(WORD) == set(TONE) == set(PaperVerdict)
    assert set(DOUBT) == set(PaperDoubt)
