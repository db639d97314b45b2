"""The answer to the question whether a paper is genuine, in words."""

from desk.dossiers.paper_check import CheckedPaper, PaperDoubt, PaperVerdict
from desk.words.terms import STATUS, moment
from models.codes.register_number import REGISTER_FORM
from models.codes.signed_paper import PaperFacts
from models.events import Form
from models.words.money_words import in_figures
from printing.forms.table import FORMS

WORD: dict[PaperVerdict, str] = {
    PaperVerdict.GENUINE: "Giấy thật",
    PaperVerdict.CHANGED: "Giấy bị sửa",
    PaperVerdict.VOID: "Hồ sơ đã hủy",
    PaperVerdict.WITHDRAWN: "Hồ sơ đã rút",
    PaperVerdict.STOPPED: "Hồ sơ đã dừng giải quyết",
    PaperVerdict.OLDER_COPY: "Bản in cũ",
    PaperVerdict.OTHER_CODE: "Mã không còn giá trị",
    PaperVerdict.REVOKED: "Máy đã bị thu hồi",
    PaperVerdict.UNKNOWN: "Không biết",
}

TONE: dict[PaperVerdict, str] = {
    PaperVerdict.GENUINE: "good",
    PaperVerdict.CHANGED: "bad",
    PaperVerdict.VOID: "bad",
    PaperVerdict.WITHDRAWN: "bad",
    PaperVerdict.STOPPED: "bad",
    PaperVerdict.OLDER_COPY: "warn",
    PaperVerdict.OTHER_CODE: "bad",
    PaperVerdict.REVOKED: "bad",
    PaperVerdict.UNKNOWN: "warn",
}
"""How a banner shows it."""

DOUBT: dict[PaperDoubt, str] = {
    PaperDoubt.UNSIGNED: "Mã này không có chữ ký (giấy in trước đây, hoặc mã gõ tay), nên không biết thật hay giả.",
    PaperDoubt.NO_KEYS: (
        "Máy này chưa có danh sách khóa của các máy trong tỉnh, nên không biết ai in giấy; cần trao đổi với tỉnh trước."
    ),
    PaperDoubt.KEY_UNKNOWN: (
        "Không máy nào trong danh sách của tỉnh có khóa đã ký giấy này: máy mới vào, giấy của tỉnh khác, hoặc giấy "
        "giả; ở đây không thể biết."
    ),
    PaperDoubt.OTHER_BARS: "Mã vạch trên giấy khác mã trong ô QR.",
    PaperDoubt.REVOKED_SINCE: (
        "Máy này bị thu hồi sau giờ in ghi trong mã. Giờ ấy do chính máy ghi: ai còn giữ máy cũng ghi được giờ bất kỳ, "
        "chỉ lịch sử hồ sơ mới chứng thực được."
    ),
    PaperDoubt.OTHER_KEY_SINCE: "Giờ in ghi trong mã muộn hơn lúc máy này đổi khóa: cần hỏi nơi in giấy.",
    PaperDoubt.BEFORE_ADMITTED: (
        "Giờ in ghi trong mã sớm hơn lúc máy này vào hệ thống tỉnh: đồng hồ máy ấy sai, hoặc giờ bị ghi lùi."
    ),
    PaperDoubt.RECEIVED_TWICE: "Hồ sơ được tiếp nhận hai lần, chưa ai giải quyết mã nào có giá trị.",
    PaperDoubt.AFTER_NOW: "Giờ in ghi trong mã muộn hơn bây giờ: đồng hồ máy này hoặc máy in giấy bị sai.",
    PaperDoubt.NO_HISTORY: "Hồ sơ không có ở máy này, nên không biết giấy đã bị hủy, đã đổi hay đã in lại hay chưa.",
}


_OTHERS = {REGISTER_FORM: "Sổ theo dõi hồ sơ, quyển"}
"""Papers that are not of the table of forms."""


