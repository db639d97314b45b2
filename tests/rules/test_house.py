"""Rules of the house that no linter knows."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("desk", "models", "printing", "sync", "ui")
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]")
ESCAPED = re.compile(r"\\[NUux0-7]")
"""A letter that is written by its number or name."""

MOST_MODULES = 24

MAY_END = "_words.py"
MAY_SPEAK = ("ui/", "printing/", "desk/words/", "desk/commands/", "models/catalogue/", "desk/__main__.py")
"""Where Vietnamese text stands: the screen, the papers, the desk's words and its command line, catalogue data."""

ALSO = {
    "desk/cards/samples.py": "invented citizens are data",
    "desk/cards/formats/chip_qr.py": "the words on the card are its format",
    "desk/cards/formats/mojibake.py": "the alphabet itself",
    "desk/cards/formats/layout.py": "what the keys of a layout give is data",
    "desk/cards/formats/words.py": "the letters of syllables are data",
    "desk/dossiers/clock.py": "its few words stand beside what they are of",
    "desk/dossiers/disputes.py": "likewise",
    "desk/dossiers/four_eyes.py": "likewise",
    "desk/dossiers/hand_over_lists.py": "likewise",
    "desk/dossiers/results.py": "likewise",
    "desk/dossiers/outcome.py": "likewise",
    "desk/dossiers/process.py": "likewise",
    "desk/dossiers/returns.py": "likewise",
    "desk/dossiers/step_line.py": "likewise",
    "desk/intake/columns.py": "the heads of columns are data",
    "desk/intake/name_list.py": "the words of titles and sums are data",
    "desk/intake/line_by_shape.py": "labels in cells are data",
    "desk/intake/line_reader.py": "the words for groups of people are data",
    "desk/intake/reuse.py": "the sentence of its refusal stands beside it",
    "desk/intake/intake.py": "the sentence of its refusal stands beside it",
    "desk/intake/national_check.py": "the names of fields stand beside what they are of",
    "desk/line/waiting.py": "the sentence of its refusal stands beside it",
    "desk/money/prices.py": "its few words stand beside what they are of",
    "desk/money/province_fees.py": "likewise",
    "desk/table_file.py": "its one sentence stands beside what it is of",
    "desk/money/money_papers.py": "what became of a receipt, as the paper says it, and the sentence of its refusal",
    "desk/money/paper_receipts.py": "the sentences of its refusals stand beside them",
    "desk/money/payments.py": "the sentences of its refusals stand beside them",
    "desk/money/receipt_numbers.py": "likewise",
    "desk/money/lowered_receipts.py": "likewise",
    "desk/money/receipts.py": "likewise",
    "desk/money/shifts.py": "likewise",
    "desk/money/transfers.py": "likewise",
    "desk/laptop/laptop_words.py": "what is said of a visit laptop",
    "desk/laptop/codes.py": "the sentences of its refusals stand beside them",
    "desk/laptop/laptops.py": "likewise",
    "desk/laptop/wipe.py": "likewise",
    "desk/visit_laptop.py": "likewise",
    "desk/post/supervision.py": "the sentences of its refusals stand beside them",
    "desk/assisted/assisted.py": "likewise",
    "desk/away.py": "likewise",
    "desk/mobile/points.py": "likewise",
    "desk/mobile/slips.py": "likewise",
    "desk/citizen_file/citizen_file.py": "likewise",
    "desk/citizen_file/merging.py": "likewise",
    "desk/training/citizen_files.py": "the name of who works at an invented desk",
    "desk/training/training_bundles.py": "likewise",
    "desk/posters/posters.py": "likewise",
    "desk/posters/writing.py": "likewise, and what stands at the foot",
    "desk/declarations/answers.py": "what an answer is called and judged by stands beside its kind",
    "desk/declarations/declarations.py": "the sentences of its refusals stand beside them, and the mark of a trial",
    "desk/declarations/known_declarations.py": "the sentences of its refusals stand beside them",
    "desk/declarations/office_templates.py": "likewise, and the invented people of a trial",
    "desk/views/service/declarations.py": "where an answer was taken from, as its field says it",
    "models/declaration.py": "what can be asked of a person, by its names in templates",
    "desk/reach.py": "likewise",
    "desk/post/parcels.py": "likewise",
    "desk/appointments/arrival.py": "likewise",
    "desk/appointments/booking.py": "likewise",
    "desk/appointments/offering.py": "likewise",
    "desk/visits/entitled.py": "likewise",
    "desk/visits/papers.py": "the sentences of its refusals stand beside them",
    "desk/visits/door.py": "likewise",
    "desk/visits/planning.py": "likewise",
    "desk/visits/requests.py": "likewise",
    "desk/updates/refusals.py": "likewise",
    "desk/updates/trial.py": "what a self-test came to, in the sentence of its refusal",
    "desk/post/approved.py": "likewise",
    "desk/post/consignments.py": "likewise",
    "desk/post/delivery_record.py": "likewise",
    "desk/post/quarter.py": "likewise",
    "desk/bundles/bundles.py": "likewise",
    "desk/views/service/bundles.py": "what its sheet and notes say of a bundle",
    "desk/bundles/bundle_draft.py": "likewise",
    "desk/bundles/bundle_form.py": "likewise",
    "desk/bundles/definitions.py": "likewise",
    "models/subjects/processing.py": "who carries a posted result is data",
    "desk/province/reconcile.py": "its few words stand beside what they are of",
    "desk/register/closing.py": "likewise",
    "desk/register/writing.py": "likewise",
    "desk/staff/accounts.py": "likewise",
    "desk/training/training.py": "the invented office is data",
    "desk/training/training_clerks.py": "the invented clerks are data",
    "desk/training/home_visits.py": "the invented visits are data",
    "desk/training/training_appointments.py": "the invented appointments are data",
    "models/codes/vietqr.py": "its few words stand beside what they are of",
    "models/system/command_line.py": "what click says in English on both command lines",
    "models/system/libraries.py": "what both command lines say of a library that does not load",
    "models/system/stop_signals.py": "what both command lines say when they are stopped",
    "models/words/shape_words.py": "what libraries say in English of a file, on both command lines",
    "models/legacy_text.py": "old encodings are data",
    "models/text.py": "the alphabet itself",
    "models/receipt_day.py": "the heads and words of the table's columns are data",
    "models/subjects/register.py": "what the register says, on paper and on screen",
    "models/words/money_words.py": "amounts in words are what the file is about",
    "models/places/places.py": "the words for kinds of places are data",
    "models/places/old_places.py": "likewise",
    "models/places/spelling.py": "ways of writing names of places are data",
    "models/places/nationality.py": "names of states are data",
    "models/catalogue/old_places_build.py": "likewise",
    "sync/national/words.py": "the words of the national interface are its format",
    "sync/hub/words.py": "what the administrator of the hub reads",
    "sync/national/papers.py": "the words of the national list are its format",
}


