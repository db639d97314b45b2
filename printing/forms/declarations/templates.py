"""Checks and fills a declaration, whatever it is laid out in: our own layout, a DOCX template or a PDF form."""

from collections.abc import Iterator
from pathlib import Path

from models.declaration import Declaration
from printing.forms.declarations.drawing import draw
from printing.forms.declarations.filled import DeclarationUnfit, FilledAnswers, TemplateFinding
from printing.forms.declarations.own_layout import check_layout, own_blocks
from printing.layout.sheet import Typeface

DOCX, PDF = ".docx", ".pdf"
ENDINGS = (DOCX, PDF)
"""Of files that an office may add."""


def check_declaration(declaration: Declaration, content: bytes, sample: FilledAnswers) -> tuple[TemplateFinding, ...]:
    """What is wrong with its template. ``content``: of its file; ``sample``: answers as awkward as real ones."""
    if declaration.layout:
        return check_layout(declaration)
    if declaration.file.endswith(PDF):
        from printing.forms.declarations.pdf_form import check_pdf_form  # noqa: PLC0415 - pypdf loads with the first

        return check_pdf_form(declaration, content, sample)
    from printing.forms.declarations.docx_template import check_docx  # noqa: PLC0415 - docxtpl loads with the first

    return check_docx(declaration, content, sample)


def fill_declaration(
    declaration: Declaration,
    content: bytes,
    answers: FilledAnswers,
    *,
    foot: str,
    working: Path,
    typeface: Typeface = Typeface.SERIF,
) -> bytes:
    """The finished PDF.

    Args:
        declaration: which.
        content: of its file; empty where it has our own layout.
        answers: what it is filled with.
        foot: stands small at the foot.
        working: folder for files that LibreOffice needs for a moment.
        typeface: of what our own layout draws.

    Raises:
        DeclarationUnfit: its template cannot be filled.
        LibreOfficeFailed: it is outside what we draw, and LibreOffice draws it not.
    """
    if declaration.layout:
        return draw(own_blocks(declaration.layout, answers), title=declaration.name, foot=foot, typeface=typeface)
    if declaration.file.endswith(PDF):
        from printing.forms.declarations.pdf_form import fill_pdf_form  # noqa: PLC0415 - likewise

        return fill_pdf_form(content, answers, title=declaration.name, foot=foot)
    return _docx(declaration, content, answers, foot, working, typeface)


def _docx(
    declaration: Declaration, content: bytes, answers: FilledAnswers, foot: str, working: Path, typeface: Typeface
) -> bytes:
    from printing.forms.declarations.docx_template import fill_docx, read_filled  # noqa: PLC0415 - likewise
    from printing.forms.declarations.libreoffice import installed, pdf_by_libreoffice  # noqa: PLC0415 - likewise

    written = fill_docx(declaration, content, answers)
    read = read_filled(written)
    if read.outside:
        program = installed()
        if program is None:
            raise DeclarationUnfit(*read.outside)
        return pdf_by_libreoffice(written, program=program, beside=working)
    return draw(read.blocks, title=declaration.name, foot=foot, typeface=typeface, design=read.design, fit=False)


def labelled_names(content: bytes, ending: str) -> Iterator[tuple[str, str]]:
    """Every name in an office's template, with the words before it: its question, as the author put it."""
    try:
        if ending == PDF:
            from printing.forms.declarations.pdf_form import labelled_fields  # noqa: PLC0415 - likewise

            yield from labelled_fields(content)
        else:
            from printing.forms.declarations.docx_template import labelled_tags  # noqa: PLC0415 - likewise

            yield from labelled_tags(content)
    except DeclarationUnfit:
        return  # what is wrong with the file is told by its check