def sentence(checked: CheckedPaper) -> str:
    """The answer in one or two sentences."""
    verdict, facts = checked.verdict, checked.facts
    match verdict:
        case PaperVerdict.CHANGED if PaperDoubt.OTHER_BARS in checked.doubts:
            return "Giấy bị sửa: mã vạch và ô QR không cùng một mã."
        case PaperVerdict.CHANGED:
            return "Giấy bị sửa: nội dung trong ô QR không khớp chữ ký của máy đã in."
        case PaperVerdict.UNKNOWN:
            return f"Không biết. {DOUBT[checked.doubts[0]]}"
        case PaperVerdict.VOID:
            return f"Hồ sơ {checked.code} đã hủy, giấy này không còn giá trị."
        case PaperVerdict.WITHDRAWN:
            return f"Hồ sơ {checked.code} đã rút, giấy này không còn giá trị."
        case PaperVerdict.STOPPED:
            return f"Hồ sơ {checked.code} đã dừng giải quyết, giấy này không còn giá trị."
        case PaperVerdict.OTHER_CODE:
            return f"Giấy mang mã {checked.code} không còn giá trị: hồ sơ nay mang mã {', '.join(checked.held)}."
        case PaperVerdict.REVOKED:
            since = f" từ {moment(checked.revoked_at)}" if checked.revoked_at else ""
            return f"Không dùng được: {_by(checked)}, máy đã bị thu hồi{since}."
        case PaperVerdict.OLDER_COPY:
            copy = facts.copy if facts else 1
            return f"Giấy thật nhưng là bản in lần {copy}; đã in lại đến lần {checked.copies}. {_by(checked)}."
        case PaperVerdict.GENUINE:
            return f"Giấy thật: {_by(checked)}."


def lines(checked: CheckedPaper) -> list[str]:
    """The answer, what the paper must say, what has changed since, and what cannot be known here."""
    told = [sentence(checked)]
    facts = checked.facts
    if facts is not None:
        proven = checked.office != "" and checked.verdict is not PaperVerdict.CHANGED
        told.append("Trên giấy phải ghi:" if proven else "Mã tự khai, chưa chứng thực được:")
        told += [f"  {line}" for line in facts_told(checked.code, facts)]
    if checked.status is not None:
        told.append(f"Hồ sơ ở máy này: {STATUS[checked.status]}.")
    if facts is not None and checked.now is not None:
        told += changes(facts, checked.now)
    if PaperDoubt.REVOKED_SINCE in checked.doubts and checked.recorded:
        told.append("Lịch sử hồ sơ ở máy này có đúng lần in ấy của máy ấy.")
    first = checked.doubts[:1] if checked.verdict is PaperVerdict.UNKNOWN else ()
    return told + [DOUBT[one] for one in checked.doubts if one not in first]


def banner(checked: CheckedPaper) -> tuple[str, str]:
    """Tone and words at the counter, where the dossier's own page is opened beside if it is here."""
    told, tone = [sentence(checked)], TONE[checked.verdict]
    if checked.facts is not None and checked.dossier is None and checked.office:
        told.append("Trên giấy phải ghi: " + "; ".join(facts_told(checked.code, checked.facts)) + ".")
    if checked.facts is not None and checked.now is not None:
        told += changes(checked.facts, checked.now)
        tone = "warn" if tone == "good" else tone
    first = checked.doubts[:1] if checked.verdict is PaperVerdict.UNKNOWN else ()
    open_ = [one for one in checked.doubts if one not in first]
    if tone == "good" and set(open_) - {PaperDoubt.NO_HISTORY}:
        tone = "warn"
    return tone, " ".join([*told, *(DOUBT[one] for one in open_)])


def facts_told(code: str, facts: PaperFacts) -> list[str]:
    """The facts of a paper, one a line, to be compared with what is printed."""
    name = FORMS[Form(facts.form)].short if facts.form in set(Form) else _OTHERS.get(facts.form, facts.form)
    copy = f", bản in lần {facts.copy}" if facts.copy > 1 else ""
    told = [f"{name} {code}{copy}, in {moment(facts.printed_at)}"]
    if facts.owner:
        told.append(f"Chủ hồ sơ, chữ đầu các tiếng: {facts.owner}")
    if facts.procedure:
        told.append(f"Thủ tục: {facts.procedure}")
    if facts.due_at is not None:
        told.append(f"Hẹn trả: {moment(facts.due_at)}")
    if facts.price is not None:
        told.append(f"Phí, lệ phí: {in_figures(facts.price)} đồng; đã thu {in_figures(facts.taken)} đồng")
    return told


def changes(facts: PaperFacts, now: PaperFacts) -> list[str]:
    """What the history says otherwise by now."""
    told = []
    if facts.due != now.due:
        due = moment(now.due_at) if now.due_at else "không còn"
        told.append(f"Hẹn trả nay là: {due}.")
    if facts.price != now.price:
        price = "chưa rõ" if now.price is None else f"{in_figures(now.price)} đồng"
        told.append(f"Phí, lệ phí nay là: {price}.")
    if facts.owner != now.owner:
        told.append(f"Chủ hồ sơ nay là: {now.owner}.")
    if facts.procedure != now.procedure:
        told.append(f"Thủ tục nay là: {now.procedure}.")
    return told


def _by(checked: CheckedPaper) -> str:
    office = checked.office_name or checked.office
    at = f", in {moment(checked.facts.printed_at)}" if checked.facts else ""
    return f"{office}, máy số {checked.device}{at}"
