"""A VietQR on the citizen's screen: text, code and the whole screen painted, each payment another one.

Beside it the same pixels copied from a picture that is ready, which is the least a screen costs.
"""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from tests.benchmarks.figures import Figure, percentile

RUNS = 200
SIZES = ((1024, 600), (1920, 1080))


def figures() -> Iterator[Figure]:
    """Median of each size of screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QFont, QImage, QPainter  # noqa: PLC0415 - after the platform is named
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - likewise

    from desk.citizen.citizen_view import payment_view  # noqa: PLC0415 - likewise
    from desk.citizen.qr import qr_rows  # noqa: PLC0415 - likewise
    from desk.settings import MoneySettings  # noqa: PLC0415 - likewise
    from models.codes.payment_reference import payment_reference  # noqa: PLC0415 - likewise
    from models.ids import SubjectId  # noqa: PLC0415 - likewise
    from ui.citizen.citizen_paint import CitizenPainter  # noqa: PLC0415 - likewise
    from ui.style.theme import load_fonts  # noqa: PLC0415 - likewise
    from ui.widgets.qr_code import qr_image  # noqa: PLC0415 - likewise

    qt = QApplication.instance() or QApplication(["motcua"])
    family, now = QFont(load_fonts()), datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    money = MoneySettings(bank_bin="970405", bank_name="Agribank", account="1500200000001", account_holder="UBND XA")

    def code(n: int) -> QImage:
        view = payment_view(money, 8_000 + n, payment_reference(SubjectId(f"payment/{n}")))
        return qr_image(qr_rows(view.qr), 8)

    def draw(picture: QImage) -> None:
        painter = QPainter(screen)
        painter.drawImage(0, 0, picture)
        painter.end()

    for width, height in SIZES:
        screen, ready = (QImage(width, height, QImage.Format.Format_RGB32) for _ in range(2))

        def paint(n: int, on: QImage = screen) -> None:
            view = payment_view(money, 8_000 + n, payment_reference(SubjectId(f"payment/{n}")))
            painter = QPainter(on)
            CitizenPainter(painter, on.rect(), family, qr_rows(view.qr)).draw(view, "UBND xã Mẫu Sơn", now)
            painter.end()

        def copy(_: int, on: QImage = screen, picture: QImage = ready) -> None:
            painter = QPainter(on)
            painter.drawImage(0, 0, picture)
            painter.end()

        yield Figure(
            what=f"payment → its VietQR on the citizen's screen, all painted, {width}×{height}, p50",
            value=_median(paint),
            unit="ms",
            limit=_median(copy),
            limit_what="the same pixels copied from a ready picture",
            target="reported",
        )
    side = code(0).width()
    screen, ready = QImage(side, side, QImage.Format.Format_RGB32), code(0)
    yield Figure(
        what=f"payment → its VietQR drawn: reference, text, code, {side}×{side} pixels, p50",
        value=_median(lambda n: draw(code(n + 10 * RUNS))),
        unit="ms",
        limit=_median(lambda _: draw(ready)),
        limit_what="a picture of that size, ready, copied to the screen",
        target="≤ 5 ms",
    )
    del qt


def _median(step: Callable[[int], object]) -> float:
    """Milliseconds; the first steps load what is loaded once."""
    took = []
    for n in range(RUNS + 5):
        start = time.perf_counter()
        step(n)
        took.append((time.perf_counter() - start) * 1000)
    return percentile(took[5:], 0.5)
