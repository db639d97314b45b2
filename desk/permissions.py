"""The table of permissions and the roles that have them. ``desk.rights`` checks it; the screen shows it."""

from enum import StrEnum

from models.clerk import Role


class Permission(StrEnum):
    """What somebody at a desk does."""

    RUN_LINE = "run_line"
    """Call, serve, skip, hold, move and finish numbers."""
    TAKE_IN = "take_in"
    ASK_SUPPLEMENT = "ask_supplement"
    REFUSE = "refuse"
    READ = "read"
    """Search, and open citizens' files: without ``READ_ALL`` those that ``desk.reach`` lets through."""
    READ_ALL = "read_all"
    """Read the dossiers of the whole office, and its register."""
    CITIZEN_FILE = "citizen_file"
    """Open all that the commune has of one person (hồ sơ công dân); each opening is recorded."""
    MERGE_CITIZENS = "merge_citizens"
    """Decide that two entries are one person, or are not, and take such a decision back."""
    ANY_PROCEDURE = "any_procedure"
    """Take in and return procedures that are not on the approved list of the post."""
    SUPERVISE_POST = "supervise_post"
    """Look through what postal staff did: accept it, or give it back to be done anew."""
    POST = "post"
    """Hand results over to the post, and note what is heard of parcels."""
    REQUEST_VISIT = "request_visit"
    """Write down whom to visit at home, put it right, cancel it; keep the list of people served at home."""
    PLAN_VISITS = "plan_visits"
    """Put home visits on days and in the order of a route."""
    VISIT = "visit"
    """Say what became of a home visit: done, nobody met."""
    OFFICE_WORK = "office_work"
    """See the day's lists of the whole office; without it, what one took in or holds oneself."""
    ATTACH = "attach"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"
    FORWARD = "forward"
    """Pass dossiers on to the unit of their next step, make hand-over lists."""
    WORK = "work"
    """Accept, give back, take over, lay before the leader, consult, say what the citizen owes."""
    SIGN = "sign"
    """Decide and sign results."""
    STOP = "stop"
    """Stop work on a dossier (mẫu 05)."""
    CHECK_IN = "check_in"
    """Take results in at the desk and put them on the shelf."""
    RECORD_SIGNATURE = "record_signature"
    """Name who signed a result whose decision was not recorded before (signed on paper, or elsewhere)."""
    SETTLE = "settle"
    """Settle what two desks decided differently."""
    TAKE_FEE = "take_fee"
    """Take money, and keep a drawer of one's own."""
    PRICE = "price"
    """Correct the price of a dossier, grant an exemption after intake."""
    WAIVE = "waive"
    """Let a citizen off by decision of the office."""
    GIVE_BACK_FEE = "give_back_fee"
    """Ask that money be given back or a receipt be void; a second person confirms."""
    SEE_TAKINGS = "see_takings"
    """See what other clerks have taken."""
    CLOSE_SHIFTS = "close_shifts"
    """Close a shift that another clerk has left open."""
    BOOK_APPOINTMENT = "book_appointment"
    """Book, move and cancel appointments, have citizens arrive, say what became of those to which nobody came."""
    SET_SLOTS = "set_slots"
    """Set the hours of appointments, closures, limits."""
    PRINT = "print"
    REGISTER = "register"
    """Write out the register of dossiers."""
    POSTERS = "posters"
    """Write the posters of procedures."""
    TEMPLATES = "templates"
    """Add the office's own templates of declarations."""
    CLOSE_REGISTER = "close_register"
    """Close a year's register, as the head of the desk signs and stamps it."""
    VOID = "void"
    """Ask that what was entered by mistake be voided; a second person confirms."""
    POSTPONE = "postpone"
    """Ask for a later appointment; a second person confirms."""
    CONFIRM = "confirm"
    """Be the second person of an exception."""
    CARRY = "carry"
    """Take batches to the province on a stick, send, compare."""
    LOAD_LAPTOP = "load_laptop"
    """Put together what a visit laptop takes along; at the laptop, see what is aboard, hand it in and wipe it."""
    MANAGE_LAPTOPS = "manage_laptops"
    """Report a visit laptop lost or found, have it wiped, give the one-time code for days without contact."""
    SET_UP = "set_up"
    """Change settings, join the province."""
    MANAGE_CLERKS = "manage_clerks"
    KEEP = "keep"
    """Back up by hand, restore, change the key, print the recovery sheet."""
    AUDIT = "audit"
    """See who looked at which citizen's file."""


