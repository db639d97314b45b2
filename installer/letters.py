"""Subsets the further font families of paper and screen from Noto Sans and Noto Serif; measures where their marks sit.

Be Vietnam Pro lacks letters of names of Ê Đê, Gia Rai, Ba Na and others (ĕ, ŏ, ƀ, ơ with a breve). ``make letters``
makes from the variable Noto Sans one small static file a face, with the Latin letters and all combining marks, and
``letters.json``: which letters each family has, and how far a mark is moved to sit on a letter. Neither reportlab nor
Pillow (without its optional libraries) places marks, so this is measured here, once, with HarfBuzz. Noto Serif, which
an office may choose for its papers, is made likewise, with a table of its own: ``serif.json``.

Run by ``make letters`` in an environment of its own with the releases named there; the desk needs none of them.
"""

import json
import sys
import unicodedata
from importlib import resources
from io import BytesIO
from pathlib import Path

import uharfbuzz
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

OWN = "fontpkg_be_vietnam_pro"
PACKAGES = {"NotoSans": "fontpkg_noto_sans", "NotoSerif": "fontpkg_noto_serif"}
FACES = {"Regular": ("", 400), "Bold": ("", 700), "Italic": ("-Italic", 400)}
"""What the name of the variable font has behind the family's, and the weight."""

RANGES = ((0x20, 0x7E), (0xA0, 0x36F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x20AB, 0x20AB), (0xA78B, 0xA78C))
ABOVE, BELOW, LETTER = "\u030d", "\u0329", "x"
"""A stroke above and one below stand for all marks: no letter is composed with either."""


def file_of(package: str, name: str) -> Path:
    """A font file of one of the two packages."""
    return Path(str(resources.files(package) / "files" / name))


def cut(family: str, slope: str, weight: int) -> tuple[TTFont, bytes]:
    """One static face with the letters of ``RANGES``, named as a family of its own."""
    variable = TTFont(file_of(PACKAGES[family], f"{family}{slope}[wdth,wght].ttf"))
    font = instantiateVariableFont(variable, {"wght": weight, "wdth": 100}, updateFontNames=True)
    options = Options()
    options.layout_features = ["ccmp", "mark", "mkmk"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    out = BytesIO()
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(out)
    return font, out.getvalue()


def mark_place(shaper: uharfbuzz.Font, letter: str, marks: str) -> tuple[int, int] | None:
    """Where the last mark goes from the start of its letter; None = they are one glyph, or none at all."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(letter + marks)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer, {"kern": False})
    if len(buffer.glyph_infos) != 1 + len(marks) or any(info.codepoint == 0 for info in buffer.glyph_infos):
        return None
    x = sum(place.x_advance for place in buffer.glyph_positions[:-1])
    last = buffer.glyph_positions[-1]
    return x + last.x_offset, last.y_offset


def places(data: bytes, codes: set[int]) -> dict[str, object]:
    """Where the strokes go on each letter, and how each mark differs from its stroke; in 1/1000 of the size."""
    shaper = uharfbuzz.Font(uharfbuzz.Face(data))
    letters: dict[str, list[int]] = {}
    for letter in (chr(code) for code in sorted(codes) if chr(code).isalpha()):
        above, below = mark_place(shaper, letter, ABOVE), mark_place(shaper, letter, BELOW)
        if above and below:
            letters[letter] = [*above, *below]
    marks: dict[str, list[int]] = {}
    plain = letters[LETTER]
    for mark in (chr(code) for code in sorted(codes) if unicodedata.combining(chr(code))):
        below = unicodedata.combining(mark) in {202, 220, 240}
        x, y = plain[2:] if below else plain[:2]
        at = mark_place(shaper, LETTER, mark)
        if at is not None:
            upon = mark_place(shaper, LETTER, mark + (BELOW if below else ABOVE))
            marks[mark] = [int(below), at[0] - x, at[1] - y, upon[1] - y if upon else 0]
    return {"letters": letters, "marks": marks}


def ranges(codes: set[int]) -> list[list[int]]:
    """The codes as first and last of each run."""
    made: list[list[int]] = []
    for code in sorted(codes):
        if made and made[-1][1] == code - 1:
            made[-1][1] = code
        else:
            made.append([code, code])
    return made


def made(family: str, folder: Path) -> tuple[set[int], dict[str, object]]:
    """Write the faces of a family into the folder; gives its letters, and the places of marks in each face."""
    codes: set[int] = set()
    faces: dict[str, object] = {}
    for face, (slope, weight) in FACES.items():
        font, data = cut(family, slope, weight)
        (folder / f"{family}-{face}.ttf").write_bytes(data)
        codes = set(font.getBestCmap())
        faces[face] = places(data, codes)
    return codes, faces


def write_table(path: Path, own: set[int], further: set[int], faces: dict[str, object]) -> None:
    """Write which letters the two families of a typeface have, and the places of marks in the second."""
    table = {"own": ranges(own), "further": ranges(further), "faces": faces}
    path.write_text(json.dumps(table, ensure_ascii=True, separators=(",", ":")) + "\n")


def main(folder: Path) -> None:
    """Write the faces, their licence and both tables into the folder."""
    own = set(TTFont(file_of(OWN, "BeVietnamPro-Regular.ttf")).getBestCmap())
    codes, faces = made("NotoSans", folder)
    write_table(folder / "letters.json", own, codes, faces)
    codes, faces = made("NotoSerif", folder)
    write_table(folder / "serif.json", codes, codes, faces)
    (folder / "OFL.txt").write_bytes((resources.files(PACKAGES["NotoSans"]) / "LICENSE").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
