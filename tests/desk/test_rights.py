"""Who may do what: the table row by row, through every verb of the desk that there is."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers import outcome, results
from desk.intake import intake
from desk.rights import TABLE, Permission, may, permissions_of, require
from desk.setup import settings_change
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Clerk, Role
from models.events import PaidBy
from models.ids import ClerkId, DossierId
from models.not_allowed import NobodySignedIn, RoleForbids
from tests.desk.intake.test_intake import RESIDENCE, complete

DESK = Path(__file__).parents[2] / "desk"
ELSEWHERE = ("commands", "words", "cards", "voice")
"""Rooms without verbs of a desk."""

ROWS = """
                clerk leader postal visitor admin
run_line        x     x      x      .       .
take_in         x     x      x      x       .
ask_supplement  x     x      x      x       .
refuse          x     x      .      .       .
read            x     x      x      x       .
read_all        x     x      .      x       .
citizen_file    x     x      .      x       .
merge_citizens  x     x      .      .       .
any_procedure   x     x      .      x       .
supervise_post  x     x      .      .       .
post            x     x      x      .       .
request_visit   x     x      .      x       .
plan_visits     x     x      .      x       .
visit           .     .      .      x       .
book_appointment x    x      x      .       .
set_slots       .     x      .      .       x
office_work     x     x      .      .       .
attach          x     x      x      x       .
correct         x     x      .      x       .
withdraw        x     x      .      .       .
hand_over       x     x      x      x       .
register        x     x      .      .       .
posters         x     x      .      .       x
templates       .     x      .      .       x
close_register  .     x      .      .       .
forward         x     x      x      x       .
work            x     x      .      .       .
sign            .     x      .      .       .
stop            x     x      .      .       .
check_in        x     x      x      .       .
record_signature x    x      .      .       .
settle          x     x      .      .       .
take_fee        x     x      x      x       .
price           x     x      .      .       .
waive           .     x      .      .       .
give_back_fee   x     x      .      .       .
see_takings     .     x      .      .       .
close_shifts    .     x      .      .       .
print           x     x      x      x       .
void            x     x      .      .       .
postpone        x     x      .      .       .
confirm         .     x      .      .       .
carry           x     x      .      .       x
load_laptop     x     x      .      x       x
manage_laptops  .     x      .      .       x
set_up          .     .      .      .       x
manage_clerks   .     .      .      .       x
keep            .     .      .      .       x
audit           .     x      .      .       x
"""

MACHINE = "nobody in particular does it: the clock, the kiosk, a printer, the exchange"
QUESTION = "tells nothing of a citizen that a verb with a right has not been asked for"
DOOR = "proving who one is: whoever stands at the door"
THROUGH = "another verb that it calls asks"

NO_RIGHT = {
    "declarations.declarations.with_earlier": THROUGH,
    "declarations.kept.drop_draft": "forgets, and tells nothing",
    "intake.drafts.forget_draft": "forgets, and tells nothing",
    "declarations.kept.keep": THROUGH,
    "declarations.kept.kept_here": "the view that shows them asks",
    "declarations.kept.load_draft": THROUGH,
    "declarations.kept.load_kept": "the view that shows them asks",
    "declarations.kept.save_draft": "the view that stores it asks",
    "declarations.known_declarations.content_of": QUESTION,
    "declarations.known_declarations.declarations_for": QUESTION,
    "declarations.known_declarations.find_declaration": QUESTION,
    "declarations.known_declarations.known_declarations": QUESTION,
    "declarations.office_templates.sample_of": QUESTION,
    "post.parcels.taken_of": QUESTION,
    "prints.print_jobs.copies_of": QUESTION,
    "assisted.assisted.filing": THROUGH,
    "assisted.assisted.guide": QUESTION,
    "assisted.assisted.of_code": THROUGH,
    "special_days.special_days.day_lines": QUESTION,
    "special_days.special_days.own_rules": QUESTION,
    "special_days.special_days.rules_on": QUESTION,
    "special_days.special_days.states": QUESTION,
    "special_days.special_days.terms_today": QUESTION,
    "appointments.arrival.arrive": MACHINE,
    "appointments.arrival.of_today": MACHINE,
    "appointments.arrival.release": MACHINE,
    "appointments.seats.ask": MACHINE,
    "appointments.seats.settle": MACHINE,
    "appointments.installation.begin": MACHINE,
    "appointments.booking.open_appointment": THROUGH,
    "appointments.seats.record_given": THROUGH,
    "appointments.installation.stamped": THROUGH,
    "appointments.booking.of_code": THROUGH,
    "appointments.booking.of_person": THROUGH,
    "appointments.offering.hit": THROUGH,
    "appointments.offering.outside": THROUGH,
    "appointments.arrival.unresolved": THROUGH,
    "appointments.seats.free": QUESTION,
    "appointments.seats.gives_alone": QUESTION,
    "appointments.seats.usable": QUESTION,
    "appointments.seats.look": QUESTION,
    "appointments.seats.office_slots": QUESTION,
    "appointments.installation.current": QUESTION,
    "dossiers.outcome.electronic_result": THROUGH,
    "supervised.postal_acts": THROUGH,
    "numbers.next_parcel_number": THROUGH,
    "numbers.code_of_slip": THROUGH,
    "numbers.last_given_in_turn": QUESTION,
    "numbers.numbers_for_slips": THROUGH,
    "numbers.slips_before_wipe": THROUGH,
    "away.point_here": QUESTION,
    "away.slips_out": QUESTION,
    "away.preprinted_slip": THROUGH,
    "visits.bringing.wanted": QUESTION,
    "visits.bringing.results": THROUGH,
    "visits.planning.last_place": THROUGH,
    "visits.requests.open_visit": THROUGH,
    "numbers.next_consignment_number": THROUGH,
    "intake.stored.intake_of": QUESTION,
    "intake.intake.checked": THROUGH,
    "intake.intake.taken_in": THROUGH,
    "intake.intake.payment_facts": THROUGH,
    "pauses.bundle_waits.ended_waits": THROUGH,
    "pauses.bundle_waits.start_waiting": MACHINE,
    "bundles.definitions.offered_bundles": QUESTION,
    "bundles.definitions.definition": QUESTION,
    "bundles.definitions.edition_of": QUESTION,
    "bundles.definitions.find_bundles": QUESTION,
    "bundles.bundles.on_portal": QUESTION,
    "declarations.handed_in.handed_in": THROUGH,
    "declarations.handed_in.names_of_dossier": THROUGH,
    "declarations.kept.kept_of": THROUGH,
    "assisted.assisted.bundle_code_problem": QUESTION,
    "views.service.bundles.note_of": THROUGH,
    "numbers.next_codes": QUESTION,
    "intake.intake.known_enough": QUESTION,
    "intake.intake.subject_of": QUESTION,
    "post.carriage.days_between": QUESTION,
    "post.carriage.working_days_after": QUESTION,
    "post.consignments.is_late": QUESTION,
    "post.consignments.slip_is_late": QUESTION,
    "post.parcels.is_late": QUESTION,
    "post.parcels.office_party": QUESTION,
    "post.parcels.second_call_on": QUESTION,
    "reach.check_approved": "every verb that takes in or returns asks its own right, and then this",
    "reach.check_reach": "every verb that acts on a dossier or shows one asks its own right, and then this",
    "reach.reached": QUESTION,
    "reach.loaded_is_open": QUESTION,
    "reach.is_closed": QUESTION,
    "reach.without_closed": QUESTION,
    "reach.check_loaded": "every verb that shows a subject asks its own right, and then this",
    "visits.shown.shown": THROUGH,
    "sweeping.finish": MACHINE,
    "visit_laptop.check_contact": QUESTION,
    "visit_laptop.codes_used": QUESTION,
    "visit_laptop.contact": QUESTION,
    "visit_laptop.days_without_contact": QUESTION,
    "visit_laptop.is_last_day_over": QUESTION,
    "visit_laptop.is_open": QUESTION,
    "visit_laptop.own_laptop": QUESTION,
    "visit_laptop.prepare": MACHINE,
    "visit_laptop.remember_codes": THROUGH,
    "laptop.laptops.leased_to": QUESTION,
    "laptop.aboard.people_of": THROUGH,
    "laptop.wipe.check": QUESTION,
    "laptop.wipe.is_due": QUESTION,
    "laptop.wipe.wipe_if_due": MACHINE,
    "numbers.before_wipe": THROUGH,
    "numbers.codes_left": QUESTION,
    "money.receipt_numbers.before_wipe": THROUGH,
    "reach.returned_here": QUESTION,
    "dossiers.four_eyes.give_back_warnings": QUESTION,
    "money.money_papers.give_up_waiting": THROUGH,
    "money.money_papers.payment_jobs": THROUGH,
    "money.money_papers.receipt_jobs": THROUGH,
    "money.money_papers.refund_jobs": THROUGH,
    "money.money_papers.require_account": QUESTION,
    "views.money.done.by_hand": QUESTION,
    "views.money.done.paid": QUESTION,
    "views.money.payments.how_many_today": QUESTION,
    "views.money.receipts.owed_lines": QUESTION,
    "views.money.shifts.closed_lines": THROUGH,
    "views.money.shifts.shift_card": QUESTION,
    "views.money.transfers.transfer_lines": THROUGH,
    "money.online_payments.is_for": QUESTION,
    "money.online_payments.paid_online": QUESTION,
    "money.paper_receipts.book_in_use": QUESTION,
    "money.paper_receipts.check_next": QUESTION,
    "money.paper_receipts.how_many_left": QUESTION,
    "money.paper_receipts.next_number": QUESTION,
    "money.payments.by_id": QUESTION,
    "money.payments.given_back": QUESTION,
    "money.payments.taking": THROUGH,
    "money.payments.to_pay": QUESTION,
    "money.payments.waiting_of": QUESTION,
    "money.receipt_numbers.asks_provider": QUESTION,
    "money.receipt_numbers.left": QUESTION,
    "money.receipt_numbers.own_body": QUESTION,
    "money.receipt_numbers.to_close": QUESTION,
    "money.receipt_numbers.usable": QUESTION,
    "money.receipts.by_id": QUESTION,
    "money.receipts.days_left": QUESTION,
    "money.receipts.doubled": QUESTION,
    "money.receipts.follows_by": QUESTION,
    "money.lowered_receipts.after_return": THROUGH,
    "money.receipts.crossed": QUESTION,
    "money.receipts.owed_receipt": THROUGH,
    "money.receipts.made": THROUGH,
    "money.receipts.on_paper_next": QUESTION,
    "money.shifts.by_id": QUESTION,
    "money.shifts.current": QUESTION,
    "money.shifts.forgotten": QUESTION,
    "money.shifts.lists": QUESTION,
    "money.shifts.named_or_opened": THROUGH,
    "money.transfers.arrived_for": QUESTION,
    "numbers.next_slip_number": THROUGH,
    "staff.second_person.confirmed": DOOR,
    "staff.accounts.account": QUESTION,
    "staff.accounts.begin_try": DOOR,
    "staff.accounts.change_secret": DOOR,
    "staff.accounts.end_try": DOOR,
    "staff.accounts.follow_staff": MACHINE,
    "staff.accounts.note_signed_in": DOOR,
    "dossiers.attachments.remove_copies": MACHINE,
    "intake.bulk.begin": THROUGH,
    "intake.bulk.list_job": THROUGH,
    "intake.bulk.slip_jobs": THROUGH,
    "intake.bulk.batch_progress": QUESTION,
    "intake.bulk.take_in_entry": THROUGH,
    "staff.colleagues.follow": MACHINE,
    "staff.colleagues.names": QUESTION,
    "dossiers.deadlines.nearness": QUESTION,
    "dossiers.deadlines.span": QUESTION,
    "prints.paper_signing.code_signer": MACHINE,
    "prints.paper_signing.own_public_key": QUESTION,
    "prints.paper_signing.signed": MACHINE,
    "prints.paper_signing.signed_again": MACHINE,
    "dossiers.delivery.ladder": QUESTION,
    "dossiers.delivery.note_stick": MACHINE,
    "intake.drafts.draft_to_continue": THROUGH,
    "intake.duplicates.duplicates": QUESTION,
    "province.edition.apply": MACHINE,
    "province.edition.waiting": QUESTION,
    "staff.second_person.begin": DOOR,
    "dossiers.clock.clock_of": QUESTION,
    "dossiers.clock.recount_open": MACHINE,
    "dossiers.clock.recount_after_edition": MACHINE,
    "dossiers.clock.recounted": QUESTION,
    "pauses.due_after_pauses.resumed": QUESTION,
    "pauses.due_after_pauses.step_resumed": QUESTION,
    "dossiers.clock.rule_of": QUESTION,
    "dossiers.clock.wait_number": THROUGH,
    "dossiers.work_lists.left_hours": QUESTION,
    "dossiers.process.forwarding": THROUGH,
    "dossiers.process.accepting": THROUGH,
    "dossiers.process.hand_over_by": QUESTION,
    "dossiers.process.in_person": QUESTION,
    "dossiers.process.unit_named": QUESTION,
    "dossiers.process.next_step": QUESTION,
    "dossiers.process.step_due": QUESTION,
    "dossiers.step_line.step_line": QUESTION,
    "recording.in_work": THROUGH,
    "recording.one_by_one": THROUGH,
    "recording.record_many": THROUGH,
    "recording.recorded": THROUGH,
    "dossiers.outcome.signed_elsewhere": THROUGH,
    "dossiers.four_eyes.postpone_warnings": QUESTION,
    "dossiers.four_eyes.void_warnings": QUESTION,
    "dossiers.four_eyes.price_warnings": QUESTION,
    "staff.second_person.second_persons": QUESTION,
    "setup.settings_change.with_accounts": MACHINE,
    "hall.hall_displays.board": MACHINE,
    "hall.hall_displays.kiosk_offer": MACHINE,
    "hall.hall_displays.opens_at": QUESTION,
    "health.health.checks": QUESTION,
    "health.health.data_checks": QUESTION,
    "intake.stored.procedure_snapshot": QUESTION,
    "intake.intake.preview": QUESTION,
    "backup.backup.back_up": MACHINE,
    "backup.backup.begin": "by the clock nobody, by hand it asks",
    "backup.backup.end": MACHINE,
    "backup.backup.fail": MACHINE,
    "backup.backup.note_damage": MACHINE,
    "backup.backup.note_made": MACHINE,
    "backup.integrity_check.end": MACHINE,
    "backup.recovery.sheet_made_at": QUESTION,
    "updates.trial.begin": MACHINE,
    "updates.trial.end": MACHINE,
    "updates.switching.switch": "when the window closes nobody, by command it asks",
    "limits.check": MACHINE,
    "limits.clock_limit": QUESTION,
    "limits.note_province_clock": MACHINE,
    "limits.limit_states": QUESTION,
    "intake.national_check.field_problems": QUESTION,
    "intake.national_check.problems": QUESTION,
    "numbers.jump": THROUGH,
    "numbers.next_code": THROUGH,
    "numbers.next_list_number": THROUGH,
    "numbers.next_ticket": THROUGH,
    "opening.close_desk": MACHINE,
    "opening.reopened": MACHINE,
    "training.home_visits.add_home_visits": MACHINE,
    "training.training_appointments.add_appointments": MACHINE,
    "training.citizen_files.add_citizen_files": MACHINE,
    "training.training_bundles.add_bundles": MACHINE,
    "access_log.record_file_opened": THROUGH,
    "citizen_file.citizen_file.read_file": THROUGH,
    "intake.reuse.reuse_problems": QUESTION,
    "training.practice.printing_to": MACHINE,
    "prints.print_jobs.begin": MACHINE,
    "prints.print_jobs.spooler_jobs": MACHINE,
    "prints.print_jobs.note_progress": MACHINE,
    "prints.print_jobs.note_queued": MACHINE,
    "prints.print_jobs.note_taken": MACHINE,
    "prints.print_jobs.note_trouble": MACHINE,
    "prints.print_jobs.pdf_folder": QUESTION,
    "prints.print_jobs.waiting_job": MACHINE,
    "prints.print_jobs.unprinted": QUESTION,
    "prints.print_jobs.store_job": THROUGH,
    "prints.printers.printers_in_force": QUESTION,
    "intake.promise.due": QUESTION,
    "intake.promise.fee": QUESTION,
    "money.prices.exemptions": QUESTION,
    "money.province_fees.province_prices": QUESTION,
    "province.province.membership": QUESTION,
    "province.province.rehome": MACHINE,
    "province.province.synchronise": MACHINE,
    "prints.form_jobs.job_of": "who calls it asks; for the slip of a number nobody in particular does",
    "prints.form_jobs.outcome_job": THROUGH,
    "prints.form_jobs.print_outcome": THROUGH,
    "prints.form_jobs.print_ticket": MACHINE,
    "prints.form_jobs.ticket_job": MACHINE,
    "province.reconcile.is_due": QUESTION,
    "health.device_report.device_report": MACHINE,
    "health.device_report.packed_report": MACHINE,
    "health.rotation.renew_scans": MACHINE,
    "health.rotation.scans_renewed": MACHINE,
    "health.rotation.scans_to_renew": MACHINE,
    "staff.session.carry_over": MACHINE,
    "staff.session.close": MACHINE,
    "staff.session.lock": DOOR,
    "staff.session.sign_in_choices": DOOR,
    "staff.session.sign_in": DOOR,
    "staff.session.sign_in_anew": DOOR,
    "staff.session.with_settings": MACHINE,
    "training.training_clerks.with_clerks": MACHINE,
    "training.training_receipts.with_receipts": MACHINE,
    "training.training_hub.joined": MACHINE,
    "line.waiting.last_number": QUESTION,
    "line.waiting.ahead_of": QUESTION,
    "line.waiting.by_number": QUESTION,
    "line.waiting.everybody": MACHINE,
    "line.waiting.issue": MACHINE,
    "line.waiting.line": MACHINE,
    "line.waiting.roll_over": MACHINE,
    "line.waiting.today": MACHINE,
}
"""Public functions over a desk that ask nobody who works here, and why not."""


def over_a_desk() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function of ``desk`` whose first argument is the desk."""
    for path in sorted(DESK.rglob("*.py")):
        where = path.relative_to(DESK)
        if where.parts[0] in ELSEWHERE or where.parts == ("rights.py",):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            arguments = [*node.args.posonlyargs, *node.args.args]
            if arguments and arguments[0].annotation and ast.unparse(arguments[0].annotation) in {"Desk", "'Desk'"}:
                yield ".".join([*where.with_suffix("").parts, node.name]), node


