"""Recognises the columns of a list by their heads, which may take two lines; else the user names them.

A head that speaks of somebody else (the mother's number) is never the person's own. What nobody can name is
``UNKNOWN``: it is shown and not used until a person says what it is.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from desk.intake.cells import in_unicode
from desk.intake.table import Line
from models.text import clean, search_key


class Means(StrEnum):
    """What a column holds."""

    NAME = "full_name"
    FAMILY = "family_name"
    """Family and middle name, the given one in a column of its own."""
    GIVEN = "given_name"
    NUMBER = "number"
    """Of a card, an old card, a passport: told apart by its shape."""
    BORN = "born_on"
    DAY = "born_day"
    MONTH = "born_month"
    YEAR = "born_year"
    YEAR_MALE = "born_year_male"
    """Year of birth, in the column of men or that of women."""
    YEAR_FEMALE = "born_year_female"
    SEX = "sex"
    IS_MALE = "is_male"
    """Ticked for men, or for women."""
    IS_FEMALE = "is_female"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    """Several of them are one address in the order of the columns."""
    ISSUED = "card_issued_on"
    ORDER = "order"
    OTHER = "other"
    """Understood, and of no use here: class, remarks, place of birth."""
    SOMEBODY_ELSE = "somebody_else"
    """Of a parent, a spouse, the head of the household."""
    UNKNOWN = "unknown"


class ListedColumn(Struct, frozen=True):
    """One column.

    Attributes:
        head: as it stands there; empty where there is none.
        part: word of an address that its cells leave out ("Thôn").
    """

    at: int
    head: str
    means: Means
    part: str = ""


class Heads(Struct, frozen=True):
    """All columns, and the lines their heads stand in."""

    columns: tuple[ListedColumn, ...]
    lines: tuple[int, ...]

    def all_of(self, *means: Means) -> tuple[ListedColumn, ...]:
        """Columns of these meanings, from left to right."""
        return tuple(column for column in self.columns if column.means in means)


_LOOKED_AT = 25
"""So many first lines may be titles."""

_ELSE = re.compile(
    r"\b(cha|bo|me|phu huynh|giam ho|vo|chong|chu ho|nguoi than|bao lanh|nguoi lien he|nguoi dai dien|nguoi giao"
    r"|con (ong|ba)|nhan thay|nop thay|(duoc |nguoi )uy quyen)\b"
)
_RULES: tuple[tuple[Means, re.Pattern[str]], ...] = tuple(
    (means, re.compile("|".join(rules)))
    for means, rules in (
        (Means.ORDER, ["(stt|tt|so tt|so thu tu|thu tu|no|so)"]),
        (Means.NUMBER, [r"(so|cccd|cmnd|cmt|can cuoc|giay to|ho chieu)\b.*\bngay( thang nam)? cap\b.*"]),
        (Means.ISSUED, [r".*\bngay cap\b.*"]),
        (
            Means.OTHER,
            [
                r".*\b(noi cap|co quan cap|nguyen quan|que quan|noi sinh|noi dang ky khai sinh|dan toc|ton giao)\b.*",
                r".*\b(quoc tich|nghe nghiep|trinh do|ghi chu|lop|truong|ket qua|quan he|chu ky|ky nhan|ky ten)\b.*",
                r".*\b(so tien|xep loai|hoc luc|hanh kiem|don vi|chuc vu|chuc danh|nam hoc|so ho khau|diem)\b.*",
                r".*\b(het han|tam tru|khoi|ma ho so|ma hoc sinh|ma hs|tuoi)\b.*",
            ],
        ),
        (Means.EMAIL, [r".*\b(email|e mail|mail|thu dien tu)\b.*"]),
        (
            Means.PHONE,
            [
                r".*\b(dien thoai|sdt|so dt|di dong|mobile|phone|zalo|so lien he)\b.*",
                "d ?t( (lien he|co dinh|di dong|ban|nha))?|lien he",
            ],
        ),
        (
            Means.NUMBER,
            [
                r".*\b(cccd|can cuoc|dinh danh|ddcn|cmnd|cmt|cmtnd|chung minh|giay to|ho chieu|so the|passport)\b.*",
                r".*\b(so cc|ma so ca nhan|identity|national id|id (no|number|card))\b.*",
                "id",
            ],
        ),
        (Means.BORN, [r".*\b(sinh ngay|sinh nam|ntns|dob|birth)\b.*", r".*\b(ngay|thang|nam)\b.*\bsinh\b.*", "sinh"]),
        (Means.SEX, [r".*\b(gioi tinh|nam nu|phai|sex|gender)\b.*", "gt"]),
        (
            Means.ADDRESS,
            [
                r".*\b(dia chi|thuong tru|ho khau|hktt|noi o|cho o|cu tru|cu ngu|tru quan|address)\b.*",
                "(so nha|duong|pho|thon|ap|ban|buon|lang|khu pho|khu|khom|xom|to|to dan pho)( .*)?",
                "(xa|phuong|thi tran|huyen|quan|tinh|thanh pho|tp)( .*)?",
            ],
        ),
        (Means.FAMILY, ["ho", "ho (va )?(ten )?(chu )?(dem|lot)", "surname|family name|last name"]),
        (Means.GIVEN, ["ten rieng|ten goi|given name|first name"]),
        (
            Means.NAME,
            [
                r".*\b(ho( va)?( chu)?( dem)?( va)? ten|full ?name)\b.*",
                "ten|name",
                r"ten (hoc sinh|hoc vien|cong dan|nguoi .*|chau|tre|em|thi sinh|doan vien|hoi vien|doi tuong)",
                r"nguoi \w+",
            ],
        ),
    )
)
_PARTS = re.compile(r"(thon|ap|ban|buon|khu pho|khom|xom|to dan pho|to|xa|phuong|thi tran|huyen|quan|tinh)")
_SUB = re.compile(
    r"(ho|ten|ho( va)? ten|nam|nu|ngay|thang|ngay thang|cmnd|so|ngay cap|noi cap|thon|xa|huyen|tinh|ho dem"
    r"|ho va ten dem|ho va dem|ten dem|ap|to|phuong|quan|so nha|duong|dien thoai|email|sdt"
    r"|(so )?(cmnd )?(cccd|dinh danh)|(nam|ngay|ngay thang nam) sinh|sinh nam|gioi tinh|dia chi|nghe nghiep)"
)
_MERGED = re.compile(r"\b(sinh|ten|giay to|cccd|cmnd|can cuoc|dia chi|noi o|thuong tru|gioi tinh|nam nu)\b")


def find_heads(lines: Sequence[Line], chosen: Mapping[int, Means] | None = None) -> Heads | None:
    """The columns by their heads; None when no line is one of heads.

    Args:
        lines: of the whole list; titles may stand above the heads.
        chosen: what a person said of columns, which goes before everything.
    """
    for at, line in enumerate(lines[:_LOOKED_AT]):
        heads = [clean(cell) for cell in in_unicode(line.cells)[0]]
        means = [meaning_of(head) for head in heads]
        if not _is_head(heads, means) and not _is_over_heads(heads, lines[at + 1 : at + 2]):
            continue
        numbers, heads = _with_second_line(lines, at, heads)
        columns = _columns(heads, chosen or {})
        return Heads(columns, numbers)
    return None


_LONGEST_HEAD = 1_000
"""Letters. Brackets that nothing closes cost their square."""


def meaning_of(head: str) -> Means:
    """What a head says; ``UNKNOWN`` for one that says nothing we know."""
    plain = _plain(head) if len(head) <= _LONGEST_HEAD else ""
    if not plain:
        return Means.UNKNOWN
    if plain == "nam":
        return Means.YEAR if "ă" in head.lower() else Means.IS_MALE
    if plain == "nu":
        return Means.IS_FEMALE
    if plain in {"ngay", "thang"}:
        return Means.DAY if plain == "ngay" else Means.MONTH
    means = next((means for means, rule in _RULES if rule.fullmatch(plain)), Means.UNKNOWN)
    if means not in {Means.ORDER, Means.OTHER, Means.UNKNOWN} and _ELSE.search(plain):
        return Means.SOMEBODY_ELSE
    return means


def _plain(head: str) -> str:
    """``"Họ và tên (*)" -> "ho va ten"``: what stands in brackets is a remark, unless all does."""
    folded = search_key(clean(head))
    outside = re.sub(r"\(.*?\)|\[.*?\]", " ", folded)
    return " ".join(re.findall(r"[a-z0-9]+", outside if re.search(r"[a-z]", outside) else folded))


def _is_head(heads: Sequence[str], means: Sequence[Means]) -> bool:
    """A head of names, and nothing that only a person's line would hold."""
    named = bool({Means.NAME, Means.FAMILY, Means.GIVEN} & set(means))
    filled = [head for head in heads if head]
    if not named and len(filled) > 1:
        named = any(
            one is Means.SOMEBODY_ELSE and _names_somebody(head) for head, one in zip(heads, means, strict=True)
        )
    if not named or any(re.search(r"\d{4}|@", head) for head in filled):
        return False
    if any(_is_labelled(head) for head in filled):
        return False  # "Họ tên: Nguyễn Văn Mẫu" is of a person
    known = [one for one in means if one is not Means.UNKNOWN]
    if any(_plain(head) in {"ho", "ten"} for head in filled) and len(known) < 2:
        return False  # "Hồ" alone may be a name
    return len(filled) == 1 or len(known) * 2 >= len(filled)


