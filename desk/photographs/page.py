"""Finds the page in a photograph and lays it flat. Only imported where OpenCV is there, when a photograph is taken.

Outlines of four corners are sought in the small picture, by edges and by brightness. Each is judged by what surrounds
it: along a true edge of a page the paper is brighter than what it lies on, all around. The worst of its four sides
says how sure it is, since a page of which one side is outside the picture, or under a hand, is not to be cut.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2 as cv
import numpy as np
from msgspec import Struct

from models.system.libraries import library

if TYPE_CHECKING:
    from cv2.typing import MatLike

SURE = 0.7
"""From this confidence on a page is cut out."""

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""In pixels (x to the right, y down): top left, top right, bottom right, bottom left, as they lie in the picture."""

_SMALL = 640
"""Longer side of the picture in which outlines are sought, in pixels."""

_LEAST_AREA = 0.12
"""Of the picture: what is smaller is a card or a stamp, or too far away to be read."""

_CONTRAST = 14
"""Grey levels by which paper is brighter than what it lies on."""

_STEP = 5
"""Pixels of the small picture from an edge to where both its sides are looked at."""

_SAMPLES = 48
"""Points looked at along one side."""

_A4 = 2**0.5
_NEARLY_A4 = 0.13
"""A page whose sides are so near to A4 is A4: the slant of a camera bends the measured sides by this."""

_MOST_TILT = 3.0
_LEAST_TILT = 0.3
"""Degrees by which lines of text on a page are put level."""


class PaperPage(Struct, frozen=True):
    """A page in a picture. ``confidence``: 0 to 1."""

    corners: Corners
    confidence: float


def find_page(picture: "MatLike") -> PaperPage | None:
    """The likeliest page in a picture (red, green, blue); None = nothing has four corners."""
    height, width = picture.shape[:2]
    scale = _SMALL / max(height, width)
    grey = cv.cvtColor(picture, cv.COLOR_RGB2GRAY)
    small = cv.GaussianBlur(cv.resize(grey, None, fx=scale, fy=scale, interpolation=cv.INTER_AREA), (5, 5), 0)
    best: tuple[float, float, np.ndarray] | None = None
    for outline in _outlines(small):
        confidence = _confidence(small, outline)
        rank = confidence * (cv.contourArea(outline) / small.size) ** 0.25  # of equals the larger one
        if best is None or rank > best[0]:
            best = rank, confidence, outline
    if best is None:
        return None
    corners = _refined(grey, best[2] / scale, reach=max(3.0, 4 / scale))
    return PaperPage(corners=_as_corners(corners), confidence=round(best[1], 3))


def flattened(picture: "MatLike", page: PaperPage, *, most: int) -> "MatLike":
    """The page seen from straight above, its lines of text level, turned to be read as far as that can be told.

    Args:
        picture: in which it was found.
        page: where.
        most: pixels of its longer side, at the most.
    """
    corners = np.array(page.corners, np.float32)
    sides = [float(np.linalg.norm(a - b)) for a, b in pairwise([*corners, corners[0]])]
    across, down = max(sides[0], sides[2]), max(sides[1], sides[3])
    longer, shorter = max(across, down), min(across, down)
    if abs(longer / shorter / _A4 - 1) < _NEARLY_A4:
        shorter = longer / _A4
    across, down = (shorter, longer) if down >= across else (longer, shorter)
    wide, high = round(across), round(down)
    target = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    flat = cv.warpPerspective(
        picture,
        cv.getPerspectiveTransform(corners, target),
        (wide, high),
        flags=cv.INTER_CUBIC,
        borderMode=cv.BORDER_REPLICATE,
    )
    if longer > most:
        flat = cv.resize(flat, None, fx=most / longer, fy=most / longer, interpolation=cv.INTER_AREA)
    return turned(_levelled(flat), quarter_turns(flat))


def turned(picture: "MatLike", turns: int) -> "MatLike":
    """Turned to the right by so many quarters."""
    return np.ascontiguousarray(np.rot90(picture, -turns))


