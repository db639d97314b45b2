"""What is said of a visit laptop on its page, in commands and on the list of a lost one."""

from collections.abc import Iterator

from desk.laptop.aboard import Aboard
from desk.laptop.codes import OneTimeCode
from desk.laptop.lost import LostPapers, LostRange, WhatItHad
from desk.visit_laptop import Contact
from desk.words.terms import moment
from models.events import PaperReceived
from models.subjects.laptop import Laptop

NO_LAPTOPS = "Chưa máy nào của cơ quan được đặt là máy đi tận nhà."


def laptop_line(laptop: Laptop) -> str:
    """One laptop in a list: ``"Máy 12 (Đi tận nhà): đã nạp 34 hồ sơ, việc, giữ đến 07/12/2026"``."""
    name = f" ({laptop.name})" if laptop.name else ""
    return f"Máy {laptop.device}{name}: {laptop_state(laptop)[0]}"


def laptop_state(laptop: Laptop) -> tuple[str, str]:
    """Where a laptop stands, and the tone of it."""
    if laptop.lost_at is not None:
        return f"báo mất {moment(laptop.lost_at)}: {laptop.lost_reason}", "bad"
    if not laptop.load:
        wiped = f", đã xóa {moment(laptop.wiped_at)}" if laptop.wiped_at else ""
        return f"không có dữ liệu đã nạp{wiped}", ""
    until = f", giữ đến {laptop.until:%d/%m/%Y}" if laptop.until else ""
    ordered = "; đã yêu cầu xóa" if laptop.wipe_ordered else ""
    return f"đã nạp {len(laptop.aboard)} hồ sơ, việc{until}{ordered}", "warn" if laptop.wipe_ordered else "good"


def aboard_words(aboard: Aboard) -> Iterator[str]:
    """What is on this laptop, a line for each thing."""
    if not aboard.marked:
        yield "Máy còn dữ liệu cả cơ quan từ trước: nộp hết rồi xóa dữ liệu trên máy một lần."
    yield f"Người: {aboard.people}. Hồ sơ: {aboard.dossiers}. Tất cả hồ sơ, việc đã nạp: {aboard.subjects}."
    yield f"Số còn cấp được hôm nay: {aboard.codes} số hồ sơ, {aboard.receipts} số biên lai."
    if not aboard.complete:
        yield coming_words(aboard)
    yield keep_words(aboard)
    yield heard_words(aboard)
    yield unsent_words(aboard)


def figures(aboard: Aboard) -> tuple[tuple[str, str], ...]:
    """Numbers with what they count."""
    return (
        (str(aboard.people), "người"),
        (str(aboard.dossiers), "hồ sơ"),
        (str(aboard.codes), "số hồ sơ còn cấp được"),
        (str(aboard.receipts), "số biên lai"),
        (str(aboard.days_left) if aboard.until else "–", "ngày nữa thì xóa"),
    )


def coming_words(aboard: Aboard) -> str:
    """How far the load is; empty = it is whole."""
    return "" if aboard.complete else f"Đang nạp: còn {aboard.remaining} trong {aboard.total} sự việc."


def heard_words(aboard: Aboard) -> str:
    """When the office was last heard of."""
    return f"Liên lạc gần nhất: {moment(aboard.contact)}." if aboard.contact else "Chưa liên lạc với cơ quan lần nào."


WIPED = "Đã xóa dữ liệu trên máy: khóa đã hủy, tệp cũ không mở được nữa."
WIPED_ITSELF = "Hết ngày giữ: dữ liệu đã nạp trên máy đã được xóa."


def lost_words(laptop: Laptop) -> str:
    """That it was reported lost."""
    return f"Máy {laptop.device}: {laptop_state(laptop)[0]}. Tỉnh thu hồi máy ngay khi nhận được việc này."


def to_read_out(laptop: int, code: OneTimeCode) -> str:
    """A code that a leader gives over the telephone."""
    return f"Đọc cho máy {laptop}: {code_words(code)}."


def keep_words(aboard: Aboard) -> str:
    """For how many days the load stays."""
    if aboard.until is None:
        return "Chưa nạp dữ liệu nào."
    left = f"còn {aboard.days_left} ngày" if aboard.days_left else "hôm nay là ngày cuối"
    return f"Giữ đến hết {aboard.until:%d/%m/%Y} ({left}), rồi tự xóa khi mọi việc đã nộp."


