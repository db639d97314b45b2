"""How a citizen is guided through a matter filed online. Dated data, shipped as ``online_guides.toml``."""

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from models.files.toml import NotToml, read_toml
from models.procedure import Channel, Procedure
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable

SHIPPED_GUIDES = Path(__file__).parent / "online_guides.toml"


class GuideStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step.

    Attributes:
        name: what is ticked.
        help: what the clerk says or looks at.
        needed: nothing can be filed without it.
    """

    name: str
    help: str = ""
    needed: bool = True


class OnlineGuide(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The steps of some procedures within a time.

    Attributes:
        procedures: their codes; none = of every procedure without a guide of its own.
        source: where they are from.
    """

    steps: tuple[GuideStep, ...]
    valid_from: date
    valid_to: date | None = None
    procedures: tuple[str, ...] = ()
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.valid_from <= day <= (self.valid_to or day)


class OnlineGuides(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All guides."""

    guides: tuple[OnlineGuide, ...]

    def of(self, procedure: str, day: date) -> OnlineGuide | None:
        """The guide of a procedure on this day: its own, else the usual one, the youngest of several; None = none."""
        fitting = [
            one for one in self.guides if one.holds_on(day) and (not one.procedures or procedure in one.procedures)
        ]
        return max(fitting, key=lambda one: (bool(one.procedures), one.valid_from), default=None)


def load_guides(path: Path) -> OnlineGuides:
    """The guides in a file.

    Raises:
        CatalogueUnreadable: no such file, not TOML, or a wrong entry; the detail says which.
    """
    try:
        found = msgspec.convert(read_toml(path.read_text("utf-8")), prepared(OnlineGuides))
    except (OSError, NotToml, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    for guide in found.guides:
        names = [step.name for step in guide.steps]
        if not names or len(set(names)) < len(names):
            raise CatalogueUnreadable(str(path), f"guide of {guide.procedures or 'all'}: no step, or one entered twice")
    return found


def is_online(procedure: Procedure) -> bool:
    """Whether it can be filed online."""
    return Channel.ONLINE in _channels(procedure)


def is_online_only(procedure: Procedure) -> bool:
    """Whether it can be filed online and in no other way, in none of its cases."""
    return _channels(procedure) == {Channel.ONLINE}


def _channels(procedure: Procedure) -> set[Channel]:
    offers = (*procedure.offers, *(offer for case in procedure.cases for offer in case.offers))
    return {offer.channel for offer in offers}
