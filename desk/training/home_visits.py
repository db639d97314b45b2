"""Invented home visits of a training desk: five people of the list served at home, three visited today, two not yet."""

from dataclasses import replace

from msgspec.structs import replace as with_

from desk.cards.samples import citizen
from desk.desk import Desk
from desk.visits import entitled, planning, requests
from desk.visits.requests import VisitWish
from models.clerk import ALL_ROLES, Clerk
from models.events import EntitledListed, VisitAskedBy, VisitGround
from models.ids import ClerkId
from models.store.projections.visits.entitled_lists import EntitledPeople

_COPIES, _RESIDENCE = "2.000815", "1.004222"
_PEOPLE = (
    ("Thôn Mẫu", VisitGround.AGE, _COPIES, "Nhà sau đình, gọi trước khi đến"),
    ("Thôn Mẫu", VisitGround.MERIT, _RESIDENCE, ""),
    ("Thôn Thử Nghiệm", VisitGround.DISABILITY, _COPIES, ""),
    ("Ấp Ví Dụ", VisitGround.ILLNESS, _RESIDENCE, "Có người nhà buổi sáng"),
    ("Ấp Ví Dụ", VisitGround.AGE, _COPIES, ""),
)
_SERIES = 77
"""Of invented citizens: others than those who come to the counter."""
_TODAY = 3


def add_home_visits(desk: Desk) -> None:
    """Once for a training desk."""
    if desk.store.lists(EntitledPeople).count():
        return
    at_work = replace(desk, clerk=Clerk(id=ClerkId("mau"), name="Trần Thị Thử", roles=ALL_ROLES))
    people = [
        with_(citizen(n, _SERIES), phone=f"09000002{n:02}", address=f"Số {n}, {hamlet}, Xã Mẫu, Tỉnh Thử Nghiệm")
        for n, (hamlet, _, _, _) in enumerate(_PEOPLE, start=1)
    ]
    listed = [
        EntitledListed(person=person, ground=ground, hamlet=hamlet)
        for person, (hamlet, ground, _, _) in zip(people, _PEOPLE, strict=True)
    ]
    entitled.enter(at_work, listed)
    asked = []
    for person, (_, _, procedure, note) in zip(people, _PEOPLE, strict=True):
        (entry,) = entitled.offered(at_work, person.personal_number)
        wish = VisitWish(entitled=entry.id, asked_by=VisitAskedBy.LIST, procedures=(procedure,), note=note, again=True)
        asked.append(requests.request(at_work, wish).id)
    planning.plan(at_work, asked[:_TODAY], at_work.today, officer=at_work.by)
