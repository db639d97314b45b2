"""The queue of notices on either database, through a real mail server and real files."""

import multiprocessing
import re
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.words.history import tell
from models.events import (
    DossierGivenBack,
    DossierStopped,
    DossierWithdrawn,
    DueDateChanged,
    ResultCheckedIn,
    ResultHandedOver,
    ReturnBy,
    StopCause,
    SupplementAsked,
)
from models.ids import ClerkId, DossierId
from models.person import Organisation, Person
from models.process import Holder
from sync.hub.log import stream
from sync.hub.notices import overview
from sync.hub.notices.sender import LEASE, NoticeSender, gateways_of, run
from sync.hub.notices.settings import read
from sync.hub.store import notice_rows
from sync.hub.store.notice_rows import FAILED, NEVER, NO_ADDRESS, REFUSED, SENDING, SENT, UNKNOWN, WAITING
from tests.conftest import TurnedClock
from tests.fakes.mail_server import MailMischief, MailServer
from tests.patience import PATIENCE
from tests.sync.hub.conftest import OFFICE, open_store
from tests.sync.hub.notices.conftest import BY_FILE, BY_MAIL, MAU, READY, Office, by_mail, code_of, hub_settings

NOBODY = Person(full_name="Trần Thị Mẫu")


def test_a_result_that_lies_ready_is_told_once(office: Office) -> None:
    dossier = office.receives(1, MAU, READY)
    office.sender(**BY_FILE).turn()
    (told,) = office.files()
    assert re.match(r"Id: [0-9a-f]{32}\nChannel: sms\nTo: 0901234567\n", told)
    assert f"hồ sơ {code_of(1)} đã có kết quả" in told
    assert "Vị trí kết quả: B-12." in told
    office.happens(dossier, replace(READY, place="C-1"))  # moved on the shelf: nothing new
    office.sender(**BY_FILE).turn()
    assert (office.files(), office.counts()) == ([told], {SENT: 1})


def test_a_message_names_neither_citizen_nor_procedure(office: Office, mail: MailServer) -> None:
    office.receives(1, BY_MAIL, READY)
    office.sender(**by_mail(mail)).turn()
    (sent,) = mail.mails
    said = f"{sent['Subject']} {sent.get_content()}"
    assert not re.search("Nguyễn|Mẫu,|khai sinh|001099000001", said)
    assert (sent["To"], sent["From"], sent["Subject"]) == (
        "mau@mau.example",
        "motcua@mau.example",
        f"Hồ sơ {code_of(1)}",
    )
    assert re.fullmatch(r"<[0-9a-f]{32}@mau\.example>", sent["Message-ID"])


def test_each_kind_is_told_in_its_words(office: Office) -> None:
    later = office.clock() + timedelta(days=3)
    office.receives(1, MAU, SupplementAsked(number="BS-7", missing=(), reason="thiếu bản chính"))
    office.receives(2, MAU, DueDateChanged(due_at=later, reason="x", confirmed_by=ClerkId("le")))
    office.receives(3, MAU, DossierStopped(number="D-1", cause=StopCause.REQUEST, reason="x"))
    office.receives(4, MAU, ResultCheckedIn(), return_by=ReturnBy.POST)
    office.sender(**BY_FILE).turn()
    said = "\n".join(office.files())
    for part in ("theo phiếu số BS-7", "lùi đến 08:00 ngày 26/11/2026", "đã dừng giải quyết", "qua bưu chính"):
        assert part in said
    assert "thiếu bản chính" not in said


def test_what_is_asked_at_the_counter_before_receipt_is_told_to_nobody(office: Office) -> None:
    office.receives(1)
    office.sender(**BY_FILE).turn()
    assert (office.counts(), office.files()) == ({}, [])


