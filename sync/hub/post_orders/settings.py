"""Settings under ``[post_orders]`` of the hub's TOML file.

The post's interface is not published (some fields are known from OpenCPS' VNPostInputModel): address, fields, codes and
states are described here as the contract gives them, and none is built in but the five states known.
"""

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from models.events import ParcelStage
from models.files import rules as file_rules
from sync.hub import words
from sync.hub.e_receipts.settings import Login
from sync.hub.other_system import check_other_system
from sync.hub.post_orders.template import unknown_places
from sync.hub.settings import HubSettings, SettingsWrong
from sync.hub.unanswered import RepeatRules

NOTHING = ""
"""A state that tells a desk nothing."""

KNOWN_STATES = {
    "0": NOTHING,
    "1": NOTHING,
    "2": ParcelStage.ON_THE_WAY.value,
    "3": ParcelStage.DELIVERED.value,
    "4": NOTHING,
}
"""None, registered, being collected, delivered, cancelled (OpenCPS VnpostCollectionTerm)."""


class CarrierAnswerFormat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an answer says what; paths are like ``result.0.number``, empty = it does not say.

    Attributes:
        reference: our own id, when the answer repeats it: another one's answer is none.
        code, words: result and its explanation.
        number: by which the post follows the parcel.
        fine: codes of a good answer.
        known: codes of "already received".
        absent: codes of "no such order".
        busy: codes of "later"; a code that is in no list refuses.
    """

    reference: str = ""
    code: str = ""
    words: str = ""
    number: str = ""
    fine: tuple[str, ...] = ("", "0")
    known: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()


class StatusFormat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a message of the post about a parcel says what; paths as in ``CarrierAnswerFormat``.

    Attributes:
        many: path of a list of them; empty = the message is one.
        reference, code: our id of the order, and its state. Needed.
        id: the post's id of this status; empty = one is made of what it says.
        at: when it happened: ISO 8601, or ``dd/MM/yyyy[ HH:mm[:ss]]`` without a zone, which is Vietnam's.
        receiver, note: who signed for it, anything else.
    """

    reference: str
    code: str
    many: str = ""
    id: str = ""
    at: str = ""
    receiver: str = ""
    note: str = ""


class PostPlace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The post's own codes of a commune or province."""

    province: str = ""
    district: str = ""
    ward: str = ""


class PostOrders(RepeatRules, Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of the connection to the post; an order repeated is a parcel fetched twice.

    Attributes:
        since: parcels handed over before this day are not ordered: the day on which it was set up.
        url: where it is; the paths ``order`` and ``query`` are appended. Both are asked by POST, in JSON. Empty =
            nothing is ordered, and the post's word is only heard.
        login, user, password_file: see ``Login``. The file is a key file.
        headers: sent with each request.
        certificates: PEM file of authorities to trust beside the system's, relative to the TOML file.
        request, question: templates of the messages, see ``sync.hub.post_orders.template``.
        answer: what its answers mean.
        status: what its messages mean; None = none are taken.
        states: our stage of each state of the post (``""`` = tells a desk nothing), beside the five known.
        key_header, key_file: the header in which a message of the post bears the secret of the key file.
        places: the post's codes, by our code of a commune (5 digits) or province (2 digits).
    """

    since: date
    url: str = ""
    order: str = ""
    query: str = ""
    request: dict[str, object] = {}
    question: dict[str, object] = {}
    answer: CarrierAnswerFormat = CarrierAnswerFormat()
    status: StatusFormat | None = None
    states: dict[str, str] = {}
    key_header: str = "X-Api-Key"
    key_file: str = ""
    places: dict[str, PostPlace] = {}
    login: Login = Login.NONE
    user: str = ""
    password_file: str = ""
    headers: dict[str, str] = {}
    certificates: str = ""

    def stage_of(self, code: str) -> str | None:
        """Our stage of a state; ``NOTHING`` = it tells nothing, None = nobody said what it means."""
        return (KNOWN_STATES | self.states).get(code)


def read(settings: HubSettings) -> PostOrders | None:
    """The part on the post of the hub's settings; None = there is none: everything is on paper and by scan.

    Raises:
        SettingsWrong: something in it is misspelt, missing or of the wrong kind.
    """
    if not settings.post_orders:
        return None
    try:
        found = file_rules.convert(settings.post_orders, PostOrders)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(Path(settings.folder), f"post_orders: {wrong}") from wrong
    unknown = [*unknown_places(found.request), *unknown_places(found.question)]
    stages = {NOTHING, *(one.value for one in ParcelStage if one is not ParcelStage.HANDED_OVER)}
    orders = bool(found.url)
    if orders:
        paths = {"order": found.order, "query": found.query}
        check_other_system(settings, "post_orders", found.url, paths, found.headers)
    if unknown:
        raise SettingsWrong(Path(settings.folder), words.place_unknown("post_orders", unknown[0]))
    wrong_values = {
        "order": orders and not (found.order and found.query),
        "password_file": found.login is not Login.NONE and not found.password_file,
        "request": orders and "{reference}" not in str(found.request),
        "question": orders and "{reference}" not in str(found.question),
        "states": not stages.issuperset(found.states.values()),
        "status": found.status is None and not orders,
        "key_file": found.status is not None and not found.key_file,
    }
    for name, is_wrong in wrong_values.items():
        if is_wrong:
            raise SettingsWrong(Path(settings.folder), f"post_orders.{name}")
    return found
