"""Settings of a province's national messages, under ``[national.rules]`` of the hub's TOML file.

No specification was available; each default says what it was taken from.
"""

from msgspec import Struct

from models.events import NationalState
from models.ids import ClerkId
from models.money import FeeLineKind


class Named(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A procedure as the national system names it; empty = as the dossier says."""

    code: str = ""
    name: str = ""
    field_code: str = ""
    field_name: str = ""
    result_code: str = ""


class PaperKinds(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """LoaiGiayTo. Unsure: the values of the older interface are published nowhere."""

    original: str = "1"
    copy: str = "2"
    electronic: str = "3"


class Kinds(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """LoaiDoiTuong: 1 citizen, 2 enterprise, 3 state agency, 4 other body (domain.md §5.1).

    A desk knows people and bodies, and of a body whether it has a tax code. Generation A knew 1 and 2 only (F5 A).
    """

    person: str = "1"
    body_with_tax_code: str = "2"
    body: str = "4"


class NationalRules(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How this province fills the messages.

    Attributes:
        procedures: by our code, where the national one or its names differ.
        fields: MaLinhVuc by name of the field ("Hộ tịch" = "G15-HT01"); generation A asks for it instead.
        refused_later: state of a refusal after receipt: 3 as mẫu 03 says, or 8 ("Dừng xử lý").
        refused_at_counter: whether a dossier refused at the counter, which has no code but its slip's number, is
            told at all. NgayTiepNhan is then the instant of the refusal, because the interface demands one.
        number_when_none: DinhDanhCHS of an owner without a number; one province is known to send "000000001".
            Empty = none is made up, and the national system may refuse.
        download_url: where the national system fetches files, the file's digest appended; empty = no files told.
        result_files: papers whose scan is the result, by the name the clerk gave the paper.
        databases: MaCSDL of the bases this system is connected to (DSKetNoiCSDL; "1" = population).
        submitted_at: NoiNopHoSo, "1" national portal, "2" local.
        fee_kinds: LoaiPhiLePhi by kind of a line ("charge", "fee", "tax"), where the province tells them apart; the
            interface lists 1, 2 and 3 without saying which is which, so nothing is assumed.
        fee_code, fee_collected, fee_kind: MaPhiLePhi, HinhThucThu, LoaiPhiLePhi; what one province sends (F5 B).
    """

    procedures: dict[str, Named] = {}
    fields: dict[str, str] = {}
    refused_later: NationalState = NationalState.NOT_RECEIVED
    refused_at_counter: bool = True
    number_when_none: str = ""
    download_url: str = ""
    result_files: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    submitted_at: str = "2"
    fee_code: str = "1"
    fee_collected: str = "1"
    fee_kind: str = "1"
    fee_kinds: dict[FeeLineKind, str] = {}
    papers: PaperKinds = PaperKinds()
    kinds: Kinds = Kinds()


class OfficeFacts(Struct, frozen=True, kw_only=True):
    """What a message needs of the office beyond the dossier: who its clerks are, by id."""

    clerks: dict[ClerkId, str] = {}
