"""Filling declarations at a desk: what is asked, printed, kept, printed again, and what of it goes away."""

import hashlib
from dataclasses import replace as with_field
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from desk.declarations import kept as keeping
from desk.declarations.answers import Subjects, worst_answers
from desk.declarations.declarations import (
    AnswersWrong,
    CopyGone,
    DeclarationForm,
    issue,
    open_declaration,
    preview_template,
    print_again,
)
from desk.declarations.handed_in import names_of_dossier
from desk.declarations.kept import DeclarationDraft, whose
from desk.declarations.known_declarations import (
    TEMPLATES,
    DeclarationExpired,
    DeclarationUnknown,
    TemplateDamaged,
    declarations_for,
    find_declaration,
    known_declarations,
)
from desk.declarations.office_templates import TemplateThere, TemplateWish, TemplateWrong, add_template, check_template
from desk.desk import Desk
from desk.prints.print_jobs import deliver
from desk.province_assignment import DECLARATIONS
from desk.views.intake import IntakeViews
from desk.views.open_desk import OpenDesk
from models.clerk import Role
from models.events import DeclarationFilled, FormPrinted
from models.not_allowed import RoleForbids
from models.person import Person, Sex
from models.store.projections.declarations import FilledDeclarations
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import as_
from tests.desk.intake.test_drafts import PulledPlugError, pull
from tests.desk.intake.test_intake import COPIES, RESIDENCE, complete
from tests.fakes.templates import pdf_form, word
from tests.printing.reading import texts

MOTHER = Person(
    full_name="Lý Thị Ví Dụ",
    personal_number="020195001234",
    born_on=date(1995, 3, 4),
    sex=Sex.FEMALE,
    address="Thôn Khuổi Cấp, xã Mẫu Sơn",
)
OTHER = replace(MOTHER, full_name="Nông Văn Khác", personal_number="020095009999", sex=Sex.MALE)


def asks(person: Person, declaration: str = "cam-doan", **answers: str) -> DeclarationForm:
    return DeclarationForm(declaration=declaration, people=Subjects(submitter=person, owner=person), answers=answers)


def answered(desk: Desk, person: Person, declaration: str = "cam-doan", **more: str) -> DeclarationForm:
    people = Subjects(submitter=person, owner=person)
    offered = open_declaration(desk, declaration, people)
    known = {key: one.text for key, one in offered.known.items()}
    return replace(asks(person, declaration), answers={**known, "noi_dung": "con tôi sinh tại nhà", **more})


def out_of(desk: Desk, folder: Path) -> list[Path]:
    return sorted((desk.folder / folder).glob("*.pdf"))


def test_a_declaration_is_filled_from_the_card_and_one_question_recorded_and_printed(desk: Desk) -> None:
    issued = issue(desk, answered(desk, MOTHER))
    deliver(issued.job, lambda step: step(desk))
    (printed,) = out_of(desk, Path("papers"))
    assert printed.read_bytes() == issued.pdf
    (page,) = texts(issued.pdf)
    assert "Lý Thị Ví Dụ" in page
    assert "con tôi sinh tại nhà" in page
    filled, job = (one.event for one in desk.store.log.history(issued.subject))
    assert isinstance(job, FormPrinted)
    assert filled == DeclarationFilled(
        declaration="cam-doan", valid_from=date(2025, 7, 1), digest=hashlib.sha256(issued.pdf).hexdigest()
    )
    assert desk.store.lists(FilledDeclarations).counted(desk.today, desk.today) == {"cam-doan": 1}


def test_what_is_needed_is_asked_for_or_left_to_be_written_by_hand_and_what_is_wrong_is_refused(desk: Desk) -> None:
    with pytest.raises(AnswersWrong) as refused:
        issue(desk, asks(MOTHER))
    assert {one.key for one in refused.value.problems} >= {"nguoi.ho_ten", "noi_dung"}
    blank = issue(desk, replace(asks(MOTHER), blank=True))
    assert "....." in texts(blank.pdf)[0]
    event = desk.store.log.history(blank.subject)[0].event
    assert isinstance(event, DeclarationFilled)
    assert event.blank
    wrong = replace(answered(desk, MOTHER, **{"nguoi.ngay_sinh": "30/02/1995"}), blank=True)
    with pytest.raises(AnswersWrong, match="1"):
        issue(desk, wrong)


