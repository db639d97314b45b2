"""What the window shows now, as input for the conditions of actions."""

from msgspec import Struct

from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.ticket_state import TicketState


class ProcessContext(Struct, frozen=True, kw_only=True):
    """Where the dossier shown stands in the office's work.

    Attributes:
        coded: it was taken in.
        stage: as in ``Processing``.
        accepted: a person has it in hand; others_hand: and it is somebody else.
        on_the_spot: it is signed and returned while the citizen waits.
        consults, obliged: an opinion, a financial obligation of the citizen is waited for.
        extended: its limit was extended with an apology.
        owes: something of its price is still to be paid; paid: something of it was paid.
        disputed: two desks decided it differently, and nobody has settled it.
        bundled: it was taken in with other matters, and belongs to their bundle still; on_portal: that one is
            followed on the national portal.
    """

    coded: bool = True
    stage: ProcessStage = ProcessStage.AT_DESK
    accepted: bool = False
    others_hand: bool = False
    on_the_spot: bool = False
    consults: bool = False
    obliged: bool = False
    extended: bool = False
    owes: bool = False
    paid: bool = False
    disputed: bool = False
    bundled: bool = False
    on_portal: bool = False


class ActContext(Struct, frozen=True, kw_only=True):
    """What the window shows now, as far as it decides what may be done.

    Attributes:
        page: name of the page in front.
        open: the desk is open.
        here: state of the ticket at this counter; None = nobody.
        waiting: how many wait for this counter.
        begun: the intake form holds something.
        taken_on_the_spot: what was taken in last can be signed and returned while the citizen waits.
        dossier: status of the dossier shown; process: where it stands in the office's work.
        dossier_comes: one has been asked for and is not here yet; what is done to it now waits for it.
        do_it: what is folded out can be done, or something comes next: F9.
        doubled: two desks took the same payment, and a receipt of it must become void.
        joined: this machine belongs to a hub.
        held: how many events the province keeps apart.
        line_sheet: a sheet of the line is folded out.
        sheet: what lies over the papers of the form (``slip``, ``bulk``), what is folded out over a list of dossiers
            (``many``), over the register (``close``), over the page of money (``money``), or nothing.
        chosen: the list in front has dossiers that an act may work on: the marked, else the one under the cursor.
        listed: a list of people is being taken in.
        hints: the desk has noticed something that one key takes or leaves.
        adds: the part in front is a list to which lines are added.
        manages: who works here may change accounts.
        sets_up: who works here may change settings (nobody known yet: yes).
        reported: there is a report of a bug to be exported.
        work_list: name of the list of the day's work in front; signs: who works here may sign results.
        money_list: the list of money in front: ``taken``, ``unpaid``, ``transfers``, ``owed``, ``shifts``.
        results: what lies on the page of results: ``return``, ``check_in`` or nothing.
        on_paper: a receipt of what is being paid is written by hand on the paper book.
        online: the procedure of the form can be filed online.
        owed: something is to be paid of it; shelved: a result was put on the shelf there.
        supervises: who works here looks through what postal staff did.
        contradicts: two scans of the chosen parcel say that it ended in two ways.
        clock_doubted: the clock stands against giving out numbers.
        step: kind of the step of the first hour in front: essential, other, or it waits.
    """

    page: str = "counter"
    open: bool = False
    here: TicketState | None = None
    waiting: int = 0
    begun: bool = False
    taken_on_the_spot: bool = False
    training: bool = False
    dossier: DossierStatus | None = None
    process: ProcessContext = ProcessContext()
    dossier_comes: bool = False
    do_it: bool = False
    doubled: bool = False
    joined: bool = False
    held: int = 0
    step: str = ""
    reported: bool = False
    hints: bool = False
    line_sheet: bool = False
    sheet: str = ""
    chosen: bool = False
    listed: bool = False
    adds: bool = False
    manages: bool = False
    sets_up: bool = True
    work_list: str = ""
    money_list: str = ""
    results: str = ""
    on_paper: bool = False
    owed: bool = False
    online: bool = False
    shelved: bool = False
    signs: bool = False
    supervises: bool = False
    contradicts: bool = False
    clock_doubted: bool = False