def sources() -> Iterator[Path]:
    for floor in FLOORS:
        yield from (ROOT / floor).rglob("*.py")


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """String literals that are not docstrings."""
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node


def test_vietnamese_stands_only_where_people_read() -> None:
    found = []
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(MAY_SPEAK) or name.endswith(MAY_END) or name in ALSO:
            continue
        text = path.read_text("utf-8")
        if VIETNAMESE.search(text) or ESCAPED.search(text):  # reading what has neither is most of the time
            found += [f"{name}:{s.lineno}" for s in strings(ast.parse(text)) if VIETNAMESE.search(str(s.value))]
    assert found == []


def test_exceptions_to_that_rule_are_still_needed() -> None:
    for name in ALSO:
        tree = ast.parse((ROOT / name).read_text("utf-8"))
        assert any(VIETNAMESE.search(str(s.value)) for s in strings(tree)), name


def test_no_folder_has_more_modules_than_a_reader_takes_in_at_a_glance() -> None:
    sizes = Counter(path.parent.relative_to(ROOT).as_posix() for path in sources() if path.name != "__init__.py")
    assert {folder: size for folder, size in sizes.items() if size > MOST_MODULES} == {}


PUT_TOGETHER = {"commands", "training", "views"}
"""Folders of the desk that may name all subjects."""

KNOWN_TO_ALL = {"pauses", "prints", "words"}