def quarter_turns(page: "MatLike") -> int:
    """By how many quarters to the right a page is to be turned so that it can be read; 0 where that cannot be told.

    A code on it tells. Lines of text alone do not: which of their edges is the sharper one, letters or their marks, was
    measured on our own papers and is different from one to the next. A person turns those.
    """
    grey = cv.cvtColor(page, cv.COLOR_RGB2GRAY)
    with library("zxing-cpp"):
        import zxingcpp  # noqa: PLC0415 - only where a photograph is taken

    found = zxingcpp.read_barcodes(grey)
    return (-round(found[0].orientation / 90)) % 4 if found else 0


# ---- outlines ---------------------------------------------------------------------------------------------


def _outlines(small: "MatLike") -> Iterator[np.ndarray]:
    """Four corners each, in order, in the small picture."""
    for mask in _masks(small):
        found, _ = cv.findContours(mask, cv.RETR_LIST, cv.CHAIN_APPROX_SIMPLE)
        for contour in found:
            hull = cv.convexHull(contour)
            if cv.contourArea(hull) < _LEAST_AREA * small.size:
                continue
            around = cv.arcLength(hull, closed=True)
            for loose in (0.01, 0.02, 0.04, 0.06):
                shape = cv.approxPolyDP(hull, loose * around, closed=True)
                if len(shape) <= 4:
                    break
            if len(shape) == 4:
                yield _ordered(shape.reshape(4, 2).astype(np.float32))


def _masks(small: "MatLike") -> Iterator["MatLike"]:
    kernel = np.ones((5, 5), np.uint8)
    middle = float(np.median(small))
    for low, high in ((20.0, 60.0), (0.5 * middle, 1.2 * middle)):
        yield cv.morphologyEx(cv.Canny(small, low, high), cv.MORPH_CLOSE, kernel)
    level, bright = cv.threshold(small, 0, 255, cv.THRESH_BINARY + cv.THRESH_OTSU)
    yield cv.morphologyEx(bright, cv.MORPH_OPEN, kernel)
    for part in (0.75, 0.55):  # a shadow over the page makes half of it darker than the bright half's level
        yield cv.morphologyEx(cv.threshold(small, level * part, 255, cv.THRESH_BINARY)[1], cv.MORPH_OPEN, kernel)


def _ordered(points: np.ndarray) -> np.ndarray:
    """Clockwise on the screen, from the corner that is nearest to the picture's top left."""
    middle = points.mean(axis=0)
    angle = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    around = points[np.argsort(angle)]
    first = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -first, axis=0)


def _confidence(small: "MatLike", outline: np.ndarray) -> float:
    """How like a page on something darker: the part of its worst side along which paper ends."""
    if not cv.isContourConvex(outline.astype(np.int32)):
        return 0.0
    sides = [(outline[n], outline[(n + 1) % 4]) for n in range(4)]
    lengths = [float(np.linalg.norm(b - a)) for a, b in sides]
    if min(lengths) < 20 or not _angles_fit(outline):
        return 0.0
    if min(lengths[0], lengths[2]) < 0.5 * max(lengths[0], lengths[2]):
        return 0.0
    if min(lengths[1], lengths[3]) < 0.5 * max(lengths[1], lengths[3]):
        return 0.0
    return min(_edge(small, a, b) for a, b in sides)


def _angles_fit(outline: np.ndarray) -> bool:
    """Whether each corner has between 50 and 130 degrees, as a page has that is seen aslant and still can be read."""
    for n in range(4):
        to, fro = outline[n - 1] - outline[n], outline[(n + 1) % 4] - outline[n]
        cosine = float(to @ fro / (np.linalg.norm(to) * np.linalg.norm(fro)))
        if abs(cosine) > 0.643:
            return False
    return True


def _edge(small: "MatLike", a: np.ndarray, b: np.ndarray) -> float:
    """The part of a side along which it is brighter inside than outside. Clockwise, the inside lies to the right."""
    along = (b - a) / np.linalg.norm(b - a)
    inward = np.array([-along[1], along[0]], np.float32)
    points = a + np.linspace(0.04, 0.96, _SAMPLES)[:, None] * (b - a)
    within, outside = points + _STEP * inward, points - _STEP * inward
    high, wide = small.shape
    seen = (outside[:, 0] >= 0) & (outside[:, 0] < wide) & (outside[:, 1] >= 0) & (outside[:, 1] < high)
    brighter = _read(small, within) - _read(small, outside) > _CONTRAST
    return float((brighter & seen).mean())


