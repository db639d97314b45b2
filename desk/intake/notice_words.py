"""Short sentences for the notices of a form and for facts the office already has."""

from datetime import date
from typing import assert_never

from desk.intake.duplicates import Duplicate
from desk.intake.notices import (
    AuthorityFuture,
    AuthorityUnproven,
    DocumentExpired,
    LetterUndrawable,
    Notice,
    PersonOdd,
    TaxCodeOdd,
    TooFewCopies,
)
from desk.words.person_doubts import DOUBT
from desk.words.terms import ROLE
from models.calendar.clock import local
from models.codes.tax_code import TaxCodeKind
from models.person import Standing
from models.places.address import Address, AddressReason
from models.places.old_places import Certainty, OldAddress


def notice_words(notice: Notice) -> str:
    """A notice as one sentence."""
    match notice:
        case PersonOdd(role, doubt, better):
            told = f"{ROLE[role].capitalize()}: {DOUBT[doubt][:1].lower()}{DOUBT[doubt][1:]}"
            return f"{told} Đổi thành “{better}”." if better else told
        case TaxCodeOdd(tax_code, TaxCodeKind.MALFORMED):
            return f"Mã số thuế {tax_code} không đúng dạng (10 số, 13 số của chi nhánh, 12 số của hộ)."
        case TaxCodeOdd(tax_code):
            return f"Mã số thuế {tax_code} không khớp số kiểm tra; đối chiếu với giấy đăng ký."
        case DocumentExpired(role, day):
            return f"Giấy tờ của {ROLE[role]} đã hết hạn ngày {day:%d/%m/%Y}."
        case TooFewCopies(paper, wanted, there):
            return f"“{paper}”: mới có {there}, cần {wanted} bản."
        case AuthorityUnproven(Standing.GUARDIAN):
            return "Chưa ghi giấy tờ chứng minh việc giám hộ."
        case AuthorityUnproven():
            return "Chưa ghi giấy ủy quyền."
        case AuthorityFuture(day):
            return f"Giấy ủy quyền đề ngày {day:%d/%m/%Y}, chưa đến ngày đó."
        case LetterUndrawable(letter, word):
            return f"Chữ “{letter}” trong “{word}” không in ra được; gõ lại chữ ấy theo giấy tờ trước khi in."
        case _:
            assert_never(notice)


def duplicate_words(duplicate: Duplicate) -> str:
    """A dossier of the same matter that is still at work."""
    day = f" ngày {local(duplicate.at):%d/%m/%Y}" if duplicate.at else ""
    if duplicate.awaits_supplement:
        return f"Người này đang được yêu cầu bổ sung cùng thủ tục (phiếu {duplicate.code}{day})."
    return f"Người này đã có hồ sơ cùng thủ tục đang giải quyết: {duplicate.code}{day}."


def old_address_words(old: OldAddress) -> str:
    """The address of today for an old one, as a sentence."""
    names = ", ".join(commune.full_name for commune in old.candidates)
    match old.certainty:
        case Certainty.WHOLE:
            return f"Địa chỉ cũ, đã đổi thành: {names}."
        case Certainty.DIVIDED:
            return f"Địa chỉ cũ; xã này đã chia về: {names}. Hỏi người nộp rồi sửa."
        case Certainty.UNSURE:
            return f"Có thể là địa chỉ cũ (nay: {names}). Xem lại."
        case _:
            assert_never(old.certainty)


def address_words(address: Address) -> str:
    """Why the commune of an address is certain, or is not."""
    names = ", ".join(commune.full_name for commune in address.candidates)
    province = address.province.name if address.province else ""
    match address.finding:
        case AddressReason.TODAY:
            return "Đúng tên xã, phường hiện nay."
        case AddressReason.MOVED | AddressReason.DIVIDED | AddressReason.MAY_BE_OLD if address.old is not None:
            return old_address_words(address.old)
        case AddressReason.MAY_BE:
            return f"Có thể là {names}; viết đủ loại đơn vị và dấu rồi xem lại."
        case AddressReason.COMMUNE_UNKNOWN:
            return f"{province} không có xã, phường nào tên như vậy."
        case _:
            return "Cuối địa chỉ không phải tên một tỉnh, thành phố."


def known_words(on: date | None) -> str:
    """The note beside a field filled from an earlier dossier."""
    return f"đã có từ hồ sơ ngày {on:%d/%m/%Y}, kiểm tra lại" if on else "đã có, kiểm tra lại"
