"""Which procedures of the catalogue this office accepts: one answer for search, kiosk and set-up.

The catalogue itself stays whole: a dossier of a procedure that is no longer taken in here is still read, supplemented
and handed over.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from desk.settings import Service, Settings
from models.catalogue.catalogue import Catalogue
from models.catalogue.procedure_index import ProcedureIndex
from models.procedure import Procedure


class ProcedureGroup(Struct, frozen=True):
    """The procedures of one field (lĩnh vực), in the order of the catalogue."""

    field: str
    procedures: tuple[Procedure, ...]


def groups(catalogue: Catalogue) -> tuple[ProcedureGroup, ...]:
    """All procedures by field; the fields in the order in which the catalogue names them first."""
    found: dict[str, list[Procedure]] = {}
    for procedure in catalogue.procedures:
        found.setdefault(procedure.field, []).append(procedure)
    return tuple(ProcedureGroup(field, tuple(procedures)) for field, procedures in found.items())


def offered(catalogue: Catalogue, settings: Settings) -> tuple[Procedure, ...]:
    """What this office takes in, in the order of the catalogue.

    Nothing set, or nothing of it left in a newer catalogue: all, for a counter that finds nothing is of no use.
    """
    wanted = frozenset(settings.offered)
    chosen = tuple(procedure for procedure in catalogue.procedures if procedure.code in wanted)
    return chosen or catalogue.procedures


def index_of(catalogue: Catalogue, settings: Settings) -> ProcedureIndex:
    """The search over what this office takes in."""
    return ProcedureIndex(replace(catalogue, procedures=offered(catalogue, settings)))


def services(catalogue: Catalogue, settings: Settings) -> tuple[Service, ...]:
    """The services of the waiting line for which something is taken in here.

    A service that no procedure of the whole catalogue belongs to ("Trả kết quả") is the office's own and stays.
    """
    taken = {procedure.service for procedure in offered(catalogue, settings)}
    known = {procedure.service for procedure in catalogue.procedures}
    return tuple(one for one in settings.waiting.services if one.id in taken or one.id not in known)


def shortened(catalogue: Catalogue, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes as settings keep them: in the order of the catalogue, and none at all when it is all of them."""
    wanted = frozenset(codes)
    chosen = tuple(procedure.code for procedure in catalogue.procedures if procedure.code in wanted)
    return () if len(chosen) == len(catalogue.procedures) else chosen