def _read(grey: "MatLike", points: np.ndarray) -> np.ndarray:
    """Grey levels at points between the pixels."""
    across, down = points[:, :1].astype(np.float32), points[:, 1:].astype(np.float32)
    read = cv.remap(grey, across, down, cv.INTER_LINEAR, borderMode=cv.BORDER_REPLICATE)
    return np.asarray(read, np.float32).ravel()


def _refined(grey: "MatLike", outline: np.ndarray, *, reach: float) -> np.ndarray:
    """The corners where lines meet that are laid through the steepest points near each side, in the whole picture."""
    smooth = cv.GaussianBlur(grey, (5, 5), 0)
    offsets = np.arange(-reach, reach + 0.5, 0.5)
    lines = []
    for n in range(4):
        a, b = outline[n], outline[(n + 1) % 4]
        along = (b - a) / np.linalg.norm(b - a)
        inward = np.array([-along[1], along[0]])
        points = a + np.linspace(0.05, 0.95, 2 * _SAMPLES)[:, None] * (b - a)
        across = points[:, None, :] + offsets[None, :, None] * inward
        levels = _read(smooth, across.reshape(-1, 2)).reshape(len(points), len(offsets))
        steepest = np.argmax(np.diff(levels, axis=1), axis=1)
        on_edge = points + (offsets[steepest] + 0.25)[:, None] * inward
        line = cv.fitLine(on_edge.astype(np.float32), cv.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((line[2:], line[:2]))
    corners = np.array([_meet(lines[n - 1], lines[n]) for n in range(4)], np.float32)
    far = np.linalg.norm(corners - outline, axis=1).max() > 3 * reach
    return outline.astype(np.float32) if far or not np.isfinite(corners).all() else corners


def _meet(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Where two lines meet, each a point and a direction."""
    (p, d), (q, e) = one, other
    cross = d[0] * e[1] - d[1] * e[0]
    if abs(cross) < 1e-6:
        return np.array([np.inf, np.inf])
    step = ((q[0] - p[0]) * e[1] - (q[1] - p[1]) * e[0]) / cross
    return np.asarray(p + step * d)


def _as_corners(points: np.ndarray) -> Corners:
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d


# ---- lines of text ----------------------------------------------------------------------------------------


def _ink(grey: "MatLike") -> "MatLike":
    """1 where something is printed, in a small picture without the page's rim."""
    scale = min(1.0, 900 / max(grey.shape))
    small = cv.resize(grey, None, fx=scale, fy=scale, interpolation=cv.INTER_AREA)
    ink = cv.adaptiveThreshold(small, 1, cv.ADAPTIVE_THRESH_MEAN_C, cv.THRESH_BINARY_INV, 25, 14)
    rim = max(4, min(ink.shape) // 25)
    return ink[rim:-rim, rim:-rim]


def _profile(ink: "MatLike", axis: int) -> np.ndarray:
    """How much ink there is in each row (1) or column (0)."""
    return np.asarray(ink.mean(axis=axis, dtype=np.float64))


def _unrest(profile: np.ndarray) -> float:
    """How much it changes from one row to the next: lines of text change much."""
    return float((np.diff(profile) ** 2).sum())


def _levelled(page: "MatLike") -> "MatLike":
    """Its lines of text put level, where they are a little askew on the paper."""
    ink = _ink(cv.cvtColor(page, cv.COLOR_RGB2GRAY)).astype(np.float32)
    axis = 1 if _unrest(_profile(ink, 1)) >= _unrest(_profile(ink, 0)) else 0
    high, wide = ink.shape
    middle = (wide / 2, high / 2)

    def unrest(angle: float) -> float:
        return _unrest(_profile(cv.warpAffine(ink, cv.getRotationMatrix2D(middle, angle, 1), (wide, high)), axis))

    coarse = max(np.arange(-_MOST_TILT, _MOST_TILT + 0.1, 0.5), key=unrest)
    angle = float(max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=unrest))
    if not _LEAST_TILT <= abs(angle) <= _MOST_TILT or unrest(angle) < 1.15 * unrest(0.0):
        return page
    height, width = page.shape[:2]
    turn = cv.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv.warpAffine(page, turn, (width, height), flags=cv.INTER_CUBIC, borderMode=cv.BORDER_REPLICATE)
