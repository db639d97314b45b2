"""Declarations filled in and drawn: all that the program comes with, and an office's own letter written in Word.

Answers are as long as real ones get. The first paper of a day also loads what draws it, which is a figure of its own.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from desk.declarations.answers import Subjects, worst_answers
from desk.declarations.declarations import DeclarationForm, fill
from desk.declarations.known_declarations import known_declarations
from desk.declarations.office_templates import TemplateWish, add_template
from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.declaration import Declaration
from models.person import Person
from tests.benchmarks.figures import Figure, percentile
from tests.fakes.templates import word

RUNS = 12
SUBMITTER = Person(full_name="Lý Thị Ví Dụ", personal_number="001190000001", address="Thôn Mẫu, xã Mẫu Sơn")
PEOPLE = Subjects(submitter=SUBMITTER, owner=SUBMITTER)
LETTER = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Tôi là {{ nguoi_nop.ho_ten }}, số định danh {{ nguoi_nop.so_dinh_danh }}.",
    *(f"Nội dung {number}: {{{{ hoi_noi_dung_{number} }}}}" for number in range(1, 13)),
]
TABLE = [["Họ tên", "Quan hệ"], *(["{{ nguoi_nop.ho_ten }}", "người nộp"] for _ in range(8))]


def figures() -> Iterator[Figure]:
    """The slowest of those laid out by our own description, the Word letter, and the first paper of a day."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        desk = open_desk(Path(name) / "desk", settings=training_settings(), training=True)
        try:
            ours = known_declarations(desk).all
            first = _took(desk, ours[0])
            took = {one.id: _p95(desk, one) for one in ours}
            file = Path(name) / "Thư.docx"
            file.write_bytes(word(LETTER, TABLE))
            letter = add_template(desk, TemplateWish(file=file, valid_from=desk.today)).declaration
            of_word = _p95(desk, letter)
        finally:
            close_desk(desk)
    slowest, quickest = max(took, key=lambda one: took[one]), min(took.values())
    limit = "the quickest of those laid out by us"
    what = f"declaration filled in and drawn, p95, the slowest of {len(took)} ({slowest})"
    yield Figure(what, took[slowest], "ms", quickest, limit, "≤ 300 ms")
    yield Figure("the first one of a day", first, "ms", quickest, limit, "≤ 300 ms")
    yield Figure("a Word letter of an office filled in and drawn, p95", of_word, "ms", quickest, limit, "≤ 300 ms")


def _p95(desk: Desk, declaration: Declaration) -> float:
    return percentile([_took(desk, declaration) for _ in range(RUNS)], 0.95)


def _took(desk: Desk, declaration: Declaration) -> float:
    form = DeclarationForm(declaration=declaration.id, people=PEOPLE, answers=worst_answers(declaration))
    started = time.perf_counter()
    fill(desk, form)
    return (time.perf_counter() - started) * 1000