def test_a_copy_is_the_same_bytes_on_a_later_day_and_gone_after_a_week(desk: Desk, clock: TurnedClock) -> None:
    issued = issue(desk, answered(desk, MOTHER))
    deliver(issued.job, lambda step: step(desk))
    clock.turn(days=2)
    again = print_again(desk, issued.subject)
    assert (again.sheet.made, again.copy) == (issued.pdf, 2)
    clock.turn(days=6)
    with pytest.raises(CopyGone):
        print_again(desk, issued.subject)
    assert not [key for key in desk.store.key_values.keys() if key.startswith(keeping.KEPT)]  # noqa: SIM118 - no dict


def test_a_draft_comes_back_for_its_citizen_and_is_gone_with_the_next(desk: Desk) -> None:
    mine, others = Subjects(submitter=MOTHER, owner=MOTHER), Subjects(submitter=OTHER, owner=OTHER)
    version = find_declaration(desk, "cam-doan").version
    keeping.save_draft(
        desk, DeclarationDraft(declaration=version, procedure="", whose=whose(mine), answers={"noi_dung": "của tôi"})
    )
    assert open_declaration(desk, "cam-doan", mine).typed == {"noi_dung": "của tôi"}
    assert open_declaration(desk, "cam-doan", others).typed == {}
    assert open_declaration(desk, "cam-doan", mine).typed == {}
    assert desk.store.drafts.keys() == []


