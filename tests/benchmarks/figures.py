"""One measured figure beside its limit, both from the same run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured.

    Attributes:
        what: in words.
        value: measured, in ``unit``.
        limit: what the same machine does at best in the same run, in ``unit``; 0 = there is no such limit.
        limit_what: what that best is.
        target: what was aimed at, in words.
    """

    what: str
    value: float
    unit: str
    limit: float
    limit_what: str
    target: str

    @property
    def ratio(self) -> float | None:
        """How many times its limit the value is."""
        return self.value / self.limit if self.limit else None


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def number(value: float) -> str:
    """Three digits, or whole from a thousand on."""
    return f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"


def as_json(figure: Figure) -> dict[str, object]:
    """The figure with its ratio."""
    return {**asdict(figure), "ratio": figure.ratio}


def table(figures: Sequence[Figure]) -> str:
    """The figures as text in columns."""
    lines = [("what", "value", "limit", "ratio", "target", "limit is")]
    lines += [
        (
            figure.what,
            f"{number(figure.value)} {figure.unit}",
            number(figure.limit),
            "" if figure.ratio is None else f"{figure.ratio:.2f}x",
            figure.target,
            figure.limit_what,
        )
        for figure in figures
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
