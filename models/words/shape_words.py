"""Decoding errors of a file a person edits, in Vietnamese, whichever library reported them."""

import errno
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
_RANGE = re.compile(rf"Expected number from `(?P<least>[^`]+)` to `(?P<most>[^`]+)`{_AT}")
_BOUND = re.compile(rf"Expected `(?:int|float)` (?P<sign>[<>]=?) (?P<bound>[0-9.e+-]+){_AT}")
_ONE_OF = re.compile(rf"Expected one of `(?P<choices>[^`]+)`{_AT}")
_SIGNS = {">=": "từ", ">": "lớn hơn", "<=": "nhiều nhất", "<": "nhỏ hơn"}
_LIKE = re.compile(rf"Expected text like `(?P<example>[^`]+)`{_AT}")
_NO_SUCH = re.compile(rf"Invalid enum value '(?P<value>[^']*)'{_AT}")
_NO_DAY = re.compile(rf"Invalid RFC3339 encoded date{_AT}")
_TOO_LARGE = re.compile(rf"Integer value out of range{_AT}")
_SOMEWHERE = re.compile(r" - at `\$\.?(?P<at>[^`]+)`$")
_TWICE = re.compile(r"codes entered twice: (?P<codes>.+)|(?P<day>[0-9-]+) is entered twice")
_FEE = re.compile(r"fee (?P<place>\S+) \((?P<code>\S+)\): (?P<what>.+)")
_NO_LIST = "not a list of procedures: no row has ma_tthc"
_SYSTEM = re.compile(r"\[Errno (?P<number>[0-9]+)\].*", re.DOTALL)
_REFUSALS = {
    errno.ENOENT: "không có tệp này",
    errno.EISDIR: "đó là một thư mục",
    errno.EACCES: "không có quyền đọc",
    errno.EPERM: "không có quyền đọc",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ELOOP: "liên kết dẫn vòng về chính nó",
    errno.EINVAL: "đó không phải tệp thường",
    errno.EFBIG: "tệp quá lớn",
}
_PLACES = ((re.compile(r"line ([0-9]+)"), "dòng"), (re.compile(r"(?:byte|position|column) ([0-9]+)"), "vị trí"))
_KEYS = re.compile(r"[a-z_.]+(, [a-z_.]+)*")


def shape_words(detail: str) -> str:
    """A complaint about a TOML or JSON file (of msgspec, of Python, of the system, of ours) as part of a sentence."""
    if found := _WRONG_TYPE.fullmatch(detail):
        wanted = " hoặc ".join(_TYPES.get(name, name) for name in found["wanted"].split(" | "))
        return f"cần {wanted}{_where(found)}"
    if found := _UNKNOWN.fullmatch(detail):
        return f"có mục lạ “{found['name']}”{_where(found)}"
    if found := _MISSING.fullmatch(detail):
        return f"thiếu mục “{found['name']}”{_where(found)}"
    if found := _RANGE.fullmatch(detail):
        return f"cần một số từ {found['least']} đến {found['most']}{_where(found)}"
    if found := _BOUND.fullmatch(detail):
        return f"cần một số {_SIGNS[found['sign']]} {float(found['bound']):g}{_where(found)}"
    if found := _ONE_OF.fullmatch(detail):
        return f"cần một trong: {found['choices']}{_where(found)}"
    if found := _LIKE.fullmatch(detail):
        return f"cần chữ dạng như “{found['example']}”{_where(found)}"
    if found := _NO_SUCH.fullmatch(detail):
        return f"giá trị “{found['value']}” không dùng được{_where(found)}"
    if found := _NO_DAY.fullmatch(detail):
        return f"cần {_TYPES['date']}{_where(found)}"
    if found := _TOO_LARGE.fullmatch(detail):
        return f"số quá lớn{_where(found)}"
    if found := _TWICE.fullmatch(detail):
        return f"nhập hai lần: {found['codes'] or found['day']}"
    if found := _FEE.fullmatch(detail):
        what = "không có mức thu" if found["what"] == "no amount" else "ngày hết hiệu lực trước ngày có hiệu lực"
        return f"mức thu thứ {found['place']} ({found['code']}) {what}"
    if found := _SYSTEM.fullmatch(detail):
        return _REFUSALS.get(int(found["number"]), "hệ điều hành không cho đọc")
    if detail == _NO_LIST:
        return "không phải danh mục thủ tục: không dòng nào có ma_tthc"
    head, _, rest = detail.partition(": ")
    if rest and _KEYS.fullmatch(head):
        return f"{head}: {shape_words(rest)}"
    return detail if _KEYS.fullmatch(detail) or not detail.isascii() else _malformed(detail)


def _malformed(detail: str) -> str:
    """No library's words: where it is, which is what helps."""
    found = [f"{name} {match[1]}" for pattern, name in _PLACES if (match := pattern.search(detail))]
    if at := _SOMEWHERE.search(detail):
        found.append(at["at"])
    return f"nội dung không đúng dạng{' ở ' + ', '.join(found) if found else ''}"


def _where(found: re.Match[str]) -> str:
    return f" ở {found['at']}" if found["at"] else ""