def test_a_result_returned_before_its_notice_left_is_not_told(office: Office, mail: MailServer) -> None:
    dossier = office.receives(1, BY_MAIL, READY)
    mail.mischief.append(MailMischief.LATER)
    sender = office.sender(**by_mail(mail))
    sender.turn()
    assert office.counts() == {WAITING: 1}
    office.happens(dossier, ResultHandedOver(to="Nguyễn Văn Mẫu"))
    office.clock.turn(minutes=2)
    sender.turn()
    assert (office.counts(), mail.mails) == ({"dropped": 1}, [])


def test_a_result_that_went_back_and_came_again_is_told_again(office: Office) -> None:
    dossier = office.receives(1, MAU, READY)
    sender = office.sender(**BY_FILE)
    sender.turn()
    office.happens(dossier, DossierGivenBack(to=Holder(unit="ht"), reason="sai tên"), READY)
    sender.turn()
    assert office.counts() == {SENT: 2}


def test_what_happened_before_the_gateways_were_set_up_is_told_to_nobody(office: Office) -> None:
    office.receives(1, MAU, READY)
    office.sender(**BY_FILE, since=(office.clock() + timedelta(days=1)).date()).turn()
    assert office.counts() == {}


@pytest.mark.parametrize("mischief", [MailMischief.LOST, MailMischief.SILENT])
def test_after_a_lost_answer_nothing_is_sent_again_by_itself(
    office: Office, mail: MailServer, mischief: MailMischief
) -> None:
    office.receives(1, BY_MAIL, READY)
    mail.mischief.append(mischief)
    sender = office.sender(**by_mail(mail, time_out=0.25))
    for _ in range(5):
        sender.turn()
        office.clock.turn(days=1)
    assert (office.counts(), len(mail.mails)) == ({UNKNOWN: 1}, 1)
    (call,) = overview.to_telephone(office.store, OFFICE, people=True)
    assert (call.code, call.name, call.phone, call.place, call.reason) == (code_of(1), MAU.full_name, "", "B-12", "cut")
    assert overview.send_again(office.store, code_of(1), office.clock()) == 1
    sender.turn()
    assert (office.counts(), len(mail.mails)) == ({SENT: 1}, 2)


@pytest.mark.parametrize("mischief", [MailMischief.HANG_UP, MailMischief.LATER, MailMischief.WRONG_SENDER])
def test_what_certainly_was_not_taken_goes_again(office: Office, mail: MailServer, mischief: MailMischief) -> None:
    office.receives(1, BY_MAIL, READY)
    mail.mischief.append(mischief)
    sender = office.sender(**by_mail(mail))
    sender.turn()
    assert (office.counts(), mail.mails) == ({WAITING: 1}, [])
    office.clock.turn(minutes=2)
    sender.turn()
    assert (office.counts(), len(mail.mails)) == ({SENT: 1}, 1)


def test_a_server_that_is_away_is_not_asked_for_each_notice(office: Office, mail: MailServer) -> None:
    for number in range(1, 6):
        office.receives(number, BY_MAIL, READY)
    mail.mischief.extend([MailMischief.HANG_UP] * 2)
    sender = office.sender(**by_mail(mail))
    sender.turn()
    assert (office.counts(), len(mail.mischief)) == ({WAITING: 5}, 1)
    for _ in range(4):
        office.clock.turn(minutes=10)
        sender.turn()
    assert (office.counts(), len(mail.mails)) == ({SENT: 5}, 5)


def test_an_address_that_is_refused_and_one_that_is_missing_are_telephoned(office: Office, mail: MailServer) -> None:
    office.receives(1, BY_MAIL, READY)
    office.receives(2, NOBODY, READY)
    office.receives(3, replace(NOBODY, phone="024 3825 1234", email="x@y\nBcc: z@mau.example"), READY)
    mail.mischief.append(MailMischief.UNKNOWN_ADDRESS)
    office.sender(**by_mail(mail), **BY_FILE).turn()
    assert office.counts() == {REFUSED: 1, NO_ADDRESS: 2}
    called = overview.to_telephone(office.store, OFFICE, people=True)
    assert {(one.code, one.phone, one.reason) for one in called} == {
        (code_of(1), "", "550"),
        (code_of(2), "", ""),
        (code_of(3), "024 3825 1234", ""),
    }
    assert all(not one.name for one in overview.to_telephone(office.store, None, people=False))
    assert overview.send_failed_again(office.store, office.clock()) == 3


