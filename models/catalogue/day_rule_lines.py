"""Rules of days as lines of text, as an office's settings have them.

A line: ``"Ngày không hẹn; thứ Ba, thứ Năm; không giấy hẹn, trả ngay; 1.001193; từ 01/12/2026; QĐ 12/QĐ-UBND"``. Its
parts are the name, the days, what changes, the procedures, the first and last day, the decision.
"""

import re
from datetime import date
from functools import lru_cache

from models.catalogue.day_rules import WHOLE, DayChange, DayRule
from models.text import clean, search_key

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

EVERY_DAY = "mọi ngày làm việc"

_YES = {
    DayChange.NO_SLIP: "không giấy hẹn",
    DayChange.ON_THE_SPOT: "trả ngay",
    DayChange.NO_FORM: "không viết",
    DayChange.PAPERLESS: "không bản giấy",
}
_NO = {
    DayChange.NO_SLIP: "có giấy hẹn",
    DayChange.ON_THE_SPOT: "trả theo hẹn",
    DayChange.NO_FORM: "có viết",
    DayChange.PAPERLESS: "có bản giấy",
}
_FREE, _WHOLE_PRICE = "miễn phí", "thu đủ"
_OFF = re.compile(r"giam ([0-9]{1,3}) ?%")

_RULES: dict[str, tuple[DayChange, bool]] = {
    search_key(words): (change, yes) for yes, table in ((True, _YES), (False, _NO)) for change, words in table.items()
}
_DAYS = {search_key(name): n for n, name in enumerate(WEEKDAYS, start=1)}
_DATE = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_CODE = re.compile(r"[0-9]\.[0-9]{6}")


class RuleLineWrong(ValueError):  # noqa: N818 - a fact about a line
    """A line that says no rule; ``sentence`` says why, without its full stop."""

    def __init__(self, line: str, sentence: str) -> None:
        super().__init__(line, sentence)
        self.sentence = f"dòng “{line.partition(';')[0].strip()}”: {sentence}"


def rule_line(rule: DayRule) -> str:
    """The line that says this rule."""
    days = [WEEKDAYS[n - 1] for n in rule.weekdays] + [f"{one:%d/%m/%Y}" for one in rule.dates]
    until = f" đến {rule.valid_to:%d/%m/%Y}" if rule.valid_to else ""
    parts = (
        rule.name,
        ", ".join(days),
        ", ".join(_words_of(rule)),
        ", ".join(rule.procedures),
        f"từ {rule.valid_from:%d/%m/%Y}{until}",
        rule.source,
    )
    return "; ".join(parts).rstrip("; ")


@lru_cache(maxsize=16)
def read_rules(lines: tuple[str, ...]) -> tuple[DayRule, ...]:
    """The rules that these lines say; an empty line says none.

    Raises:
        RuleLineWrong: the first that says none.
    """
    return tuple(read_rule(line) for line in lines if clean(line))


def read_rule(line: str) -> DayRule:
    """The rule that this line says.

    Raises:
        RuleLineWrong.
    """
    name, days, changes, procedures, time, source = ([clean(part) for part in line.split(";", 5)] + [""] * 6)[:6]
    if not name:
        raise RuleLineWrong(line, "thiếu tên của ngày")
    weekdays, dates = _read_days(line, days)
    valid_from, valid_to = _read_time(line, time)
    codes = tuple(one for part in procedures.split(",") if (one := clean(part)))
    wrong = next((code for code in codes if _CODE.fullmatch(code) is None), "")
    if wrong:
        raise RuleLineWrong(line, f"“{wrong}” không phải mã thủ tục, như 1.001193")
    values, off = _read_changes(line, changes)
    rule = DayRule(
        name=name,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source,
        weekdays=weekdays,
        dates=dates,
        procedures=codes,
        no_slip=values.get(DayChange.NO_SLIP),
        on_the_spot=values.get(DayChange.ON_THE_SPOT),
        no_form=values.get(DayChange.NO_FORM),
        paperless=values.get(DayChange.PAPERLESS),
        fee_off=off,
    )
    if rule.fee_off and not source:
        raise RuleLineWrong(line, "giảm phí thì ghi quyết định cho giảm ở phần cuối")
    if valid_to is not None and valid_to < valid_from:
        raise RuleLineWrong(line, "ngày cuối trước ngày đầu")
    return rule


def days_of(rule: DayRule) -> str:
    """Its days in words."""
    days = [WEEKDAYS[n - 1] for n in rule.weekdays] + [f"{one:%d/%m/%Y}" for one in rule.dates]
    return ", ".join(days) or EVERY_DAY


def changes_of(rule: DayRule) -> str:
    """What it says in words, also what it takes back."""
    return ", ".join(_words_of(rule))


def _words_of(rule: DayRule) -> list[str]:
    found = []
    for change in DayChange:
        says = rule.says(change)
        if says is None:
            continue
        if change is DayChange.FEE:
            off = rule.fee_off or 0
            found.append(_WHOLE_PRICE if not off else _FREE if off == WHOLE else f"giảm {off}%")
        else:
            found.append((_YES if says else _NO)[change])
    return found


def _read_days(line: str, words: str) -> tuple[tuple[int, ...], tuple[date, ...]]:
    weekdays: list[int] = []
    dates: list[date] = []
    for part in filter(None, map(clean, words.split(","))):
        if (n := _DAYS.get(search_key(part))) is not None:
            weekdays.append(n)
        elif _DATE.fullmatch(part):
            dates.append(_read_date(line, part))
        elif search_key(part) != search_key(EVERY_DAY):
            raise RuleLineWrong(line, f"“{part}” không phải ngày; ghi như thứ Ba, chủ Nhật hoặc 31/12/2026")
    return tuple(weekdays), tuple(dates)


def _read_changes(line: str, words: str) -> tuple[dict[DayChange, bool], int | None]:
    values: dict[DayChange, bool] = {}
    off: int | None = None
    for part in filter(None, map(clean, words.split(","))):
        key = search_key(part)
        less = _OFF.fullmatch(key)
        if key in _RULES:
            change, yes = _RULES[key]
            values[change] = yes
        elif key == search_key(_FREE):
            off = WHOLE
        elif key == search_key(_WHOLE_PRICE):
            off = 0
        elif less is not None and 0 < int(less[1]) <= WHOLE:
            off = int(less[1])
        else:
            known = ", ".join((*_YES.values(), "giảm 50%", _FREE))
            raise RuleLineWrong(line, f"chưa hiểu “{part}”; ghi {known}, hoặc để bỏ: {', '.join(_NO.values())}")
    if not values and off is None:
        raise RuleLineWrong(line, f"thiếu điều thay đổi: {', '.join((*_YES.values(), 'giảm 50%', _FREE))}")
    return values, off


def _read_time(line: str, words: str) -> tuple[date, date | None]:
    found = [_read_date(line, one) for one in _DATE.findall(words)]
    if not 1 <= len(found) <= 2:
        raise RuleLineWrong(line, "thiếu ngày bắt đầu, ghi như từ 01/12/2026 đến 31/12/2026")
    return found[0], found[1] if len(found) == 2 else None


def _read_date(line: str, words: str) -> date:
    try:
        day, month, year = map(int, words.split("/"))
        return date(year, month, day)
    except ValueError as wrong:
        raise RuleLineWrong(line, f"không có ngày {words}") from wrong
