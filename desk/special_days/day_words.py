"""What citizens and clerks read of rules of days."""

from collections.abc import Iterable
from datetime import date

from models.catalogue.day_rules import WHOLE, DayChange, DayRule, DayTerms

_TOLD = {
    DayChange.NO_SLIP: "không in giấy hẹn",
    DayChange.ON_THE_SPOT: "trả kết quả ngay trong ngày",
    DayChange.NO_FORM: "công chức điền tờ khai, người dân chỉ ký",
    DayChange.PAPERLESS: "không in giấy; giấy tờ xuất trình, quét rồi trả lại",
}
"""Each change to citizens."""


def change_words(terms: DayTerms) -> list[str]:
    """What holds, rule by rule: ``"Ngày không hẹn: không in giấy hẹn; trả kết quả ngay trong ngày"``."""
    found = []
    for rule in terms.rules:
        told = [_told(change, one) for change, one in terms.decided if one is rule]
        found.append(f"{rule.name}: {'; '.join(told)}")
    return found


def day_words(rules: Iterable[DayRule], day: str = "Hôm nay") -> list[str]:
    """What these rules bring, for a screen of the hall: one line each, with how many procedures where not for all."""
    found = []
    for rule in rules:
        told = "; ".join(_told(change, rule) for change in rule.changes)
        some = f" ({len(rule.procedures)} thủ tục, xin hỏi quầy)" if rule.procedures else ""
        if told:
            found.append(f"{day} là {rule.name}: {told}{some}.")
    return found


def figure_words(rule: DayRule, dossiers: int, next_on: date | None) -> str:
    """``"Thứ Sáu xanh: 12 hồ sơ tháng này; ngày tới 04/12/2026"``."""
    ahead = f"; ngày tới {next_on:%d/%m/%Y}" if next_on else "; không còn ngày nào trong một năm tới"
    return f"{rule.name}: {dossiers} hồ sơ tháng này{ahead}"


def on_the_spot_reason(rule: DayRule) -> str:
    """Why a result is given on the day, as a reason of the due date."""
    decided = f" ({rule.source})" if rule.source else ""
    return f"Theo quy định của {rule.name}{decided}: giải quyết ngay."


def _told(change: DayChange, rule: DayRule) -> str:
    if change is DayChange.FEE:
        return f"miễn phí, lệ phí ({rule.source})" if rule.fee_off == WHOLE else f"giảm {rule.fee_off}% phí, lệ phí"
    return _TOLD[change]
