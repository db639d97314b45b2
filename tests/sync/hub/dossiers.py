"""Events of plain, invented dossiers, and an edition that knows their procedures."""

from datetime import date
from itertools import count

from models.catalogue.catalogue import Catalogue
from models.events import DossierCorrected, DossierReceived, DueDate, FeeTaken, Intake
from models.ids import DossierCode
from models.person import Person, Unit
from models.procedure import Procedure, ProcedureTaken
from sync.messages import Edition
from tests.sync.hub.conftest import OFFICE

UNIT = Unit(id=OFFICE, name="UBND xã Mẫu Sơn")
BIRTH, MARRIAGE = "1.001193", "1.000894"
PAID = FeeTaken(amount=50_000)
_numbers = count(1)


def code_of(number: int, office: str = OFFICE) -> DossierCode:
    """A dossier code of the 23rd November."""
    return DossierCode(f"{office}-261123-{number:04d}")


def taken(procedure: str) -> ProcedureTaken:
    """A procedure as a dossier keeps it."""
    return ProcedureTaken(code=procedure, name="Đăng ký", field="Hộ tịch", catalogue="1")


def received(code: str = "", procedure: str = BIRTH) -> DossierReceived:
    """A dossier taken in; with a code that no other bears, if none is given."""
    intake = Intake(
        procedure=taken(procedure),
        submitter=Person(full_name="Nguyễn Văn Mẫu"),
        received_by=UNIT,
        resolved_by=UNIT,
    )
    return DossierReceived(code=DossierCode(code) or code_of(next(_numbers)), intake=intake, due=DueDate(at=None))


def corrected(procedure: str) -> DossierCorrected:
    """The procedure was picked wrongly."""
    return DossierCorrected(reason="nhầm thủ tục", procedure=taken(procedure))


def edition(version: int, *procedures: str, office: str = OFFICE) -> Edition:
    """With a catalogue of these procedures; without a catalogue when none is named."""
    named = tuple(Procedure(code=code, name="Đăng ký", field="Hộ tịch", decision="1/QĐ") for code in procedures)
    catalogue = Catalogue(version=str(version), valid_from=date(2026, 7, 1), source="mẫu", procedures=named)
    return Edition(
        version=version,
        name=f"Bản {version}",
        valid_from=date(2026, 11, 1),
        office=office,
        catalogue=catalogue if procedures else None,
    )