def _is_over_heads(heads: Sequence[str], following: Sequence[Line]) -> bool:
    """Whether a line says whose the heads below it are: ``Chồng | | Vợ`` over ``Họ tên | CCCD | Họ tên | CCCD``."""
    filled = [head for head in heads if head]
    if len(filled) < 2 or any(re.search(r"\d|@|:", head) for head in filled):
        return False
    whose = any(_ELSE.search(_plain(head)) for head in filled)
    return whose and any(
        _is_second(line, heads) and any(meaning_of(cell) is Means.NAME for cell in line.cells) for line in following
    )


def _is_labelled(head: str) -> bool:
    label, mark, text = re.sub(r"\(.*?\)", "", head).partition(":")
    return (
        bool(mark)
        and meaning_of(label) is not Means.UNKNOWN
        and len(text.split()) > 1
        and not _SUB.fullmatch(_plain(text))
    )


def _with_second_line(lines: Sequence[Line], at: int, heads: list[str]) -> tuple[tuple[int, ...], list[str]]:
    """Heads with what stands below the merged ones: ``Năm sinh | (nothing)`` over ``Nam | Nữ``."""
    numbers = [lines[at].number]
    following = lines[at + 1] if at + 1 < len(lines) else None
    if following is not None and _is_second(following, heads):
        below = [clean(cell) for cell in in_unicode(following.cells)[0]]
        width = max(len(heads), len(below))
        heads, below = [*heads, *[""] * (width - len(heads))], [*below, *[""] * (width - len(below))]
        below = ["" if sub == head else sub for head, sub in zip(heads, below, strict=True)]  # merged downwards
        whole, over = [], ""
        for head, sub in zip(heads, below, strict=True):
            over = head or (over if sub else "")
            whole.append(f"{over}: {sub}" if sub and over else sub or head)
        heads = whole
        numbers.append(following.number)
    following = lines[at + len(numbers)] if at + len(numbers) < len(lines) else None
    if following is not None and _counts_columns(following):
        numbers.append(following.number)
    return tuple(numbers), heads


