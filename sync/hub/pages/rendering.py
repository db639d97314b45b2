"""HTML from the templates of this folder. No script, nothing from another address; what is shown is escaped."""

from functools import cache
from pathlib import Path

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent
STYLE = "style.css"

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(name: str, **facts: object) -> Response:
    """A page.

    Args:
        name: of its template.
        facts: what the template names.
    """
    return HTMLResponse(_templates().get_template(name).render(**facts), headers=_HEADERS)


def style() -> Response:
    """The style sheet of all pages."""
    return Response((FOLDER / STYLE).read_bytes(), media_type="text/css", headers=_HEADERS)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
