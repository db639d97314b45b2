"""What is wrong with the shape of a file a person edits, in that person's language; other wordings stay as they are."""

import re

_TYPES = {
    "int": "số nguyên",
    "float": "số",
    "str": "chữ trong ngoặc kép",
    "bool": "true hoặc false",
    "array": "danh sách",
    "object": "bảng",
    "date": "ngày dạng 2026-11-24",
}
_AT = r"(?: - at `\$\.?(?P<at>[^`]*)`)?"
_WRONG_TYPE = re.compile(rf"Expected `(?P<wanted>[^`]+)`, got `[^`]+`{_AT}")
_UNKNOWN = re.compile(rf"Object contains unknown field `(?P<name>[^`]+)`{_AT}")
_MISSING = re.compile(rf"Object missing required field `(?P<name>[^`]+)`{_AT}")
_NO_SUCH = re.compile(rf"Invalid enum value '(?P<value>[^']*)'{_AT}")


def shape_words(detail: str) -> str:
    """Msgspec's complaint about a TOML or JSON file as part of a sentence."""
    if found := _WRONG_TYPE.fullmatch(detail):
        wanted = " hoặc ".join(_TYPES.get(name, name) for name in found["wanted"].split(" | "))
        return f"cần {wanted}{_where(found)}"
    if found := _UNKNOWN.fullmatch(detail):
        return f"có mục lạ “{found['name']}”{_where(found)}"
    if found := _MISSING.fullmatch(detail):
        return f"thiếu mục “{found['name']}”{_where(found)}"
    if found := _NO_SUCH.fullmatch(detail):
        return f"giá trị “{found['value']}” không dùng được{_where(found)}"
    return detail


def _where(found: re.Match[str]) -> str:
    return f" ở {found['at']}" if found["at"] else ""