MAY_KNOW = {
    "assisted": {"intake"},
    "bundles": {"assisted", "declarations", "dossiers", "intake", "money"},
    "appointments": {"intake", "line"},
    "citizen_file": {"declarations"},
    "declarations": {"intake"},
    "dossiers": {"intake", "money", "staff"},
    "hall": {"appointments", "line", "special_days"},
    "health": {"backup", "cards", "line", "money", "staff"},
    "intake": {"money", "special_days"},
    "laptop": {"line", "money", "province", "staff"},
    "money": {"staff"},
    "mobile": {"dossiers"},
    "post": {"dossiers", "intake", "money"},
    "prints": {"line", "staff"},
    "province": {"dossiers", "staff"},
    "visits": {"dossiers", "intake", "staff"},
    "setup": {"backup", "cards", "province", "staff"},
    "updates": {"backup", "cards", "health", "intake", "line", "staff", "training"},
    "words": {"cards"},
}
"""Which other subjects a subject of the desk may name besides these; one that is not listed names none."""


def test_a_subject_of_the_desk_knows_only_those_it_is_told_to_know() -> None:
    subjects = {path.parent.name for path in (ROOT / "desk").glob("*/__init__.py")} - PUT_TOGETHER
    found: dict[str, set[str]] = {}
    for subject in subjects:
        for path in (ROOT / "desk" / subject).rglob("*.py"):
            names = [
                name
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.ImportFrom) and node.module
                for name in (node.module, *(f"{node.module}.{one.name}" for one in node.names))
            ]
            others = {name.split(".")[1] for name in names if name.startswith("desk.")} & subjects
            found.setdefault(subject, set()).update(others - {subject} - KNOWN_TO_ALL - MAY_KNOW.get(subject, set()))
    assert MAY_KNOW.keys() <= subjects
    assert {subject: others for subject, others in found.items() if others} == {}


def test_no_two_public_classes_bear_one_name() -> None:
    where: dict[str, list[str]] = {}
    for path in sources():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: files for name, files in where.items() if len(files) > 1} == {}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_path_that_the_guides_name_is_there(name: str) -> None:
    named = re.findall(
        r"`((?:desk|installer|models|printing|sync|tests|ui)/[\w./-]+)`", (ROOT / name).read_text("utf-8")
    )
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_no_room_is_called_utils() -> None:
    vague = {"utils", "helpers", "common", "manager", "base", "misc"}
    assert [str(p) for p in sources() if p.stem in vague] == []


def test_every_folder_on_the_way_is_a_package() -> None:
    missing = [str(p.parent) for p in sources() if not (p.parent / "__init__.py").exists()]
    assert missing == []


def test_every_cache_of_what_is_given_has_an_end() -> None:
    """A cache without a size, of a function that is given something, grows with whatever anybody asks."""
    endless = []
    for path in sources():
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "cache" in text else ():
            if isinstance(node, ast.FunctionDef):
                given = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
                told = {ast.unparse(one).removeprefix("functools.") for one in node.decorator_list}
                if given and told & {"cache", "lru_cache(maxsize=None)", "lru_cache(None)"}:
                    endless.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert endless == []


def test_no_type_is_decoded_that_another_thread_may_be_making_ready() -> None:
    """See ``models/system/decoding.py``."""
    bare = []
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_bytes())):
                kind = _decoded_type(call) if isinstance(call, ast.Call) else None
                if kind is not None and not ast.unparse(kind).startswith("prepared("):
                    bare.append(f"{path.relative_to(ROOT)}:{kind.lineno}")
    assert bare == ["models/system/decoding.py:27"]  # which makes it ready


def _decoded_type(call: ast.Call) -> ast.expr | None:
    """What ``msgspec`` is told to decode as; None = another call, or anything goes."""
    name, given = ast.unparse(call.func), [word.value for word in call.keywords if word.arg == "type"]
    if re.fullmatch(r"(msgspec\.)?(json|msgpack)\.Decoder", name):
        given = call.args[:1] or given
    elif name == "msgspec.convert":
        given = call.args[1:2] or given
    elif not re.fullmatch(r"(msgspec\.)?(json|msgpack|toml|yaml)\.decode", name):
        return None
    return given[0] if given else None