def _is_second(line: Line, heads: Sequence[str]) -> bool:
    filled = [
        (at, clean(cell))
        for at, cell in enumerate(in_unicode(line.cells)[0])
        if clean(cell) and not (at < len(heads) and clean(cell) == heads[at])
    ]
    if not filled or any(sign.isdigit() for _, cell in filled for sign in cell):
        return False
    fitting = all(_SUB.fullmatch(_plain(cell)) for _, cell in filled)
    merged = any(_MERGED.search(_plain(heads[at])) for at, _ in filled if at < len(heads) and heads[at])
    return fitting and (merged or len(filled) > 1)


def _counts_columns(line: Line) -> bool:
    """``(1) | (2) | (3)`` below the heads, as official tables have it."""
    filled = [cell.strip("() ") for cell in line.cells if cell.strip()]
    return len(filled) > 2 and filled == [str(filled_at) for filled_at in range(1, len(filled) + 1)]


def _columns(heads: Sequence[str], chosen: Mapping[int, Means]) -> tuple[ListedColumn, ...]:
    found: list[Means] = []
    for head in heads:
        over, mark, sub = head.partition(": ")
        below = meaning_of(sub) if mark else Means.UNKNOWN
        above = meaning_of(over if mark else head)
        of_else = mark and below is not Means.UNKNOWN and _ELSE.search(_plain(over))
        found.append(Means.SOMEBODY_ELSE if of_else else _below(above, below) if mark else above)
    is_split = Means.MONTH in found or any(_plain(head) == "thang sinh" for head in heads)
    for at, head in enumerate(heads):
        plain = _plain(head.rpartition(": ")[2])
        if is_split and plain in {"ngay sinh", "thang sinh", "nam sinh", "nam"} and found[at] is not Means.IS_MALE:
            found[at] = {"ngay": Means.DAY, "thang": Means.MONTH, "nam": Means.YEAR}[plain.split()[0]]
    if not is_split:
        found = [{Means.DAY: Means.UNKNOWN, Means.YEAR: Means.BORN}.get(one, one) for one in found]
    found = _one_address(_names(found, heads), heads)
    found = [chosen.get(at, means) for at, means in enumerate(found)]
    found += [chosen[at] for at in sorted(chosen) if at >= len(found)]
    heads = [*heads, *[""] * (len(found) - len(heads))]
    return tuple(
        ListedColumn(at, heads[at], means, _part(heads[at]))
        for at, means in enumerate(_behind_somebody_else(_once(found, heads, chosen), heads, chosen))
    )


