"""Every letter that a citizen's name can have: on paper as it was written, with ink, and readable again."""

import unicodedata
from pathlib import Path

import pytest
from fontpkg_be_vietnam_pro import ROOT
from PIL import Image, ImageOps
from reportlab.pdfbase.ttfonts import TTFont

from printing.devices.escpos import raster
from printing.devices.escpos import width_of as dots_of
from printing.layout.font_families import FontFamily, file_of, letters, pieces, placed, undrawable
from printing.layout.lines import FontFace, TextRun, break_lines
from printing.layout.pdf import pdf, width_of
from printing.layout.sheet import PaperSize, Paragraph, Sheet, Typeface
from tests.printing.reading import fonts, pictures, whole_text

NAMES = (
    "Nguyễn Thị Kiều Hường Thử",
    "H’Ŭt Ƀing Kŏ Ĭ Thử",
    "H’Bĭn Niê Kơ\u0306n Mlô Ư\u0306t Thử",
    "Y Ê\u0306ban Ksơr Ô\u0306 Thử",
    "ʼBlŏ Ayŭn Ƀuôn Yă Thử",
    "Rơ Châm Bơ\u0306k Thử",
    "Siu H’ñul Čuôr Ñan Thử",
    "Rahlan Kpă Ksor Nay Hʼlơ\u0306i Thử",
    "A Đĕng Y Brŏch Jrai Thử",
    "Đinh Văn Ƀrơ\u0306p Hrê\u0306 Thử",
    "Bơnong K’Brĕ\u0306s Bŭn Krăk Thử",
    "K’Ƀrơm Mbŏn Păng Ting Thử",
    "Alăng Bhriu Pơloong Zơ Râm A\u0303rất Thử",
    "Hồ Văn Choaiq Ăn Kăn To\u0330q Thử",
    "Kim Sơn Thạch Sà Rịa Thử",
    "Bá Văn Ƭhiên Inrasara Kaḍa Thử",
    "Giàng A Páo Vừ Thị Mỷ Thử",
    "Tẩn Sài Phẩu Lý Xạ Pư Thử",
    "Lò Văn Ơi Quàng Thị Ín Thử",
    "Điểu K’Ré Thị Ưn Thử",
    "Kră Jăn K’Săt Cil Pam Thử",
    "Chamaléa Pinăng Katơr Thử",
)
"""Of invented people, with the letters that names of the peoples of Vietnam are written in."""

SINGLE = "ĕĔĭĬŏŎŭŬƀɃčČñÑʼ" + "ăâđêôơưĂÂĐÊÔƠƯ" + "ğġšžẃ"


FAMILIES = {Typeface.SANS: {"BeVietnamPro", "NotoSans"}, Typeface.SERIF: {"NotoSerif"}}


def sheet(*texts: str, strong: bool = False, typeface: Typeface = Typeface.SANS) -> Sheet:
    blocks = tuple(Paragraph(text, strong=strong) for text in texts)
    return Sheet(paper=PaperSize.A5, form="01", code="A", version="thử", blocks=blocks, typeface=typeface)


def ink(picture: Image.Image) -> int:
    return sum(picture.convert("L").histogram()[:128])


def height(picture: Image.Image) -> int:
    _, top, _, bottom = ImageOps.invert(picture.convert("L")).getbbox() or (0, 0, 0, 0)
    return bottom - top


@pytest.mark.parametrize("typeface", list(Typeface))
@pytest.mark.parametrize("strong", [False, True])
def test_names_of_all_peoples_are_read_back_from_the_paper_as_they_were_written(
    typeface: Typeface, *, strong: bool
) -> None:
    paper = pdf(sheet(*NAMES, strong=strong, typeface=typeface))
    said = unicodedata.normalize("NFC", whole_text(paper))
    for name in NAMES:
        assert unicodedata.normalize("NFC", name) in said
        assert undrawable(name) is None
    assert all(fonts(paper).values())
    assert {font.partition("-")[0] for font in fonts(paper)} == FAMILIES[typeface]


def test_a_paper_of_letters_that_the_first_family_has_knows_no_other() -> None:
    assert {font.partition("-")[0] for font in fonts(pdf(sheet(NAMES[0], "Ñ č é ü")))} == {"BeVietnamPro"}


@pytest.mark.parametrize("typeface", list(Typeface))
@pytest.mark.parametrize("letter", SINGLE)
def test_each_letter_has_ink_in_picture_and_page(letter: str, typeface: Typeface) -> None:
    one, none = sheet(letter, typeface=typeface), sheet("", typeface=typeface)
    assert ink(raster(one, 384)) > ink(raster(none, 384))
    assert ink(pictures(pdf(one), 144)[0]) > ink(pictures(pdf(none), 144)[0])