_C, _L, _P, _V, _A = Role.CLERK, Role.LEADER, Role.POSTAL, Role.VISITOR, Role.ADMIN

TABLE: dict[Permission, frozenset[Role]] = {
    Permission.RUN_LINE: frozenset({_C, _L, _P}),
    Permission.TAKE_IN: frozenset({_C, _L, _P, _V}),
    Permission.ASK_SUPPLEMENT: frozenset({_C, _L, _P, _V}),
    Permission.REFUSE: frozenset({_C, _L}),
    Permission.READ: frozenset({_C, _L, _P, _V}),
    Permission.READ_ALL: frozenset({_C, _L, _V}),
    Permission.CITIZEN_FILE: frozenset({_C, _L, _V}),
    Permission.MERGE_CITIZENS: frozenset({_C, _L}),
    Permission.ANY_PROCEDURE: frozenset({_C, _L, _V}),
    Permission.SUPERVISE_POST: frozenset({_C, _L}),
    Permission.POST: frozenset({_C, _L, _P}),
    Permission.REQUEST_VISIT: frozenset({_C, _L, _V}),
    Permission.PLAN_VISITS: frozenset({_C, _L, _V}),
    Permission.VISIT: frozenset({_V}),
    Permission.BOOK_APPOINTMENT: frozenset({_C, _L, _P}),
    Permission.SET_SLOTS: frozenset({_L, _A}),
    Permission.OFFICE_WORK: frozenset({_C, _L}),
    Permission.ATTACH: frozenset({_C, _L, _P, _V}),
    Permission.CORRECT: frozenset({_C, _L, _V}),
    Permission.WITHDRAW: frozenset({_C, _L}),
    Permission.HAND_OVER: frozenset({_C, _L, _P, _V}),
    Permission.FORWARD: frozenset({_C, _L, _P, _V}),
    Permission.WORK: frozenset({_C, _L}),
    Permission.SIGN: frozenset({_L}),
    Permission.STOP: frozenset({_C, _L}),
    Permission.CHECK_IN: frozenset({_C, _L, _P}),
    Permission.RECORD_SIGNATURE: frozenset({_C, _L}),
    Permission.SETTLE: frozenset({_C, _L}),
    Permission.TAKE_FEE: frozenset({_C, _L, _P, _V}),
    Permission.PRICE: frozenset({_C, _L}),
    Permission.WAIVE: frozenset({_L}),
    Permission.GIVE_BACK_FEE: frozenset({_C, _L}),
    Permission.SEE_TAKINGS: frozenset({_L}),
    Permission.CLOSE_SHIFTS: frozenset({_L}),
    Permission.PRINT: frozenset({_C, _L, _P, _V}),
    Permission.REGISTER: frozenset({_C, _L}),
    Permission.POSTERS: frozenset({_C, _L, _A}),
    Permission.TEMPLATES: frozenset({_L, _A}),
    Permission.CLOSE_REGISTER: frozenset({_L}),
    Permission.VOID: frozenset({_C, _L}),
    Permission.POSTPONE: frozenset({_C, _L}),
    Permission.CONFIRM: frozenset({_L}),
    Permission.CARRY: frozenset({_C, _L, _A}),
    Permission.LOAD_LAPTOP: frozenset({_C, _L, _V, _A}),
    Permission.MANAGE_LAPTOPS: frozenset({_L, _A}),
    Permission.SET_UP: frozenset({_A}),
    Permission.MANAGE_CLERKS: frozenset({_A}),
    Permission.KEEP: frozenset({_A}),
    Permission.AUDIT: frozenset({_L, _A}),
}
