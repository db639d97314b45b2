"""Every refused answer of the set-up, and the sentence for it."""

import pytest
from msgspec.structs import replace

from desk.cards.ports import PortChoice
from desk.settings import MoneySettings, Scanner, Settings
from desk.setup.setting_problems import AccountDraft, Problem, ProblemKind, problems_of, problems_of_clerks
from desk.setup.setting_words import name_of, problem_words
from desk.training.training import training_settings
from models.catalogue.catalogue import shipped
from models.clerk import Role
from models.codes.agency import AgencyFault, agency_fault
from models.files.rules import rules_of
from models.ids import DeviceId

GOOD = training_settings()
NO_FIRST = MoneySettings(paper_form="01BLP2-001", paper_series="AA-26P", paper_last=50)
OFFICE, DEVICE, WAITING = GOOD.office, GOOD.device, GOOD.waiting


def test_good_settings_have_no_problem() -> None:
    assert problems_of(GOOD, shipped()) == ()


@pytest.mark.parametrize(
    ("settings", "key", "why"),
    [
        (
            replace(GOOD, office=replace(OFFICE, unit=replace(OFFICE.unit, id=""))),
            "office.unit.id",
            ProblemKind.MISSING,
        ),
        (
            replace(GOOD, office=replace(OFFICE, unit=replace(OFFICE.unit, id="h26.1"))),
            "office.unit.id",
            ProblemKind.LETTERS,
        ),
        (
            replace(GOOD, office=replace(OFFICE, unit=replace(OFFICE.unit, id="26.1"))),
            "office.unit.id",
            ProblemKind.IDENTIFIER,
        ),
        (
            replace(GOOD, office=replace(OFFICE, unit=replace(OFFICE.unit, id="H26" + ".123" * 9))),
            "office.unit.id",
            ProblemKind.TOO_LONG,
        ),
        (replace(GOOD, office=replace(OFFICE, parent=" ")), "office.parent", ProblemKind.MISSING),
        (replace(GOOD, office=replace(OFFICE, phone="không có")), "office.phone", ProblemKind.PHONE),
        (replace(GOOD, device=replace(DEVICE, number=DeviceId(0))), "device.number", ProblemKind.NUMBER),
        (replace(GOOD, device=replace(DEVICE, block_first=4000)), "device.block_first", ProblemKind.BLOCK),
        (replace(GOOD, device=replace(DEVICE, block_last=3010)), "device.block_first", ProblemKind.BLOCK_SMALL),
        (
            replace(GOOD, money=MoneySettings(paper_form="a", paper_series="b", paper_last=50)),
            "money.paper_first",
            ProblemKind.RANGE,
        ),
        (replace(GOOD, device=replace(DEVICE, letter="Đ")), "device.letter", ProblemKind.LETTER),
        (replace(GOOD, device=replace(DEVICE, serves=("xin",))), "device.serves", ProblemKind.UNKNOWN),
        (replace(GOOD, waiting=replace(WAITING, priority_run=0)), "waiting.priority_run", ProblemKind.NUMBER),
        (replace(GOOD, waiting=replace(WAITING, services=WAITING.services * 2)), "waiting.services", ProblemKind.TWICE),
        (replace(GOOD, offered=("1.001193", "7.777777")), "offered", ProblemKind.UNKNOWN),
        (replace(GOOD, backups=replace(GOOD.backups, at="25:00")), "backups.at", ProblemKind.TIME),
        (replace(GOOD, hall=replace(GOOD.hall, volume=101)), "hall.volume", ProblemKind.NUMBER),
        (replace(GOOD, hall=replace(GOOD.hall, kiosk_services=("xin",))), "hall.kiosk_services", ProblemKind.UNKNOWN),
        (replace(GOOD, look=replace(GOOD.look, theme="hồng")), "look.theme", ProblemKind.UNKNOWN),
    ],
)
def test_each_refused_answer_is_named_and_said(settings: Settings, key: str, why: ProblemKind) -> None:
    found = problems_of(settings, shipped())
    assert (key, why) in [(problem.key, problem.why) for problem in found]
    for problem in found:
        said = problem_words(problem)
        assert said.endswith((".", "?"))
        assert problem.key not in said


def test_every_answer_with_a_rule_has_a_name_a_person_knows() -> None:
    assert [key for key in rules_of(Settings) if name_of(key) == key] == ["other_units.transfer.unit"]  # never typed


def test_the_numbers_of_every_scanner_keep_their_rule() -> None:
    slow = Scanner(port=PortChoice(path="COM3"), baud=0)
    found = problems_of(replace(GOOD, scanner=slow, hall=replace(GOOD.hall, kiosk_pin="12a4", early_minutes=9_999)))
    assert [problem.key for problem in found] == ["scanner.baud", "hall.kiosk_pin", "hall.early_minutes"]
    assert [problem_words(problem) for problem in found] == [
        "Tốc độ của đầu đọc thẻ: cần một số từ 1 đến 4000000.",
        "Mã số đóng máy lấy số: chỉ gồm chữ số.",
        "Số phút lấy số được trước giờ mở cửa: cần một số từ 0 đến 1440.",
    ]


def test_all_problems_are_told_at_once() -> None:
    unit = replace(OFFICE.unit, id="x", name="")
    bad = replace(GOOD, office=replace(OFFICE, unit=unit, place=""), device=replace(DEVICE, letter="1"))
    assert [problem.key for problem in problems_of(bad)] == [
        "office.unit.id",
        "office.unit.name",
        "office.place",
        "device.letter",
    ]


def account(
    id_: str, *, pin: bool = True, roles: frozenset[Role] = frozenset({Role.CLERK}), name: str = "Trần Thị Thử"
) -> AccountDraft:
    return AccountDraft(id=id_, name=name, phone="", roles=roles, has_pin=pin)


ADMIN = frozenset({Role.ADMIN})


def test_one_who_works_alone_needs_no_pin() -> None:
    assert problems_of_clerks([account("thu", pin=False)]) == ()


def test_where_one_has_a_pin_all_need_one_and_somebody_sets_up() -> None:
    found = problems_of_clerks([account("thu"), account("mau", pin=False, name="Mẫu")])
    assert found == (Problem("clerks.1.pin", ProblemKind.PIN, ("Mẫu",)), Problem("clerks", ProblemKind.NO_ADMIN))
    assert "mục 2" in problem_words(found[0])
    assert problems_of_clerks([account("thu"), account("mau", roles=ADMIN)]) == ()


def test_nobody_twice_no_odd_names_no_roles_none() -> None:
    found = problems_of_clerks([account("Thử"), account("mau"), account("mau", roles=frozenset())])
    whys = {problem.why for problem in found}
    assert {ProblemKind.LOGIN, ProblemKind.TWICE, ProblemKind.MISSING, ProblemKind.NO_ADMIN} <= whys
    assert problems_of_clerks([])[0].why is ProblemKind.MISSING


@pytest.mark.parametrize("identifier", ["H26.12.34", "H00.99.01", "000.17.22.H56", "G09", "H26.A1"])
def test_identifiers_of_both_generations_are_taken(identifier: str) -> None:
    assert agency_fault(identifier) is None


@pytest.mark.parametrize("identifier", ["26.12", "Z26.1", "H26.", "H26..1", "H2.1", "000.H56.17", "0101234567"])
def test_what_is_no_identifier_of_an_agency(identifier: str) -> None:
    assert agency_fault(identifier) is AgencyFault.SHAPE
