"""Complaints of the reader of files, as it really makes them, in Vietnamese."""

import msgspec
import pytest

from desk.words.shapes import shape_words
from models.fees import ProvinceFees


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fee = 3", "cần danh sách ở fee"),
        ("fees = []", "có mục lạ “fees”"),
        ("[[fee]]", "thiếu mục “procedure” ở fee[0]"),
        ('[[fee]]\nprocedure="1"\nkind="x"', "giá trị “x” không dùng được ở fee[0].kind"),
        ('[[fee]]\nprocedure="1"\nkind="free"\nsource="a"\namount="b"', "cần số nguyên ở fee[0].amount"),
    ],
)
def test_each_complaint_names_its_place(text: str, told: str) -> None:
    with pytest.raises(msgspec.ValidationError) as wrong:
        msgspec.toml.decode(text, type=ProvinceFees)
    assert shape_words(str(wrong.value)) == told


def test_what_is_not_known_stays_as_it_is() -> None:
    assert shape_words("Unclosed inline table (at line 1, column 21)").startswith("Unclosed")