def unsent_words(aboard: Aboard) -> str:
    """What is still to be handed in."""
    kept = f"; {aboard.kept} việc còn thiếu tệp ở tỉnh" if aboard.kept else ""
    drafts = f"; {aboard.drafts} hồ sơ đang nhập dở" if aboard.drafts else ""
    sent = f"Chưa nộp: {aboard.unsent} việc" if aboard.unsent else "Mọi việc đã nộp về cơ quan"
    return f"{sent}{kept}{drafts}."


def short_words(aboard: Aboard) -> str:
    """The count that is always shown: ``"Trên máy: 34 người, 40 hồ sơ · còn 5 ngày · 12 chưa nộp"``."""
    days = f" · còn {aboard.days_left} ngày" if aboard.until else ""
    unsent = f" · {aboard.unsent} chưa nộp" if aboard.unsent else ""
    return f"Trên máy: {aboard.people} người, {aboard.dossiers} hồ sơ{days}{unsent}"


def contact_words(contact: Contact) -> str:
    """How it stands with the days without contact; empty = nothing is to be said."""
    if contact.closed:
        return (
            f"Đã {contact.days} ngày không liên lạc với cơ quan: dữ liệu đã nạp đang đóng. Nộp về cơ quan, hoặc gọi "
            "lãnh đạo xin mã một lần. Tiếp nhận hồ sơ mới vẫn làm bình thường."
        )
    if contact.until is not None:
        return f"Đang xem bằng mã của lãnh đạo, đến hết {contact.until:%d/%m/%Y}."
    if contact.soon:
        left = contact.limit - contact.days
        return f"Đã {contact.days} ngày không liên lạc; còn {left} ngày thì xem dữ liệu đã nạp phải có mã của lãnh đạo."
    return ""


def code_words(code: OneTimeCode) -> str:
    """A code to be read out."""
    return f"Mã số {code.number}: {code.code[:4]} {code.code[4:]} (dùng một lần, xem thêm được {code.days} ngày)"


def had_words(had: WhatItHad) -> Iterator[str]:
    """What a laptop has or had: to be read by who tells the citizens and locks the numbers."""
    yield laptop_line(had.laptop)
    yield f"Người cần báo: {len(had.people)}"
    for person in had.people:
        reach = " · ".join(part for part in (person.phone, person.address) if part) or "không có điện thoại, địa chỉ"
        codes = f" ({', '.join(person.codes)})" if person.codes else ""
        yield f"  {person.name}: {reach}{codes}"
    yield f"Hồ sơ trên máy: {len(had.dossiers)}; việc khác đã nạp: {had.others}"
    for one in had.dossiers:
        yield f"  {one.code}  {one.owner}  {one.procedure}" + (" (nhận trên máy)" if one.own else "")
    if had.papers:
        yield f"Giấy tờ trên giấy cán bộ mang theo: {len(had.papers)} hồ sơ"
    for bag in had.papers:
        yield f"  {bag.code}  {bag.owner}: {'; '.join(papers_words(bag))}"
    first, last = had.codes
    yield f"Số hồ sơ của máy: {first:04d}–{last:04d}, {NOT_ELSEWHERE}."
    for pool in had.receipts:
        yield f"{of_receipts(pool)}: {pool.first:07d}–{pool.last:07d}, {range_words(pool)}."


OF_CODES = "Số hồ sơ mỗi ngày"
NOT_ELSEWHERE = "không máy nào khác cấp"


def of_receipts(pool: LostRange) -> str:
    """What a range of receipt numbers is of."""
    return f"Biên lai {pool.form} {pool.series}"


def range_words(pool: LostRange) -> str:
    """Whether a range is locked."""
    return "đã khóa" if pool.closed else "khóa khi báo mất"


def papers_words(bag: LostPapers) -> tuple[str, ...]:
    """What to look for on paper, a line for each kind."""
    return tuple(map(_paper, bag.papers)) or ("Kết quả trên giấy",)


def _paper(one: PaperReceived) -> str:
    counts = (f"{one.originals} bản chính" if one.originals else "", f"{one.copies} bản sao" if one.copies else "")
    return f"{one.name} ({', '.join(filter(None, counts))})"
