"""The hub's own verbs without a network between: packed and unpacked as if there were one, with answers that get lost.

Lets thousands of exchanges happen in any order within seconds.
"""

from datetime import UTC, datetime, timedelta
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from models.calendar.clock import Clock
from models.ids import DeviceId
from models.trouble import ProvinceNotReached, ProvinceRefused, ProvinceTooSlow
from sync.client.https import HubClient
from sync.client.membership import Membership
from sync.hub.log import backfill, counts, delivery, intake, loads
from sync.hub.log.intake import GapFound
from sync.hub.offices import offices
from sync.hub.offices.device_numbers import Numbers
from sync.hub.offices.offices import NotAdmitted
from sync.hub.settings import Quota
from sync.hub.store import HubStore
from sync.messages import (
    PROTOCOL,
    Backfill,
    BackfillAnswer,
    Counts,
    EnrolAsked,
    Enrolled,
    HubFacts,
    Load,
    LoadAsked,
    News,
    NewsAsked,
    Refusal,
    Up,
    UpAnswer,
    pack,
    unpack,
)
from sync.signatures.requests import key_id

Answered = TypeVar("Answered", UpAnswer, News, Load)
AS_OFTEN = Quota(day_renewals=1_000, numbers=1_000)
"""Thousands of exchanges happen within one day here."""
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
FACTS = HubFacts(name="Tỉnh Mẫu", protocol=PROTOCOL, at=NOW, sign_key="00" * 32, seal_key="00" * 32)


class Fate(Struct, frozen=True):
    """What becomes of one request.

    Attributes:
        arrives: the hub gets it.
        twice: it gets it a second time.
        answered: its answer comes back; else the connection breaks.
        slow: when there is no answer, time runs out instead.
        old: the answer to an earlier request of the same kind comes instead, if there is one.
        too_large: a proxy in between takes no more events than this at once; 0 = any number.
        body: nor more bytes of bodies than this.
    """

    arrives: bool = True
    twice: bool = False
    answered: bool = True
    slow: bool = False
    old: bool = False
    too_large: int = 0
    body: int = 1 << 30


GOOD = Fate()


class NearHub(HubClient):
    """The hub as one machine meets it.

    Attributes:
        asked: how many requests were made; more than ``most`` are a failure.
    """

    def __init__(self, store: HubStore, member: Membership, clock: Clock) -> None:
        super().__init__(member, clock)
        self.store = store
        self.fate = GOOD
        self.numbers: Numbers | None = None
        self.asked = 0
        self.most = 1 << 20
        self._last: dict[type, UpAnswer | News | Load] = {}

    def up(self, up: Up) -> UpAnswer:
        self._count()
        sent = unpack(pack(up), Up)
        carried = sum(len(link.body) for link in sent.chain.links)
        if 0 < self.fate.too_large < len(sent.chain.links) or carried > self.fate.body:
            raise ProvinceRefused("near", Refusal.TOO_LARGE.value)
        for _ in range(self.fate.arrives + self.fate.twice):
            device = self._device()
            try:
                answer = unpack(pack(intake.take_in(self.store, device, sent, NOW)), UpAnswer)
            except GapFound as gap:
                raise ProvinceRefused("near", Refusal.GAP.value, None, gap.head) from gap
        if not self.fate.arrives:
            raise ProvinceNotReached("near")
        return self._comes_back(answer)

    def news(self, asked: NewsAsked) -> News:
        self._count()
        if not self.fate.arrives:
            raise ProvinceNotReached("near")
        got = unpack(pack(asked), NewsAsked)
        try:
            news = delivery.news(self.store, self._device(), got, clock=lambda: NOW)
            return self._comes_back(unpack(pack(news), News))
        except NotAdmitted as refused:
            raise ProvinceRefused("near", refused.refusal.value) from refused

    def load(self, asked: LoadAsked) -> Load:
        self._count()
        if not self.fate.arrives:
            raise ProvinceNotReached("near")
        got = unpack(pack(asked), LoadAsked)
        try:
            page = loads.load(self.store, self._device(), got, clock=lambda: NOW)
        except NotAdmitted as refused:
            raise ProvinceRefused("near", refused.refusal.value) from refused
        return self._comes_back(unpack(pack(page), Load))

    def counts(self) -> Counts:
        return counts.counts(self.store, self.membership.office)

    def backfill(self, brought: Backfill) -> BackfillAnswer:
        got = unpack(pack(brought), Backfill)
        try:
            return unpack(pack(backfill.take_back(self.store, self._device(), got, NOW)), BackfillAnswer)
        except NotAdmitted as refused:
            raise ProvinceRefused("near", refused.refusal.value) from refused

    def renew(self, asked: EnrolAsked) -> Enrolled:
        return offices.renew(self.store, self._device(), asked, FACTS, NOW, numbers=self.numbers, quota=AS_OFTEN)

    def _count(self) -> None:
        self.asked += 1
        assert self.asked <= self.most, "more requests than there can be need of"

    def _device(self) -> offices.Device:
        found = offices.find_device(self.store, key_id(self.membership.private_key.public_key()))
        assert found is not None
        return found

    def _comes_back(self, answer: Answered) -> Answered:
        kind = type(answer)
        before = self._last.get(kind)
        if not self.fate.answered:
            self._last[kind] = answer
            raise (ProvinceTooSlow if self.fate.slow else ProvinceNotReached)("near")
        if self.fate.old and before is not None:
            assert isinstance(before, kind)
            return before
        self._last[kind] = answer
        return answer


def admitted(store: HubStore, office: str, *, wanted: int = 0, numbers: Numbers | None = None) -> Membership:
    """A machine of this office."""
    key = Ed25519PrivateKey.generate()
    code = offices.make_code(store, office, now=NOW, lasts=timedelta(days=1))
    public = key.public_key().public_bytes_raw().hex()
    asked = EnrolAsked(public_key=public, unit=office, code=code, wanted=DeviceId(wanted))
    answer = offices.enrol(store, asked, FACTS, NOW, numbers=numbers)
    return Membership(
        url="http://127.0.0.1:1",
        hub_name=FACTS.name,
        office=office,
        device=answer.device,
        key=key.private_bytes_raw(),
        sign_key=FACTS.sign_key,
        seal_key=FACTS.seal_key,
        enrolled_at=NOW,
        block=answer.block,
    )
