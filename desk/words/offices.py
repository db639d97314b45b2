"""What a commune's one-stop office is called on its slips (NĐ 118/2025: trung tâm phục vụ hành chính công cấp xã)."""

from msgspec import Struct

from models.places.places import Commune

CENTRE = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"


class OfficeNames(Struct, frozen=True, kw_only=True):
    """Both lines of the heading, the place before the date, the full name, the province."""

    parent: str
    name: str
    place: str
    unit: str
    province: str


def names_of(commune: Commune) -> OfficeNames:
    """The usual names of the office of this commune; an office may call itself otherwise."""
    kind = commune.kind.value
    return OfficeNames(
        parent=f"UBND {kind} {commune.name}".upper(),
        name=CENTRE,
        place=commune.name,
        unit=f"Trung tâm Phục vụ hành chính công {kind} {commune.name}",
        province=commune.province.name,
    )
