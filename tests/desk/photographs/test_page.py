"""A page is found where it is, laid flat and turned to be read; where that is not sure, it is said not to be."""

import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is an extra")

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from desk.photographs.page import SURE, PaperPage, find_page, flattened, quarter_turns, turned  # noqa: E402
from models.events import Form  # noqa: E402
from tests.fakes.photographed import HIGH, WIDE, paper, photographed  # noqa: E402
from tests.printing.reading import codes  # noqa: E402

TOLERANCE = 2.0
"""Pixels of a picture of 1920 by 1440: a quarter of a millimetre on the paper."""

LIGHTS = [
    {},
    {"table": 110, "noise": 9.0},
    {"shadow": 0.45},
    {"turned": 14.0, "slant": 0.03},
    {"size": 0.6, "slant": 0.03},
]


@pytest.mark.parametrize("how", LIGHTS, ids=str)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_corners_are_found_and_the_code_on_the_page_can_be_read(seed: int, how: dict[str, float]) -> None:
    seen = photographed(seed, **how)  # type: ignore[arg-type]  # all are numbers
    page = find_page(seen.pixels)
    assert page is not None
    assert page.confidence >= SURE
    off = np.linalg.norm(np.array(page.corners) - seen.corners, axis=1)
    assert off.max() < TOLERANCE, off
    flat = flattened(seen.pixels, page, most=2339)
    assert abs(flat.shape[0] / flat.shape[1] / 2**0.5 - 1) < 0.01
    assert codes(Image.fromarray(flat)).get("QRCode", "").find("0000") >= 0


@pytest.mark.parametrize(
    "how",
    [{"shifted": 0.35}, {"table": 228, "noise": 3.0}, {"size": 0.25, "slant": 0.01}],
    ids=["a corner is outside", "a table as light as the paper", "too far away"],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_not_sure_is_not_cut(seed: int, how: dict[str, float]) -> None:
    page = find_page(photographed(seed, **how).pixels)  # type: ignore[arg-type]  # likewise
    assert page is None or page.confidence < SURE


def test_a_table_without_a_paper_has_no_page() -> None:
    ground = np.random.default_rng(1).normal(80, 12, (HIGH, WIDE, 3))
    page = find_page(np.clip(ground, 0, 255).astype(np.uint8))
    assert page is None or page.confidence < SURE


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("form", [Form.RECEIPT, Form.POST_LIST])
def test_a_page_with_a_code_is_turned_to_be_read(form: Form, turns: int) -> None:
    page = paper(form, 150)
    assert (quarter_turns(turned(page, turns)) + turns) % 4 == 0


def test_a_page_without_a_code_is_left_as_it_lies() -> None:
    page = paper(Form.RECEIPT, 150).copy()
    page[: page.shape[0] // 4] = 255  # its codes are in the head
    assert codes(Image.fromarray(page)) == {}
    assert quarter_turns(turned(page, 2)) == 0


@pytest.mark.parametrize("askew", [-2.0, 1.2])
def test_text_that_is_askew_on_its_page_is_put_level(askew: float) -> None:
    page = paper(Form.RECEIPT, 150)
    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), askew, 1)
    crooked = cv2.warpAffine(page, turn, (wide, high), borderValue=(255, 255, 255))
    corners = ((0.0, 0.0), (float(wide), 0.0), (float(wide), float(high)), (0.0, float(high)))
    level = flattened(crooked, PaperPage(corners=corners, confidence=1.0), most=2339)
    before, after = (np.diff(one.mean(axis=(1, 2))).var() for one in (crooked, level))
    assert after > 2 * before, "lines of text stand apart again"
