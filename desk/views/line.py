"""Views of the waiting line."""

from desk.line import waiting
from desk.prints import form_jobs
from desk.views.state import Views
from desk.views.view_models import Issued, WaitingLine
from models.events import LinePlace, Priority
from models.ids import CounterId, TicketId


class LineViews(Views):
    """The line of today at this counter; each answer is the line afterwards."""

    def now(self) -> WaitingLine:
        """The line of today at this counter; what earlier days left open is closed first."""
        waiting.roll_over(self.desk)
        return self._line()

    def _line(self) -> WaitingLine:
        return WaitingLine(
            view=waiting.line(self.desk),
            services={service.id: service.name for service in self.desk.settings.waiting.services},
            now=self.desk.clock(),
        )

    def waiting(self) -> int:
        """How many wait for this counter."""
        return len(waiting.line(self.desk).waiting)

    def issue(self, services: tuple[str, ...], priority: Priority | None, name: str, phone: str = "") -> Issued:
        """Draw a number and write its slip down: both or neither."""
        with self.desk.store.log.together():
            ticket = waiting.issue(self.desk, services, priority, name, phone=phone)
            job = form_jobs.ticket_job(self.desk, ticket.id)
        return Issued(ticket=ticket, line=self._line(), job=job)

    def call_next(self) -> WaitingLine:
        """Call whoever's turn it is."""
        waiting.call_next(self.desk)
        return self._line()

    def call_one(self, number: str) -> WaitingLine:
        """Call one number out of turn."""
        waiting.call_one(self.desk, number)
        return self._line()

    def call_again(self, ticket: TicketId) -> WaitingLine:
        """Call the same number once more."""
        waiting.call_again(self.desk, ticket)
        return self._line()

    def serve(self, ticket: TicketId) -> WaitingLine:
        """The citizen has come."""
        waiting.serve(self.desk, ticket)
        return self._line()

    def finish(self, ticket: TicketId) -> WaitingLine:
        """The service in hand is done."""
        waiting.finish(self.desk, ticket)
        return self._line()

    def skip(self, ticket: TicketId) -> WaitingLine:
        """Nobody came."""
        waiting.skip(self.desk, ticket)
        return self._line()

    def hold(self, ticket: TicketId, reason: str = "") -> WaitingLine:
        """Aside for a while."""
        waiting.hold(self.desk, ticket, reason)
        return self._line()

    def return_to_line(self, ticket: TicketId, place: LinePlace = LinePlace.AS_BEFORE) -> WaitingLine:
        """Back among those who wait."""
        waiting.return_to_line(self.desk, ticket, place)
        return self._line()

    def move(self, ticket: TicketId, service: str, counter: str) -> WaitingLine:
        """To another service, or to one counter, or both."""
        waiting.move(self.desk, ticket, service, CounterId(counter) if counter else None)
        return self._line()

    def left(self, ticket: TicketId) -> WaitingLine:
        """The citizen went away."""
        waiting.left(self.desk, ticket)
        return self._line()
