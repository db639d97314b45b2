"""The invented clerks of a training desk, to practise locking, changing clerks and confirming."""

from desk.desk import Desk
from desk.staff import accounts, session
from models.clerk import ALL_ROLES, Role
from models.ids import ClerkId

PIN = "739164"
"""Of every invented clerk: anybody who practises may sign in as any of them."""

_PROOF = "$argon2id$v=19$m=65536,t=2,p=1$EwBs53W1UcuSaVfqSmkJCA$qip+Emq4hXMA64KN9/z4lEljNm4stIM91206qqy0FgQ"
"""What is kept of it, made once and for all: practising starts without a tenth of a second's work for each."""

CLERKS = (
    ("mau", "Trần Thị Thử", ALL_ROLES),
    ("mau2", "Lê Văn Tập", frozenset({Role.CLERK})),
    ("lanhdao", "Phạm Thị Mẫu", frozenset({Role.LEADER})),
)
"""Invented: one who may do everything, one colleague, one leader who confirms."""


def with_clerks(desk: Desk) -> Desk:
    """A training desk with its clerks, the first of them at work."""
    for id_, name, roles in CLERKS:
        if desk.store.accounts.load(id_) is None:
            desk = accounts.create_account(desk, id_, name=name, roles=roles, proof=_PROOF)
    if desk.clerk is None:
        first = accounts.begin_try(desk, ClerkId(CLERKS[0][0]))
        desk = session.sign_in(desk, first, fits=True)
    return desk
