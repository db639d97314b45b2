"""Text files for another program."""

from pathlib import Path

from sync.hub.notices.file_gateway import FileGateway
from sync.hub.notices.gateway import Message, NoticeAbsent, NoticeTaken

MESSAGE = Message("ab" * 16, "sms", "0901234567", "Hồ sơ", "Hồ sơ đã có kết quả.")


def test_a_notice_is_one_file_with_what_another_program_needs(tmp_path: Path) -> None:
    assert FileGateway(tmp_path / "sms").send(MESSAGE) == NoticeTaken()
    (file,) = (tmp_path / "sms").iterdir()
    assert file.name == f"{MESSAGE.id}.txt"
    assert file.read_text("utf-8") == (
        f"Id: {MESSAGE.id}\nChannel: sms\nTo: 0901234567\nSubject: Hồ sơ\n\nHồ sơ đã có kết quả.\n"
    )


def test_what_was_sent_on_is_not_written_again(tmp_path: Path) -> None:
    gateway = FileGateway(tmp_path)
    assert gateway.ask(MESSAGE.id) == NoticeAbsent()
    gateway.send(MESSAGE)
    (tmp_path / f"{MESSAGE.id}.txt").rename(tmp_path / f"{MESSAGE.id}.sent")
    assert (gateway.ask(MESSAGE.id), gateway.send(MESSAGE)) == (NoticeTaken(), NoticeTaken())
    assert [path.name for path in tmp_path.iterdir()] == [f"{MESSAGE.id}.sent"]


def test_half_a_file_is_none(tmp_path: Path) -> None:
    (tmp_path / f"{MESSAGE.id}.txt.0123abcd.part").write_text("Id:")
    gateway = FileGateway(tmp_path)
    assert gateway.ask(MESSAGE.id) == NoticeAbsent()
    assert gateway.send(MESSAGE) == NoticeTaken()
