"""Papers of the post: the slip of a parcel (phiếu gửi, TT 17/2017/TT-BTTTT Đ9), and the list of what the post takes.

The circular says what the slip contains, not how it looks; the post's own slip may be used beside it.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import local
from models.events import ParcelParty
from models.subjects.post.parcel import Parcel
from models.text import clean
from models.words.money_words import in_figures
from printing.forms.body import Given
from printing.forms.facts import dated
from printing.layout.sheet import (
    Block,
    CodeBlock,
    Column,
    FieldLine,
    FormField,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    Table,
    Title,
)

HINT = "(Ký và ghi rõ họ tên)"
"""How a side signs."""
_CONTENTS = (Column("STT", 6, centred=True), Column("Kết quả, thủ tục", 54), Column("Bản chính gửi trả kèm", 40))
_PARCELS = (
    Column("STT", 5, centred=True),
    Column("Số bưu gửi", 25, centred=True),
    Column("Người nhận, điện thoại", 24),
    Column("Địa chỉ", 24),
    Column("Số kết quả", 10, centred=True),
    Column("Thu hộ (đồng)", 12, centred=True),
)
_RECEIVER = (
    "Người nhận xuất trình giấy tờ tùy thân (người nhận thay: thêm giấy ủy quyền), kiểm tra niêm phong rồi ký nhận. "
    "Không phát được sau hai lần gọi cách nhau 02 ngày làm việc thì bưu gửi chuyển hoàn cơ quan gửi."
)
COMPLAINTS = (
    "Khiếu nại trong 06 tháng kể từ ngày gửi; bưu điện trả lời trong 05 ngày làm việc (nội tỉnh), 07 ngày làm việc "
    "(liên tỉnh). Mất, hư hỏng, chậm: bưu điện chịu trách nhiệm theo Luật Bưu chính."
)
"""Complaints and liability (TT 17/2017 Đ8)."""
_RIGHTS = (_RECEIVER, COMPLAINTS)
"""Rights, duties and liability, as TT 17/2017 Đ8 and QĐ 45/2016 Đ9 have them."""


class PostList(Struct, frozen=True, kw_only=True):
    """Parcels that went to the post together. At least one."""

    number: str
    parcels: Sequence[Parcel]


def parcel_slip(parcel: Parcel, given: Given) -> tuple[Block, ...]:
    """The slip of one parcel: both sides sign; it is sealed before the agency's clerk."""
    at = parcel.handed_at or given.printed_at
    postage = f"{in_figures(parcel.postage)} đồng" if parcel.postage else "theo bảng giá của bưu điện"
    cod = f"{in_figures(parcel.cod)} đồng" if parcel.cod else "không"
    rows = tuple(
        (str(place), f"{one.code}\n{clean(one.procedure)}", "\n".join(one.originals))
        for place, one in enumerate(parcel.contents, start=1)
    )
    return (
        *head("PHIẾU GỬI", "Trả kết quả qua dịch vụ bưu chính công ích", parcel.number, "Số bưu gửi", given, at),
        *_party("Người gửi", parcel.sender),
        *_party("Người nhận", parcel.receiver),
        FieldLine(
            (
                FormField("Gửi lúc", f"{local(at):%H:%M, %d/%m/%Y}"),
                FormField("Phát trong", f"{parcel.days} ngày làm việc" if parcel.days else ""),
            )
        ),
        FieldLine((FormField("Phương thức", "chuyển phát tại địa chỉ người nhận, bưu gửi niêm phong"),)),
        FieldLine((FormField("Cước", f"{postage}, người nhận trả"), FormField("Phí, lệ phí thu hộ", cod, strong=True))),
        Table(_CONTENTS, rows),
        *(Paragraph(one) for one in _RIGHTS),
        Signatures(
            (
                Signature("NHÂN VIÊN BƯU CHÍNH", HINT, parcel.postman),
                Signature("ĐẠI DIỆN CƠ QUAN GỬI", HINT, given.clerk),
                Signature("NGƯỜI NHẬN", "(Ký, ghi rõ họ tên, ngày giờ)", ""),
            )
        ),
    )


def post_list(told: PostList, given: Given) -> tuple[Block, ...]:
    """The list that the post signs for; each parcel by its slip's number."""
    rows = tuple(
        (
            str(place),
            one.number,
            "\n".join(filter(None, (clean(one.receiver.name), one.receiver.phone))),
            clean(one.receiver.address),
            str(len(one.contents)),
            in_figures(one.cod) if one.cod else "",
        )
        for place, one in enumerate(told.parcels, start=1)
    )
    cod = sum(one.cod for one in told.parcels)
    count = f"Tổng số: {len(told.parcels):02d} bưu gửi, {sum(len(one.contents) for one in told.parcels):02d} kết quả"
    first = told.parcels[0]
    return (
        *head("DANH SÁCH GIAO BƯU ĐIỆN", "", told.number, "Số", given, first.handed_at or given.printed_at),
        Table(_PARCELS, rows),
        Paragraph(f"{count}; phí, lệ phí thu hộ: {in_figures(cod)} đồng.", strong=True),
        Signatures(
            (
                Signature("BÊN GIAO", HINT, given.clerk),
                Signature("NHÂN VIÊN BƯU CHÍNH", HINT, first.postman),
            )
        ),
    )


def head(title: str, below: str, code: str, label: str, given: Given, at: datetime) -> tuple[Block, ...]:
    """Head of a paper of the post: the office, the code, the title; dated ``at``."""
    office, words = given.office, given.words
    mark = f"({given.copy_mark})" if given.copy_mark else ""
    return (
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(at, office.place, words.facts),
        ),
        CodeBlock(code=code, label=label),
        Title(title, " ".join(filter(None, (below, mark)))),
    )


def _party(role: str, party: ParcelParty) -> tuple[Block, ...]:
    contact = tuple(
        FormField(label, value) for label, value in (("Điện thoại", party.phone), ("Thư điện tử", party.email)) if value
    )
    return (
        FieldLine((FormField(role, clean(party.name), strong=True),)),
        FieldLine((FormField("Địa chỉ", clean(party.address)),)),
        *((FieldLine(contact),) if contact else ()),
    )