def _below(above: Means, below: Means) -> Means:
    """A head over two columns, and what stands below it in this one."""
    if above is Means.BORN and below in {Means.IS_MALE, Means.IS_FEMALE}:
        return Means.YEAR_MALE if below is Means.IS_MALE else Means.YEAR_FEMALE
    return above if below in {Means.UNKNOWN, Means.ORDER} else below


def _names(found: list[Means], heads: Sequence[str]) -> list[Means]:
    """``Họ (và đệm) | Tên`` are one name in two columns, and so is one head with an empty one beside it."""
    told = list(found)
    if Means.FAMILY in told:
        for at, head in enumerate(heads):
            if told[at] is Means.NAME and _plain(head.rpartition(": ")[2]) == "ten":
                told[at] = Means.GIVEN
    for at in range(1, len(told)):
        if told[at] is Means.UNKNOWN and not heads[at] and told[at - 1] in {Means.NAME, Means.FAMILY}:
            told[at] = Means.GIVEN
    return told


_WHOLE_ADDRESS = re.compile(r"\b(dia chi|noi o|cho o|cu tru|cu ngu|tru quan|address)\b")
_RESIDENCE = re.compile(r"\b(thuong tru|ho khau|hktt)\b")


def _one_address(found: list[Means], heads: Sequence[str]) -> list[Means]:
    """Of several whole addresses that of the residence counts, else the first; parts of one stay together."""
    whole = [
        at
        for at, head in enumerate(heads)
        if found[at] is Means.ADDRESS
        and ": " not in head
        and (_WHOLE_ADDRESS.search(_plain(head)) or _RESIDENCE.search(_plain(head)))
    ]
    kept = next((at for at in whole if _RESIDENCE.search(_plain(heads[at]))), whole[0] if whole else None)
    return [Means.OTHER if at in whole and at != kept else means for at, means in enumerate(found)]


def _once(found: Sequence[Means], heads: Sequence[str], chosen: Mapping[int, Means]) -> list[Means]:
    """Of what a person has once (name, birth, sex) the first column counts; a second is asked about."""
    told: list[Means] = []
    only_else, whose = Means.NAME not in found and Means.FAMILY not in found, ""
    for at, means in enumerate(found):
        if (
            at not in chosen
            and means in {Means.NAME, Means.FAMILY, Means.BORN, Means.SEX, Means.ISSUED}
            and means in told
        ):
            told.append(Means.UNKNOWN)
        elif (
            only_else and means is Means.SOMEBODY_ELSE and meaning_of(heads[at]) is means and _names_somebody(heads[at])
        ):
            told.append(Means.NAME)
            only_else = False
            whose = heads[at].rpartition(": ")[0]
        else:
            is_theirs = means is Means.SOMEBODY_ELSE and whose and heads[at].startswith(f"{whose}: ")
            told.append(meaning_of(heads[at].rpartition(": ")[2]) if is_theirs else means)
    return told


_OF_EITHER = {Means.NUMBER, Means.ISSUED}


def _behind_somebody_else(told: Sequence[Means], heads: Sequence[str], chosen: Mapping[int, Means]) -> list[Means]:
    """A card behind somebody else's name that does not say whose it is may be theirs: it is asked about.

    ``Họ tên mẹ | Số CCCD``: taken as the child's, the child would bear the mother's number. A phone is one to call.
    """
    found: list[Means] = []
    is_theirs = False
    for at, means in enumerate(told):
        plain = _plain(heads[at])
        if means in {Means.NAME, Means.FAMILY, Means.GIVEN, Means.ADDRESS}:
            is_theirs = False
        elif (means is Means.SOMEBODY_ELSE and _names_somebody(heads[at])) or (
            means is Means.UNKNOWN and _ELSE.search(plain)
        ):
            is_theirs = True
        found.append(Means.UNKNOWN if is_theirs and means in _OF_EITHER and at not in chosen else means)
    return found


def _names_somebody(head: str) -> bool:
    return re.search(r"\b(ho ten|ho va ten|ten)\b", _plain(head)) is not None


def _part(head: str) -> str:
    """The word that a column of parts of an address leaves out: under "Thôn" stands "1"."""
    last = head.rpartition(": ")[2]
    return clean(last).capitalize() if _PARTS.fullmatch(_plain(last)) else ""
