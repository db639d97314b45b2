"""The office as printed on its forms. All configuration: units merge, move and change their numbers."""

import re

from msgspec import Struct

from models.person import Unit

_PLAIN = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")


class Office(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What headings, codes and help lines need.

    Attributes:
        unit: the office's identifier (mã định danh, QĐ 20/2020) and full name.
        parent: first line of every heading, for instance "UBND XÃ MẪU SƠN".
        name: second line, for instance "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG".
        place: place name before the date ("Mẫu Sơn, ngày …").
        phone, website: the help line of the slips.
        lookup_url: where a citizen may follow a dossier; the code is appended. Empty = no address printed.
        province: name of the province, for addresses.
    """

    unit: Unit
    parent: str
    name: str
    place: str
    phone: str = ""
    website: str = ""
    lookup_url: str = ""
    province: str = ""


def folder_name(unit_id: str) -> str:
    """Name of a folder that is this office's and no other's on any system, whatever the office is called."""
    if _PLAIN.fullmatch(unit_id) and len(unit_id) <= 64:
        return unit_id
    import hashlib  # noqa: PLC0415 - loads OpenSSL; the window starts without

    return "-" + hashlib.sha256(unit_id.encode()).hexdigest()[:32]
