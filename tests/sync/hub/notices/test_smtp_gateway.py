"""Mail over TLS, with a log-in, and what a mail server's answers mean."""

import base64
import ssl
from pathlib import Path

import pytest
import trustme

from sync.hub.notices.gateway import Message, NoticeRefused, NoticeTaken, NoticeTrouble, NoticeUnanswered
from sync.hub.notices.settings import GatewaySettings, Security
from sync.hub.notices.smtp_gateway import SmtpGateway
from tests.fakes.mail_server import MailMischief, MailServer

LONG = "Trung tâm Phục vụ hành chính công: hồ sơ đã có kết quả. " * 40 + "\n.\n..\nhết"
MESSAGE = Message("0" * 32, "email", "mau@mau.example", "Hồ sơ H99.99.99-261123-0001 " + "ấ" * 80, LONG)


def settings_of(server: MailServer, security: Security = Security.NONE, user: str = "") -> GatewaySettings:
    return GatewaySettings(
        gateway="smtp",
        host="127.0.0.1",
        port=server.port,
        security=security,
        user=user,
        sender="motcua@mau.example",
        time_out=20.0,
    )


def test_what_arrives_is_what_was_said() -> None:
    with MailServer() as server:
        assert SmtpGateway(settings_of(server), "").send(MESSAGE) == NoticeTaken()
        (mail,) = server.mails
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == LONG
    assert (mail["Subject"], mail["Message-ID"], mail["Auto-Submitted"]) == (
        MESSAGE.subject,
        f"<{'0' * 32}@mau.example>",
        "auto-generated",
    )


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_the_server_is_proven_before_the_password_is_told(tmp_path: Path, security: Security) -> None:
    ours, theirs = trustme.CA(), trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.issue_cert("127.0.0.1").configure_cert(context)
    for name, authority in (("ours", ours), ("theirs", theirs)):
        authority.cert_pem.write_to_path(str(tmp_path / name))
    with MailServer(context, from_the_start=security is Security.TLS) as server:
        said = settings_of(server, security, user="motcua")
        away = NoticeUnanswered(NoticeTrouble.NOT_REACHED, all_wait=True)
        assert SmtpGateway(said, "secret", str(tmp_path / "theirs")).send(MESSAGE) == away
        assert (server.logged_in, server.mails) == ([], [])
        assert SmtpGateway(said, "secret", str(tmp_path / "ours")).send(MESSAGE) == NoticeTaken()
        assert [base64.b64decode(one) for one in server.logged_in] == [b"\0motcua\0secret"]
        assert len(server.mails) == 1


def test_a_server_without_tls_is_told_no_password() -> None:
    with MailServer() as server:
        said = settings_of(server, Security.STARTTLS, user="motcua")
        assert SmtpGateway(said, "secret").send(MESSAGE) == NoticeUnanswered(NoticeTrouble.NOT_REACHED, all_wait=True)
        assert (server.logged_in, server.mails) == ([], [])


@pytest.mark.parametrize(
    ("mischief", "answer"),
    [
        (MailMischief.HANG_UP, NoticeUnanswered(NoticeTrouble.NOT_REACHED, all_wait=True)),
        (MailMischief.WRONG_SENDER, NoticeUnanswered(NoticeTrouble.NOT_REACHED, all_wait=True)),
        (MailMischief.LATER, NoticeUnanswered(NoticeTrouble.LATER)),
        (MailMischief.UNKNOWN_ADDRESS, NoticeRefused("550")),
        (MailMischief.SPAM, NoticeRefused("554")),
        (MailMischief.LOST, NoticeUnanswered(NoticeTrouble.CUT, outcome_unknown=True)),
    ],
)
def test_only_what_breaks_after_the_mail_left_is_unknown(mischief: MailMischief, answer: object) -> None:
    with MailServer() as server:
        server.mischief.append(mischief)
        assert SmtpGateway(settings_of(server), "").send(MESSAGE) == answer


def test_nobody_there_is_not_reached() -> None:
    with MailServer() as server:
        said = settings_of(server)
    assert SmtpGateway(said, "").send(MESSAGE) == NoticeUnanswered(NoticeTrouble.NOT_REACHED, all_wait=True)
