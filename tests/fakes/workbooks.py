"""Workbooks as Excel writes them, small: text inline, numbers as numbers."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{sheets}</Types>'
)
_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    """The bytes of an .xlsx file.

    Args:
        sheets: rows of cells by the name of a sheet; a number stays one, None is an empty cell.
        merged: ranges of the first sheet, for instance ``"B2:B3"``.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        numbers = range(1, len(sheets) + 1)
        packed.writestr("[Content_Types].xml", _TYPES.format(sheets="".join(_TYPE.format(at=at) for at in numbers)))
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        links = "".join(
            f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in numbers
        )
        packed.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>')
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, start=1)
        )
        packed.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        )
        for at, rows in enumerate(sheets.values(), start=1):
            over = "".join(f'<mergeCell ref="{one}"/>' for one in merged) if at == 1 else ""
            cells = f"<mergeCells>{over}</mergeCells>" if over else ""
            packed.writestr(
                f"xl/worksheets/sheet{at}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{_rows(rows)}</sheetData>{cells}</worksheet>',
            )
    return made.getvalue()


def _rows(rows: Sequence[Sequence[object]]) -> str:
    told = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(_cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row) if value is not None)
        told.append(f'<row r="{number}">{cells}</row>')
    return "".join(told)


def _cell(place: str, value: object) -> str:
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = escape(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
