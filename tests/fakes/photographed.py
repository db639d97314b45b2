"""Photographs of papers of ours with invented facts: on a table, aslant, shadowed, noisy; the corners are known."""

import random
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from models.events import Form
from printing.forms.body import Given
from printing.forms.table import FORMS
from printing.forms.versions import forms_sets
from printing.layout.pdf import pdf
from tests.printing.papers import OFFICE, PRINTED_AT

WIDE, HIGH = 1920, 1440


class Photographed(NamedTuple):
    """A picture (red, green, blue) and where the paper's corners are in it, clockwise from its own top left."""

    pixels: Any
    corners: Any


@cache
def paper(form: Form, dpi: int) -> Any:  # noqa: ANN401  a picture of OpenCV has no useful type
    """The first page of a form, as pixels."""
    given = Given(office=OFFICE, words=forms_sets()[-1], printed_at=PRINTED_AT, clerk="Trần Thị Thử")
    document = pypdfium2.PdfDocument(pdf(FORMS[form].trial(given, "A")))
    try:
        return np.asarray(document[0].render(scale=dpi / 72).to_pil().convert("RGB"))
    finally:
        document.close()


def photographed(  # noqa: PLR0913 - what may be different about a photograph
    seed: int,
    *,
    form: Form = Form.RECEIPT,
    slant: float = 0.06,
    turned: float = 0.0,
    table: int = 60,
    noise: float = 5.0,
    shadow: float = 0.0,
    size: float = 0.9,
    shifted: float = 0.0,
) -> Photographed:
    """A page on a table.

    Args:
        seed: of everything random in it.
        form: which paper.
        slant: corners are moved by up to this part of the height.
        turned: degrees by which it lies turned to the right.
        table: grey level of the table; paper is 235.
        noise: standard deviation of grey levels.
        shadow: darkness of a shadow over half of it, 0 to 1.
        size: of the picture's height that the page takes.
        shifted: to the right, as part of the width: a corner leaves the picture.
    """
    chance = random.Random(seed)  # noqa: S311 - a test's
    page = paper(form, 200)
    high, wide = page.shape[:2]
    half = np.array([-wide, -high, wide, -high, wide, high, -wide, high], np.float64).reshape(4, 2) / (2 * high)
    angle = np.deg2rad(turned)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    reach = size * HIGH / max(1.0, abs(np.cos(angle)) + abs(np.sin(angle)) * wide / high)
    corners = (half @ turn.T) * reach + (WIDE * (0.5 + shifted), HIGH / 2)
    corners += np.array([[chance.uniform(-1, 1) for _ in "xy"] for _ in range(4)]) * slant * HIGH
    if not shifted:
        corners = np.clip(corners, 12, (WIDE - 12, HIGH - 12))
    corners = corners.astype(np.float32)
    source = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    way = cv2.getPerspectiveTransform(source, corners)
    waves = np.random.default_rng(seed)
    ground = cv2.resize(waves.normal(table, 12, (60, 80)).astype(np.float32), (WIDE, HIGH))
    picture: Any = np.repeat(ground[:, :, None], 3, axis=2)
    lit = (page.astype(np.float32) * (235 / 255),)
    laid = cv2.warpPerspective(lit[0], way, (WIDE, HIGH), flags=cv2.INTER_AREA)
    over = cv2.warpPerspective(np.ones((high, wide), np.float32), way, (WIDE, HIGH), flags=cv2.INTER_LINEAR)[:, :, None]
    picture = picture * (1 - over) + laid * over
    if shadow:
        across = np.clip((np.arange(WIDE) - WIDE * 0.45) / 120, 0, 1)[None, :, None]
        picture = picture * (1 - shadow * across)
    picture += waves.normal(0, noise, picture.shape) if noise else 0
    return Photographed(np.clip(cv2.GaussianBlur(picture, (3, 3), 0), 0, 255).astype(np.uint8), corners)


def as_file(pixels: Any, kind: str = "JPEG", **more: Any) -> bytes:  # noqa: ANN401  see above
    """The picture as a file's bytes."""
    written = BytesIO()
    Image.fromarray(pixels).save(written, kind, **more)
    return written.getvalue()