def asked_first(node: ast.FunctionDef) -> str:
    """What its first statement asks: a verb's name, "somebody", or "" for nothing."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    first = body[0].value if body and isinstance(body[0], ast.Expr) else None
    if not (isinstance(first, ast.Call) and isinstance(first.func, ast.Name)):
        return ""
    if first.func.id == "require_somebody":
        return "somebody"
    return ast.unparse(first.args[1]).removeprefix("Permission.").lower() if first.func.id == "require" else ""


VERBS = {name: asked_first(node) for name, node in over_a_desk()}


def table() -> dict[tuple[str, str], bool]:
    """The rows above."""
    head, *lines = ROWS.strip("\n").splitlines()
    roles = head.split()
    return {
        (verb, role): mark == "x"
        for line in lines
        for verb, *marks in [line.split()]
        for role, mark in zip(roles, marks, strict=True)
    }


class Reached(Exception):  # noqa: N818 - no error at all
    """The verb went on beyond the question who works here."""


class OnlyAClerk:
    """A desk of which nothing but who works there may be looked at."""

    def __init__(self, clerk: Clerk | None) -> None:
        self.clerk = clerk

    def __getattr__(self, name: str) -> object:
        raise Reached(name)


class Untouched:
    """An argument that nothing may be done with."""

    def __getattribute__(self, name: str) -> object:
        raise Reached(name)


def called(name: str, clerk: Clerk | None) -> None:
    """Call the real verb with somebody at work, and nothing else there."""
    module, _, function = name.rpartition(".")
    verb: Callable[..., object] = getattr(importlib.import_module(f"desk.{module}"), function)
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    rest = {
        one.name: Untouched()
        for one in list(inspect.signature(verb).parameters.values())[1:]
        if one.kind in kinds and one.default is inspect.Parameter.empty
    }
    made = verb(OnlyAClerk(clerk), **rest)
    if inspect.isgenerator(made):
        next(made)


def somebody(role: Role) -> Clerk:
    return Clerk(id=ClerkId("x"), name="X", roles=frozenset({role}))


def test_the_table_is_the_one_written_down_here() -> None:
    assert {(verb.value, role.value): role in TABLE[verb] for verb in Permission for role in Role} == table()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", list(Permission))
def test_a_role_may_what_its_row_says(verb: Permission, role: Role) -> None:
    desk = OnlyAClerk(somebody(role))
    allowed = table()[verb.value, role.value]
    assert may(desk, verb) is allowed  # type: ignore[arg-type] # a clerk is all that is looked at
    assert (verb in permissions_of([role])) is allowed
    if allowed:
        require(desk, verb)  # type: ignore[arg-type] # likewise
        return
    with pytest.raises(RoleForbids) as no:
        require(desk, verb)  # type: ignore[arg-type] # likewise
    assert set(no.value.roles) == TABLE[verb]


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb not in {"", "somebody"}])
def test_a_verb_goes_on_only_for_the_roles_of_its_row_and_for_nobody_while_locked(name: str) -> None:
    for role in Role:
        with pytest.raises(Exception) as stopped:
            called(name, somebody(role))
        assert isinstance(stopped.value, RoleForbids) is not table()[VERBS[name], role.value], role
    with pytest.raises(NobodySignedIn):
        called(name, None)


def test_every_verb_asks_first_or_says_why_it_asks_nobody() -> None:
    silent = {name for name, verb in VERBS.items() if not verb}
    assert silent - NO_RIGHT.keys() == set(), (
        "a new function over a desk: require(desk, Permission.…) first, or say why not"
    )
    assert NO_RIGHT.keys() - silent == set()


def test_a_right_is_asked_for_first_or_not_at_all() -> None:
    """So that nobody learns from a refusal what the desk would have found."""
    late = [
        name
        for name, node in over_a_desk()
        if not asked_first(node)
        and name not in NO_RIGHT
        and any(
            isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "require"
            for one in ast.walk(node)
        )
    ]
    assert late == []


def test_every_verb_of_the_table_is_asked_for_somewhere() -> None:
    assert {verb.value for verb in Permission} - set(VERBS.values()) <= {
        "confirm",
        "set_up",
        "office_work",
        "any_procedure",  # asked for where a procedure is known, by ``desk.reach.check_approved``
        "see_takings",  # asked for beside another right, where it is somebody else's drawer
        "close_shifts",
        "record_signature",
    }


@pytest.mark.parametrize("role", list(Role))
def test_who_may_not_record_a_signature_names_no_signer_at_check_in_or_return(desk: Desk, role: Role) -> None:
    given = ApprovedList(approved=(Approval(procedures=(RESIDENCE,), valid_from=date(2026, 1, 1), source="QĐ 1"),))
    mine, signer = replace(desk, clerk=somebody(role), approved=given), "Lý Thị Mẫu"
    received = replace(desk, clerk=somebody(Role.CLERK))  # by the same person, so that it is theirs
    acts: dict[Permission, Callable[[DossierId], object]] = {
        Permission.CHECK_IN: lambda id_: outcome.check_in(mine, id_, "B-1", signed_by=signer),
        Permission.HAND_OVER: lambda id_: results.hand_over(mine, id_, "Nguyễn Văn Mẫu", signed_by=signer),
    }
    for verb, act in acts.items():
        taken = intake.take_in(received, complete(desk, RESIDENCE, paid_by=PaidBy.CASH))
        lacking = [one for one in (verb, Permission.RECORD_SIGNATURE) if not table()[one.value, role.value]]
        if not lacking:
            act(taken.id)
            continue
        with pytest.raises(RoleForbids) as no:
            act(taken.id)
        assert no.value.permission == lacking[0].value
        assert desk.store.log.dossier(taken.id).processing.decided is None


def test_settings_are_the_administrators_but_how_the_window_looks_is_everybodys(desk: Desk) -> None:
    clerk = replace(desk, clerk=somebody(Role.CLERK))
    look = with_(desk.settings, look=with_(desk.settings.look, type_scale=1.4))
    assert settings_change.apply(clerk, look).settings == look
    other = with_(desk.settings, forms="mau-2025")
    for role in set(Role) - {Role.ADMIN}:
        with pytest.raises(RoleForbids):
            settings_change.apply(replace(desk, clerk=somebody(role)), other)
    with pytest.raises(NobodySignedIn):
        settings_change.apply(replace(desk, clerk=None), look)
    assert settings_change.apply(replace(desk, clerk=somebody(Role.ADMIN)), other).settings == other