def test_after_days_in_vain_it_is_left_to_the_telephone(office: Office, mail: MailServer) -> None:
    office.receives(1, BY_MAIL, READY)
    mail.mischief.extend([MailMischief.LATER] * 200)
    sender = office.sender(**by_mail(mail))
    for _ in range(80):
        sender.turn()
        office.clock.turn(hours=1)
    assert (office.counts(), mail.mails) == ({FAILED: 1}, [])


def test_the_office_hears_once_what_became_of_each_notice(office: Office, mail: MailServer) -> None:
    sender = office.sender(**by_mail(mail))
    told, lacking = office.receives(1, BY_MAIL, READY), office.receives(3, NOBODY, READY)
    sender.turn()
    refused = office.receives(2, BY_MAIL, READY)
    mail.mischief.append(MailMischief.UNKNOWN_ADDRESS)
    sender.turn()
    said = office.reported()
    assert {(subject, one.outcome, one.channel, one.reason) for subject, one in said} == {
        (told, SENT, "email", ""),
        (refused, REFUSED, "email", "550"),
        (lacking, NO_ADDRESS, "", ""),
    }
    assert "Chưa báo được công dân qua thư điện tử (đã có kết quả): địa chỉ không nhận tin, mã 550; cần gọi điện." in {
        tell(one) for _, one in said
    }
    overview.send_failed_again(office.store, office.clock())
    mail.mischief.append(MailMischief.UNKNOWN_ADDRESS)
    sender.turn()
    assert len(office.reported()) == 3  # the same outcome once more is nothing new
    overview.send_failed_again(office.store, office.clock())
    sender.turn()
    assert [one.outcome for subject, one in office.reported() if subject == refused] == [REFUSED, SENT]


def test_at_night_nobody_is_told(office: Office) -> None:
    sender = office.sender(**BY_FILE)
    office.clock.turn(hours=12)  # 20:00
    office.receives(1, MAU, READY)
    sender.turn()
    assert (office.counts(), office.files()) == ({WAITING: 1}, [])
    office.clock.turn(hours=11)
    sender.turn()
    assert (office.counts(), len(office.files())) == ({SENT: 1}, 1)


def test_the_owner_is_told_where_the_submitter_gave_no_address(office: Office) -> None:
    office.receives(1, NOBODY, READY, owner=Organisation(name="Công ty Mẫu", phone="0241; +84 912 345 678"))
    office.sender(**BY_FILE).turn()
    assert "To: 0912345678\n" in office.files()[0]


def test_files_are_asked_before_anything_is_written_again(office: Office) -> None:
    office.receives(1, MAU, READY)
    office.receives(2, MAU, READY)
    sender = office.sender(**BY_FILE)
    sender._fill()
    with office.store.writing() as writing:  # as a sender leaves it that died while it sent
        for row in notice_rows.in_states(writing, (WAITING,), None, 9):
            notice_rows.change(writing, row, state=SENDING, channel="sms")
        first = notice_rows.in_states(writing, (SENDING,), None, 1)[0]
    (office.folder / "sms").mkdir()
    (office.folder / "sms" / f"{first.id}.sent").touch()
    sender.turn()
    assert office.counts() == {SENT: 2}
    assert len(office.files()) == 1  # the other one; the first had gone on already


def test_a_folder_that_takes_nothing_makes_all_wait(office: Office) -> None:
    office.receives(1, MAU, READY)
    office.receives(2, MAU, READY)
    (office.folder / "sms").touch()
    sender = office.sender(**BY_FILE)
    sender.turn()
    assert office.counts() == {WAITING: 2}
    (office.folder / "sms").unlink()
    office.clock.turn(minutes=2)
    sender.turn()
    assert (office.counts(), len(office.files())) == ({SENT: 2}, 2)