def test_a_declaration_is_recorded_and_its_draft_is_gone_or_neither(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = answered(desk, MOTHER)
    OpenDesk(desk).declarations.keep_draft(form)
    drafts, events = desk.store.drafts.keys(), desk.store.log.counts().events
    with monkeypatch.context() as cut:
        cut.setattr(desk.store.drafts, "forget", pull)
        cut.setattr(desk.store.drafts, "drop", pull)
        with pytest.raises(PulledPlugError):
            issue(desk, form)
    assert desk.store.log.counts().events == events
    assert desk.store.drafts.keys() == drafts != []
    issue(desk, form)
    assert desk.store.drafts.keys() == []


def test_the_next_citizen_s_paper_has_nothing_of_the_one_before(desk: Desk) -> None:
    first = issue(desk, answered(desk, MOTHER)).pdf
    second = issue(desk, answered(desk, OTHER)).pdf
    assert "Ví Dụ" not in " ".join(texts(second))
    assert "020195001234" not in " ".join(texts(second))
    assert "Khác" not in " ".join(texts(first))


def test_an_edition_brings_a_new_version_and_the_old_one_is_refused_from_its_last_day_on(desk: Desk) -> None:
    (desk.folder / DECLARATIONS).write_text(
        """
[[declaration]]
id = "cam-doan"
name = "Giấy cam đoan mới"
valid_from = 2026-01-01
layout = "# GIẤY CAM ĐOAN MỚI"

[[declaration]]
id = "cu"
name = "Tờ khai cũ"
valid_from = 2020-01-01
valid_to = 2025-12-31
layout = "# CŨ"
""",
        "utf-8",
    )
    assert find_declaration(desk, "cam-doan").name == "Giấy cam đoan mới"
    with pytest.raises(DeclarationExpired) as refused:
        find_declaration(desk, "cam-doan/2025-07-01")
    assert "Dùng mẫu áp dụng từ 01/01/2026" in refused.value.sentence
    with pytest.raises(DeclarationExpired) as refused:
        issue(desk, asks(MOTHER, "cu"))
    assert "hết hiệu lực từ 31/12/2025" in refused.value.sentence
    with pytest.raises(DeclarationUnknown) as unknown:
        find_declaration(desk, "cam-doann")
    assert "có phải “cam-doan”?" in unknown.value.sentence


def test_those_of_the_chosen_procedure_stand_first(desk: Desk) -> None:
    assert next(one.id for one in declarations_for(desk, "1.001193")) == "khai-sinh"
    assert len(declarations_for(desk)) >= 14


def test_an_office_adds_a_template_whose_questions_are_the_words_before_its_names(office: Desk, tmp_path: Path) -> None:
    file = tmp_path / "Đơn xin xác nhận.docx"
    file.write_bytes(word(["Tôi là {{ nguoi_nop.ho_ten }}.", "Lý do xin: {{ hoi_ly_do }}"]))
    wish = TemplateWish(file=file, valid_from=office.today)
    added = add_template(office, wish)
    assert added.declaration.id == "don-xin-xac-nhan"
    assert [one.label for one in added.declaration.questions] == ["Lý do xin"]
    form = replace(asks(MOTHER, "don-xin-xac-nhan"), answers={"hoi_ly_do": "vay vốn & làm nhà"})
    (page,) = texts(issue(office, form).pdf)
    assert "Tôi là Lý Thị Ví Dụ." in page
    assert "vay vốn & làm nhà" in page
    with pytest.raises(TemplateThere):
        add_template(office, wish)
    assert "BẢN IN THỬ" in texts(preview_template(office, "don-xin-xac-nhan"))[0]


def test_a_wrong_template_is_not_kept_and_a_changed_file_is_not_filled(office: Desk, tmp_path: Path) -> None:
    file = tmp_path / "don.docx"
    file.write_bytes(word(["Tôi là {{ nguoi_nop.hoten }}"]))
    with pytest.raises(TemplateWrong) as refused:
        add_template(office, TemplateWish(file=file, valid_from=office.today))
    assert "đoạn 1: không có “nguoi_nop.hoten”, có phải “nguoi_nop.ho_ten”?" in refused.value.sentence
    assert not (office.folder / TEMPLATES).exists()
    form = tmp_path / "to.pdf"
    form.write_bytes(pdf_form(["nguoi_nop.ho_ten"]))
    added = add_template(office, TemplateWish(file=form, valid_from=office.today, id="to"))
    (office.folder / TEMPLATES / added.declaration.file).write_bytes(pdf_form(["nguoi_nop.email"]))
    with pytest.raises(TemplateDamaged):
        issue(office, asks(MOTHER, "to"))
    (office.folder / TEMPLATES / "hong.2026-01-01.toml").write_text("name = ", "utf-8")
    assert [name for name, _ in known_declarations(office).damaged] == ["hong.2026-01-01.toml"]


def test_who_may_fill_and_who_may_add(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "don.docx"
    file.write_bytes(word(["x"]))
    with pytest.raises(RoleForbids):
        check_template(as_(desk, "cc", Role.CLERK), TemplateWish(file=file, valid_from=desk.today))
    with pytest.raises(RoleForbids):
        issue(as_(desk, "qt", Role.ADMIN), asks(MOTHER))
    with pytest.raises(RoleForbids):
        open_declaration(as_(desk, "qt", Role.ADMIN), "cam-doan", Subjects())


def test_a_paper_of_a_training_says_so(desk: Desk) -> None:
    training = with_field(desk, training=True)
    assert "ĐÀO TẠO" in texts(issue(training, answered(training, MOTHER)).pdf)[0]


@pytest.fixture
def office(desk: Desk) -> Desk:
    return as_(desk, "ld", Role.LEADER)


def test_every_shipped_declaration_comes_out(desk: Desk) -> None:
    for one in declarations_for(desk):
        form = replace(asks(MOTHER, one.id), answers=worst_answers(one))
        assert issue(desk, form).pdf.startswith(b"%PDF")


def test_a_dossier_of_the_same_person_and_procedure_is_linked_to_the_last_declaration_filled_in_for_it(
    desk: Desk,
) -> None:
    views = IntakeViews(SimpleNamespace(desk=desk, set_aside=()))  # type: ignore[arg-type] # as much of it as is asked
    for procedure, person in ((COPIES, MOTHER), (COPIES, MOTHER), (RESIDENCE, MOTHER), (COPIES, OTHER)):
        issue(desk, replace(asks(person), procedure=procedure, blank=True))
    taken = views.take_in(complete(desk, COPIES, submitter=MOTHER)).dossier
    assert names_of_dossier(desk, taken.id) == ("Giấy cam đoan",)
    assert desk.store.lists(FilledDeclarations).handed_in(desk.today, desk.today) == 1
    again = views.take_in(complete(desk, COPIES, submitter=MOTHER)).dossier
    assert names_of_dossier(desk, again.id) == ()  # the last one is taken; an earlier one was filled in anew
    namesake = replace(MOTHER, personal_number="020195007777")
    assert names_of_dossier(desk, views.take_in(complete(desk, COPIES, submitter=namesake)).dossier.id) == ()
    assert desk.store.log.verify() == []
