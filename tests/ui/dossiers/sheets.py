"""The parts that fold out of a dossier's page, by the id of their act."""

from typing import TypeVar

from ui.dossiers.act_part import ActPart, FieldsPart
from ui.dossiers.act_sheet import ActSheet
from ui.dossiers.acts import ACTS
from ui.dossiers.dossier_page import DossierPage
from ui.shell.second_part import SecondPart
from ui.widgets.field import Field, LongField

Part = TypeVar("Part", bound=ActPart)


def sheet_of(page: DossierPage, id_: str) -> ActSheet:
    """What folds out for an act."""
    act = next(act for act in ACTS if act.action.id == id_)
    assert act.sheet is not None
    return page.sheet(act, act.sheet)


def part_of(page: DossierPage, act: str, kind: type[Part]) -> Part:
    """What is filled in for an act."""
    part = sheet_of(page, act).part
    assert isinstance(part, kind)
    return part


def field_of(page: DossierPage, act: str, words: str) -> Field | LongField:
    """A field by its label."""
    return next(field for field in part_of(page, act, FieldsPart).fields if field.label.text() == words)


def put_in(page: DossierPage, act: str, words: str, text: str) -> None:
    """Fill the field of this label."""
    field = field_of(page, act, words)
    if isinstance(field, Field):
        field.put(text)
    else:
        field.edit.setPlainText(text)


def second_of(sheet: ActSheet) -> SecondPart:
    """Who confirms."""
    assert sheet.second is not None
    return sheet.second