def test_what_a_lost_database_may_have_sent_is_asked_for_or_telephoned(office: Office, mail: MailServer) -> None:
    office.receives(1, BY_MAIL, READY)
    office.receives(2, MAU, READY)
    office.clock.turn(minutes=1)
    stream.begin_epoch(office.store, OFFICE, office.clock())
    office.clock.turn(minutes=1)
    office.receives(3, BY_MAIL, READY)
    office.sender(**by_mail(mail), **BY_FILE).turn()
    assert (len(mail.mails), len(office.files())) == (1, 1)
    assert office.counts() == {SENT: 2, UNKNOWN: 1}


def test_two_senders_send_once(office: Office) -> None:
    office.receives(1, MAU, READY)
    one, other = office.sender(**BY_FILE), office.sender(**BY_FILE)
    one._fill()
    with office.store.reading() as reading:
        (row,) = notice_rows.due(reading, NEVER, 9)
    one._send(row)
    other._send(row)
    assert (office.counts(), len(office.files())) == ({SENT: 1}, 1)


def _one_turn(url: str, folder: Path, notices: dict[str, object], clock: TurnedClock) -> None:
    settings = hub_settings(folder, notices)
    said = read(settings)
    assert said is not None
    NoticeSender(open_store(url), said, gateways_of(settings, said), clock=clock).turn()


def test_a_process_killed_between_mail_and_answer_leaves_it_unknown(
    office: Office, mail: MailServer, hub_url: str
) -> None:
    office.receives(1, BY_MAIL, READY)
    mail.mischief.append(MailMischief.SILENT)
    process = multiprocessing.get_context("spawn").Process(
        target=_one_turn, args=(hub_url, office.folder, by_mail(mail, time_out=600.0), office.clock)
    )
    process.start()
    assert mail.silent.wait(PATIENCE)
    process.kill()
    process.join(PATIENCE)
    assert office.counts() == {SENDING: 1}
    sender = office.sender(**by_mail(mail))
    sender.turn()
    assert office.counts() == {SENDING: 1}
    office.clock.turn(seconds=LEASE)
    sender.turn()
    assert (office.counts(), len(mail.mails)) == ({UNKNOWN: 1}, 1)
    assert [one.outcome for _, one in office.reported()] == [UNKNOWN]
    stream.begin_epoch(office.store, OFFICE, office.clock())
    with office.store.writing() as writing:  # the row is as it was before, the event was brought back
        (row,) = notice_rows.in_states(writing, (UNKNOWN,), None, 9)
        notice_rows.change(writing, row, state=SENDING, next_at=0)
    sender.turn()
    assert (office.counts(), len(office.reported())) == ({UNKNOWN: 1}, 1)


def test_a_withdrawn_dossier_is_on_no_list(office: Office) -> None:
    dossier: DossierId = office.receives(1, NOBODY, READY)
    office.sender(**BY_FILE).turn()
    assert len(overview.to_telephone(office.store, None, people=True)) == 1
    office.happens(dossier, DossierWithdrawn(reason="x"))
    assert overview.to_telephone(office.store, None, people=True) == ()


def test_news_wakes_it_and_a_stop_ends_it(office: Office) -> None:
    stop, heard = threading.Event(), threading.Event()
    unlisten = office.store.listen(lambda _office: heard.set())
    settings = hub_settings(office.folder, {**BY_FILE, "from_hour": 0, "to_hour": 24})
    thread = threading.Thread(target=run, args=(settings, office.store, stop))
    thread.start()
    office.receives(1, MAU, READY)
    assert heard.wait(PATIENCE)
    ends = time.monotonic() + PATIENCE
    while not office.files() and time.monotonic() < ends:
        stop.wait(0.02)
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    unlisten()
    assert (len(office.files()), office.counts()) == (1, {SENT: 1})