@pytest.mark.parametrize("typeface", list(Typeface))
@pytest.mark.parametrize("letter", "ơưêÊôÔnb")
def test_a_breve_has_ink_above_its_letter_in_picture_and_page(letter: str, typeface: Typeface) -> None:
    with_breve, alone = sheet(letter + "\u0306", typeface=typeface), sheet(letter, typeface=typeface)
    assert height(raster(with_breve, 384)) > height(raster(alone, 384))
    assert ink(pictures(pdf(with_breve), 144)[0]) != ink(pictures(pdf(alone), 144)[0])


@pytest.mark.parametrize("text", ["ơ\u0306", "Ư\u0306", "Ê\u0306", "b\u0306", "ĕ\u0301", "a\u0331"])
@pytest.mark.parametrize("face", list(FontFace))
def test_a_mark_sits_upon_or_below_its_letter_and_takes_no_room_of_its_own(text: str, face: FontFace) -> None:
    text = unicodedata.normalize("NFC", text)
    letter, mark = placed(text, face, 10.0, lambda one, _: width_of(one, face, 10.0))
    assert letter[0].text + mark[0].text == text
    assert {letter[0].family, mark[0].family} == {FontFamily.FURTHER}
    assert width_of(text, face, 10.0) == width_of(letter[0].text, face, 10.0) or text[0] in letters(FontFamily.OWN)
    font = TTFont("probe", str(file_of(FontFamily.FURTHER, face))).face
    assert 0 < mark[1] < font.charWidths[ord(text[0])] / 1000 * 10 + 5
    assert abs(mark[2]) < 5


def test_marks_of_one_side_rise_above_each_other() -> None:
    _, first, second = placed(
        "ơ\u0306\u0301", FontFace.REGULAR, 1.0, lambda one, _: width_of(one, FontFace.REGULAR, 1.0)
    )
    assert second[2] > first[2]


def test_a_word_too_wide_for_its_line_breaks_before_a_letter_and_not_before_its_mark() -> None:
    word = "ơ\u0306" * 30
    for measure in (width_of, dots_of):
        for line in break_lines((TextRun(word),), measure("ơ\u0306" * 4 + "ơ", FontFace.REGULAR, 20), 20, measure):
            assert not unicodedata.combining(line[0].text[0])


def test_a_letter_that_no_family_has_is_named_with_its_word_and_drawn_as_a_box() -> None:
    assert undrawable("Trần 漢 Thử") == ("漢", "漢")
    assert undrawable("Vàng Thị X😀y") == ("😀", "X😀y")
    assert undrawable("Nguyễn") is None
    assert ink(raster(sheet("漢"), 384)) > ink(raster(sheet(""), 384))
    assert ink(pictures(pdf(sheet("漢")), 72)[0]) > ink(pictures(pdf(sheet("")), 72)[0])


@pytest.mark.parametrize("face", list(FontFace))
def test_what_the_table_says_of_a_family_is_what_its_files_have(face: FontFace) -> None:
    own = TTFont("own", str(ROOT / "files" / f"BeVietnamPro-{face.value}.ttf")).face.charToGlyph
    assert {letter for letter in letters(FontFamily.OWN) if ord(letter) not in own} == set()
    further = TTFont("further", str(file_of(FontFamily.FURTHER, face))).face.charToGlyph
    assert letters(FontFamily.FURTHER) == set(map(chr, further)) - {chr(0xFFFF)}


@pytest.mark.parametrize("face", list(FontFace))
def test_the_serif_family_has_every_letter_that_the_others_have_and_borrows_a_few_signs(face: FontFace) -> None:
    serif = TTFont("serif", str(file_of(FontFamily.SERIF, face))).face.charToGlyph
    assert letters(FontFamily.SERIF) == set(map(chr, serif)) - {chr(0xFFFF)}
    others = letters(FontFamily.OWN) | letters(FontFamily.FURTHER)
    lacking = {one for one in others - letters(FontFamily.SERIF) if one.isprintable()}
    assert not any(one.isalpha() or unicodedata.combining(one) for one in lacking - set("\u2071\u207f"))
    assert lacking <= letters(FontFamily.OWN)
    assert [(piece.text, piece.family) for piece in pieces("5 € Kŏ", face, Typeface.SERIF)] == [
        ("5 ", FontFamily.SERIF),
        ("€", FontFamily.OWN),
        (" Kŏ", FontFamily.SERIF),
    ]


def test_the_licence_lies_beside_the_letters() -> None:
    folder = file_of(FontFamily.FURTHER, FontFace.REGULAR).parent
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text().upper()
    assert sum(file.stat().st_size for file in Path(folder).iterdir()) < 900_000


def test_text_of_the_first_family_is_one_piece() -> None:
    assert [piece.text for piece in pieces("Nguyễn Thị Hường", FontFace.BOLD)] == ["Nguyễn Thị Hường"]
    assert [piece.text for piece in pieces("Kŏ Sier", FontFace.BOLD)] == ["K", "ŏ", " Sier"]
