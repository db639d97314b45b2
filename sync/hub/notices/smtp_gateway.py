"""Gateway of a mail server, by SMTP (RFC 5321).

A message counts as given away from the moment its body begins to leave. What breaks before certainly was not
accepted; what breaks later has an unknown outcome, and SMTP has no question for it.
"""

import smtplib
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

from models.calendar.clock import Clock, wall_clock
from sync.hub.notices.gateway import Message, NoticeAbsent, NoticeRefused, NoticeTaken, NoticeTrouble, NoticeUnanswered
from sync.hub.notices.settings import GatewaySettings, Security
from sync.hub.trusted import trusting

SEVEN_BITS = SMTP_POLICY.clone(cte_type="7bit")
"""Understood by every server, whatever extensions it has."""


class SmtpGateway:
    """Sends each message over a connection of its own."""

    can_ask = False

    def __init__(
        self, settings: GatewaySettings, password: str, certificates: str = "", *, clock: Clock = wall_clock
    ) -> None:
        self._settings = settings
        self._password = password
        self._clock = clock
        self._domain = settings.sender.partition("@")[2]
        in_clear = settings.security is Security.NONE and not certificates
        self._context = None if in_clear else trusting(certificates)

    def ask(self, id_: str) -> NoticeTaken | NoticeAbsent | NoticeUnanswered:
        """No mail server answers it."""
        raise NotImplementedError(id_)

    def send(self, message: Message) -> NoticeTaken | NoticeRefused | NoticeUnanswered:
        """Send once."""
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException):
            return NoticeUnanswered(NoticeTrouble.NOT_REACHED, all_wait=True)
        try:
            answer = self._given(server, message)
            with suppress(OSError, smtplib.SMTPException):  # what was answered stays answered
                server.quit()
        finally:
            server.close()
        return answer

    def _connected(self) -> smtplib.SMTP:
        """Connected, encrypted and logged in as the settings say."""
        said = self._settings
        if said.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                said.host, said.port, self._domain, timeout=said.time_out, context=self._context
            )
        else:
            server = smtplib.SMTP(said.host, said.port, self._domain, timeout=said.time_out)
        try:
            if said.security is Security.STARTTLS:
                server.starttls(context=self._context)
            if said.user:
                server.login(said.user, self._password)
            else:
                server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _given(self, server: smtplib.SMTP, message: Message) -> NoticeTaken | NoticeRefused | NoticeUnanswered:
        try:
            if server.mail(self._settings.sender)[0] != 250:  # our own address is not the citizen's matter
                return NoticeUnanswered(NoticeTrouble.NOT_REACHED, all_wait=True)
            if (code := server.rcpt(message.to)[0]) not in {250, 251}:
                return _no(code)
            if (code := server.docmd("DATA")[0]) != 354:
                return _no(code)
        except (OSError, smtplib.SMTPException):
            return NoticeUnanswered(NoticeTrouble.NOT_REACHED, all_wait=True)
        try:
            server.send(_with_end(self._mail(message)))
            code, _ = server.getreply()
        except (OSError, smtplib.SMTPException):
            return NoticeUnanswered(NoticeTrouble.CUT, outcome_unknown=True)
        return NoticeTaken() if code == 250 else _no(code)

    def _mail(self, message: Message) -> bytes:
        mail = EmailMessage(policy=SEVEN_BITS)
        mail["From"] = Address(addr_spec=self._settings.sender)
        mail["To"] = Address(addr_spec=message.to)
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(self._clock())
        mail["Message-ID"] = f"<{message.id}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text, cte="base64")
        return mail.as_bytes()


def _no(code: int) -> NoticeRefused | NoticeUnanswered:
    """5xx is final; 4xx means later; anything else is no SMTP, and nothing was taken."""
    return NoticeRefused(str(code)) if 500 <= code < 600 else NoticeUnanswered(NoticeTrouble.LATER)


def _with_end(mail: bytes) -> bytes:
    """With the line that ends it; base64 has no line that begins with a dot."""
    return mail.rstrip(b"\r\n") + b"\r\n.\r\n"
