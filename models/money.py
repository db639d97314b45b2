"""Money as it is counted and receipted: parts of a price, numbers of receipts, notes and coins. Amounts are đồng."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from models.ids import DossierId

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500)
"""Notes and coins of which a drawer is counted, the largest first."""


class FeeLineKind(StrEnum):
    """What one line of a price is; each kind has a receipt of its own (Luật Phí và lệ phí 2015 Đ3)."""

    CHARGE = "charge"
    """Phí: what a service costs."""
    FEE = "fee"
    """Lệ phí: a fixed sum for an act of administration."""
    TAX = "tax"
    """A tax or another sum collected for another body."""


class CollectingBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body whose money it is, as the receipt names it (NĐ 254/2026/NĐ-CP Đ23.2 đ)."""

    name: str
    tax_code: str = ""
    address: str = ""


class PaidFee(Struct, frozen=True, kw_only=True):
    """What of a payment is for one dossier."""

    dossier: DossierId
    amount: int


class ReceiptNumber(Struct, frozen=True, kw_only=True, order=True):
    """The number of a receipt (biên lai), which starts anew each year (NĐ 254/2026/NĐ-CP Đ23.2 c).

    Attributes:
        form: symbol of the model, ``EBL01`` without and ``EBL02`` with a face value (TT 91/2026/TT-BTC).
        series: year, ``T`` and two letters, ``26TAB``.
        number: 1 and up, eight digits at most.
    """

    form: str
    series: str
    number: int

    @property
    def text(self) -> str:
        """As paper and lists show it: ``26TAB-00000042``."""
        return f"{self.series}-{self.number:08d}"


class Counted(Struct, frozen=True, kw_only=True):
    """So many notes or coins of one kind. ``note``: its value."""

    note: int
    pieces: int


class MethodTotal(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of one way of paying: taken and given back, and how many payments.

    Attributes:
        paid_by: value of ``models.events.PaidBy``.
    """

    paid_by: str
    taken: int
    returned: int = 0
    payments: int = 0


def sum_of(counted: Iterable[Counted]) -> int:
    """What the notes and coins amount to."""
    return sum(one.note * one.pieces for one in counted)
