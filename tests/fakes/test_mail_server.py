"""The fake mail server against the standard library's client."""

import smtplib

import pytest

from tests.fakes.mail_server import MailMischief, MailServer


def _send(server: MailServer) -> None:
    with smtplib.SMTP("127.0.0.1", server.port, "mau.example") as client:
        client.sendmail("a@mau.example", "b@mau.example", b"Subject: mau\r\n\r\nbody\r\n")


def test_it_keeps_what_it_took() -> None:
    with MailServer() as server:
        _send(server)
        (mail,) = server.mails
        assert (mail["Subject"], mail.get_content()) == ("mau", "body\r\n")


@pytest.mark.parametrize(
    ("mischief", "error", "taken"),
    [
        (MailMischief.HANG_UP, smtplib.SMTPServerDisconnected, 0),
        (MailMischief.LATER, smtplib.SMTPRecipientsRefused, 0),
        (MailMischief.UNKNOWN_ADDRESS, smtplib.SMTPRecipientsRefused, 0),
        (MailMischief.WRONG_SENDER, smtplib.SMTPSenderRefused, 0),
        (MailMischief.SPAM, smtplib.SMTPDataError, 0),
        (MailMischief.LOST, smtplib.SMTPServerDisconnected, 1),
    ],
)
def test_it_misbehaves_once(mischief: MailMischief, error: type[Exception], taken: int) -> None:
    with MailServer() as server:
        server.mischief.append(mischief)
        with pytest.raises(error):
            _send(server)
        assert len(server.mails) == taken
        _send(server)
        assert len(server.mails) == taken + 1
