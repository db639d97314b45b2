"""The answers file for unattended set-up: read whole, all errors reported at once.

It says what an office answers, in the words of ``settings.toml`` where it can, with hours and clerks as people write
them. ``docs/cai-dat-mau.toml`` shows every key. Relative paths in it count from the file's own folder.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desk import offered_procedures
from desk.cards.ports import PortChoice
from desk.commands.file_table import FileTable, lines_of
from desk.posters.contact_lines import read_contacts
from desk.settings import (
    Backups,
    CitizenScreenSettings,
    ClerkSetting,
    DayRuleSettings,
    DeadlineSettings,
    DeviceSettings,
    HallSettings,
    LaptopSettings,
    LookSettings,
    MoneySettings,
    OtherUnit,
    PosterSettings,
    Printers,
    RegisterSettings,
    Scanner,
    Service,
    SessionSettings,
    Settings,
    ShelfSettings,
    Theme,
    Typeface,
    UpdateSettings,
    WaitingRule,
)
from desk.setup.first_hour import NewClerk, accounts_of
from desk.setup.setting_problems import (
    Problem,
    ProblemKind,
    problem_of_identifier,
    problems_of,
    problems_of_clerks,
    rule_of,
)
from desk.words.offices import OfficeNames, names_of
from models.calendar.due_dates import WorkingHours, parse_sessions, working_hours
from models.catalogue.banks import bank_called
from models.catalogue.catalogue import Catalogue
from models.clerk import Role
from models.codes.number_blocks import usual_block
from models.codes.ticket_letter import usual_letter
from models.files.rules import KeyRule
from models.files.toml import NotToml, read_toml
from models.ids import ClerkId, CounterId, DeviceId
from models.not_allowed import NotAllowed
from models.office import Office
from models.person import Unit
from models.places.places import commune_by_code
from models.procedure import TimeLimit
from models.words.shape_words import shape_words

_PROOF = re.compile(r"\$argon2id\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+")

_LISTS = frozenset({"clerks", "services", "scanners", "other_units"})
_TABLES = frozenset(
    {"office", "device", "hours", "waiting", "procedures", "printers", "cards", "hall", "backups", "sessions",
     "deadlines", "shelf", "look", "recovery", "catalogue", "province", "forms", "register", "money", "citizen",
     "laptop", "posters", "days", "updates"}
)  # fmt: skip


_USB = KeyRule(least=0, most=0xFFFF, default=0)
_TRANSFER = KeyRule(least=0, most=60, default=0)


class FirstPin(Struct, frozen=True):
    """A PIN that opens nothing but the choice of another, in clear as the file has it; hashed when it is used."""

    clerk: ClerkId
    pin: str


class SetUp(Struct, frozen=True, kw_only=True):
    """What the file says.

    Attributes:
        clerks: with the proofs given; ``first_pins`` has the rest.
        sheet_folder: where the recovery sheet is written; None = none is made.
        catalogue: national list to import; None = the catalogue as it is.
        url, code, authority: the province to join; empty = none. ``authority``: PEM, the only one to trust.
    """

    settings: Settings
    clerks: tuple[NewClerk, ...]
    first_pins: tuple[FirstPin, ...] = ()
    sheet_folder: Path | None = None
    catalogue: Path | None = None
    url: str = ""
    code: str = ""
    authority: str = ""


class FoundProblem(Struct, frozen=True):
    """A problem and its line; 0 = of the file as a whole."""

    line: int
    key: str
    problem: Problem


def read(text: str, here: Path, services: Sequence[Service]) -> tuple[SetUp, tuple[FoundProblem, ...]]:
    """What the file says, and everything that is wrong with it.

    Args:
        text: TOML.
        here: the folder of the file.
        services: of the waiting line where the file names none.
    """
    try:
        plain = read_toml(text)
    except NotToml as wrong:
        line = re.search(r"line ([0-9]+)", str(wrong))
        problem = Problem("", ProblemKind.TOLD, (f"không phải TOML đúng cú pháp ({shape_words(str(wrong))})",))
        return _Reader({}, {}, here).set_up(services), (FoundProblem(int(line[1]) if line else 0, "", problem),)
    reader = _Reader(plain, lines_of(text), here)
    made = reader.set_up(services)
    return made, tuple(sorted(reader.found, key=lambda one: (one.line or 1_000_000, one.key)))


def problems_with(set_up: SetUp, catalogue: Catalogue, text: str) -> tuple[FoundProblem, ...]:
    """What of it does not fit the catalogue that will be in force."""
    lines = lines_of(text)
    return tuple(
        FoundProblem(lines.get("procedures.offered", 0), "procedures.offered", one)
        for one in problems_of(set_up.settings, catalogue)
        if one.key == "offered"
    )


def with_fields(set_up: SetUp, catalogue: Catalogue, text: str) -> tuple[SetUp, tuple[FoundProblem, ...]]:
    """Fields (lĩnh vực) named in the file, as the codes of their procedures; those the catalogue does not have."""
    plain = read_toml(text).get("procedures", {})
    named = plain.get("fields", []) if isinstance(plain, dict) else []
    groups = {group.field: group for group in offered_procedures.groups(catalogue)}
    missing = [one for one in named if one not in groups]
    codes = [*set_up.settings.offered, *(p.code for one in named if one in groups for p in groups[one].procedures)]
    settings = replace(set_up.settings, offered=offered_procedures.shortened(catalogue, codes) if codes else ())
    key = "procedures.fields"
    line = lines_of(text).get(key, 0)
    return replace(set_up, settings=settings), tuple(
        FoundProblem(line, key, Problem(key, ProblemKind.UNKNOWN, (x,))) for x in missing
    )


class _Reader:
    """Takes answer after answer out of the file, and notes what is wrong with each."""

    def __init__(self, plain: Mapping[str, object], lines: Mapping[str, int], here: Path) -> None:
        self._plain = plain
        self._lines = lines
        self._here = here
        self.found: list[FoundProblem] = []

    def note(self, key: str, why: ProblemKind, *facts: str) -> None:
        self.tell(key, Problem(key, why, facts))

    def tell(self, key: str, problem: Problem) -> None:
        lines = self._lines
        line = lines.get(key) or lines.get(key.rpartition(".")[0]) or lines.get(f"{key}.0", 0)
        self.found.append(FoundProblem(line, key, problem))

    def set_up(self, services: Sequence[Service]) -> SetUp:
        for name in self._plain:
            if name not in _TABLES | _LISTS:
                self.note(name, ProblemKind.NOT_KNOWN, *(difflib.get_close_matches(name, _TABLES | _LISTS, 1) or [""]))
        settings = self._settings(services)
        clerks, pins = self._clerks()
        if clerks:
            one = clerks[0]
            settings = replace(settings, clerk=ClerkSetting(id=one.id, name=one.name, phone=one.phone))
        recovery, catalogue, province = self.table("recovery"), self.table("catalogue"), self.table("province")
        made = SetUp(
            settings=settings,
            clerks=clerks,
            first_pins=pins,
            sheet_folder=recovery.path("folder"),
            catalogue=catalogue.path("file", there=True),
            url=province.text("url"),
            code=province.text("code"),
            authority=province.content("authority"),
        )
        if bool(made.url) != bool(made.code):
            self.note("province.code" if made.url else "province.url", ProblemKind.MISSING)
        for table in (recovery, catalogue, province):
            table.done()
        self._judge(made)
        return made

    def _judge(self, made: SetUp) -> None:
        known = {(one.key, one.problem.why) for one in self.found}
        for problem in problems_of(made.settings):
            key = _FILE_KEYS.get(problem.key, problem.key)
            if not problem.key.startswith("clerk.") and (key, problem.why) not in known:
                self.tell(key, replace(problem, key=problem.key))
        with_pins = {one.clerk for one in made.first_pins}
        people = [replace(one, has_pin=one.has_pin or one.id in with_pins) for one in accounts_of(made.clerks)]
        for problem in problems_of_clerks(people):
            self.tell(_FILE_KEYS.get(problem.key, problem.key), problem)

    # ---- subjects ----------------------------------------------------------------------------------------

    def table(self, name: str) -> "FileTable":
        found = self._plain.get(name, {})
        if not isinstance(found, dict):
            self.note(name, ProblemKind.KIND, f"một mục [{name}]")
            found = {}
        return FileTable(self.note, name, found, self._here)

    def tables(self, name: str) -> "list[FileTable]":
        found = self._plain.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.note(name, ProblemKind.KIND, f"các mục [[{name}]]")
            return []
        return [FileTable(self.note, f"{name}.{at}", one, self._here) for at, one in enumerate(found)]

    def _settings(self, services: Sequence[Service]) -> Settings:
        shelf = self.table("shelf")
        laptop = self.table("laptop")
        updates = self.table("updates")
        posters = self.table("posters")
        printers, hall, backups, look, sessions, deadlines, register, forms = map(
            self.table, ("printers", "hall", "backups", "look", "sessions", "deadlines", "register", "forms")
        )
        money, citizen = self.table("money"), self.table("citizen")
        cards = self.table("cards")
        scanners = self._scanners()
        line = self._services() or tuple(services)
        waiting, procedures = self.table("waiting"), self.table("procedures")
        procedures.texts("fields")
        usual_hall, usual_backups = HallSettings(), Backups()
        made = Settings(
            office=self._office(),
            device=self._device(),
            clerk=ClerkSetting(id=ClerkId(""), name=""),
            hours=self._hours(),
            waiting=WaitingRule(services=line, priority_run=waiting.number("priority_run")),
            other_units=self._other_units(),
            scanner=scanners[0] if scanners else None,
            more_scanners=tuple(scanners[1:]),
            keyboard_scanner=cards.flag("keyboard", usual=True),
            camera=cards.number("camera", rule_of("camera")),
            printers=Printers(
                papers=printers.address("papers"),
                tickets=printers.address("tickets"),
                papers_spare=printers.address("papers_spare"),
                tickets_spare=printers.address("tickets_spare"),
                typeface=Typeface(printers.choice("typeface")),
            ),
            forms=forms.text("name"),
            look=LookSettings(theme=Theme(look.choice("theme")), type_scale=look.scale("type_scale")),
            backups=Backups(
                folder=backups.text("folder"),
                at=backups.text("at", usual_backups.at),
                days=backups.number("days"),
                weeks=backups.number("weeks"),
                months=backups.number("months"),
            ),
            hall=HallSettings(
                notices=hall.texts("notices"),
                voice=hall.flag("voice", usual=usual_hall.voice),
                volume=hall.number("volume"),
                times=hall.number("times"),
                recordings=hall.text("recordings"),
                kiosk_services=hall.texts("kiosk_services"),
                screen=hall.number("screen"),
                kiosk_pin=hall.text("kiosk_pin"),
                early_minutes=hall.number("early_minutes"),
            ),
            sessions=SessionSettings(idle_minutes=sessions.number("idle_minutes")),
            deadlines=DeadlineSettings(
                soon_days=deadlines.number("soon_days"), uncollected_days=deadlines.number("uncollected_days")
            ),
            shelf=ShelfSettings(boxes=shelf.text("boxes", ShelfSettings().boxes), places=shelf.number("places")),
            laptop=LaptopSettings(keep_days=laptop.number("keep_days"), contact_days=laptop.number("contact_days")),
            posters=PosterSettings(
                place=posters.text("place"),
                link=posters.text("link"),
                contacts=read_contacts("\n".join(posters.texts("contacts"))),
            ),
            days=DayRuleSettings(rules=self.table("days").texts("rules")),
            updates=UpdateSettings(
                automatic=updates.flag("automatic", usual=UpdateSettings().automatic), source=updates.text("source")
            ),
            register=RegisterSettings(rows_per_volume=register.number("rows_per_volume")),
            money=MoneySettings(
                bank_bin=money.text("bank_bin"),
                bank_name=money.text("bank_name", bank_called(money.text("bank_bin"))),
                account=money.text("account"),
                account_holder=money.text("account_holder"),
                southern_words=money.flag("southern_words", usual=False),
                tax_code=money.text("tax_code"),
                e_receipts=money.flag("e_receipts", usual=False),
                paper_form=money.text("paper_form"),
                paper_series=money.text("paper_series"),
                paper_first=money.number("paper_first"),
                paper_last=money.number("paper_last"),
            ),
            citizen=CitizenScreenSettings(
                screen=citizen.number("screen"),
                seconds=citizen.number("seconds"),
                confirm=citizen.flag("confirm", usual=CitizenScreenSettings().confirm),
            ),
            offered=procedures.texts("offered"),
        )
        for table in (
            citizen,
            printers,
            hall,
            backups,
            look,
            sessions,
            deadlines,
            register,
            shelf,
            laptop,
            updates,
            money,
            forms,
            cards,
            waiting,
            procedures,
        ):
            table.done()
        return made

    def _office(self) -> Office:
        table = self.table("office")
        code = table.text("commune")
        usual = OfficeNames(parent="", name="", place="", unit="", province="")
        if code:
            commune = commune_by_code(code)
            if commune is None:
                self.note("office.commune", ProblemKind.UNKNOWN, code)
            else:
                usual = names_of(commune)
        phone = table.text("phone")
        made = Office(
            unit=Unit(
                id=table.text("unit_id"),
                name=table.text("unit_name", usual.unit),
                address=table.text("address"),
                phone=phone,
            ),
            parent=table.text("parent", usual.parent),
            name=table.text("name", usual.name),
            place=table.text("place", usual.place),
            phone=phone,
            website=table.text("website"),
            lookup_url=table.text("lookup_url"),
            province=table.text("province", usual.province),
        )
        table.done()
        return made

    def _device(self) -> DeviceSettings:
        table = self.table("device")
        number = DeviceId(table.number("number", usual=1))
        first, last = usual_block(number)
        made = DeviceSettings(
            number=number,
            counter=CounterId(table.text("counter", "1")),
            block_first=table.number("block_first", usual=first),
            block_last=table.number("block_last", usual=last),
            letter=table.text("letter", usual_letter(number)).upper(),
            serves=table.texts("serves"),
            visit_laptop=table.flag("visit_laptop", usual=False),
            disk_warn_mb=table.number("disk_warn_mb", usual=1_000),
        )
        table.done()
        return made

    def _hours(self) -> WorkingHours:
        table = self.table("hours")
        given = {key: table.text(key, usual) for key, usual in _HOURS.items()}
        table.done()
        wrong = [key for key, text in given.items() if not _is_hours(text)]
        for key in wrong:
            self.note(f"hours.{key}", ProblemKind.HOURS)
        try:
            return WorkingHours() if wrong else working_hours(given["weekdays"], given["saturday"], given["sunday"])
        except ValueError:
            self.note("hours.weekdays", ProblemKind.HOURS)
            return WorkingHours()

    def _services(self) -> tuple[Service, ...]:
        made = []
        for table in self.tables("services"):
            made.append(Service(id=table.text("id"), name=table.text("name"), english=table.text("english")))
            for key in ("id", "name"):
                if not table.text(key):
                    self.note(f"{table.name}.{key}", ProblemKind.MISSING)
            table.done()
        return tuple(made)

    def _scanners(self) -> list[Scanner]:
        made = []
        for table in self.tables("scanners"):
            path = table.text("port")
            choice = PortChoice(
                path=path,
                vendor_id=table.number("vendor_id", _USB) or None,
                product_id=table.number("product_id", _USB) or None,
                serial=table.text("serial"),
            )
            if not path and choice.vendor_id is None:
                self.note(f"{table.name}.port", ProblemKind.MISSING)
            made.append(Scanner(port=choice, baud=table.number("baud", rule_of("scanner.baud"))))
            table.done()
        return made

    def _other_units(self) -> tuple[OtherUnit, ...]:
        made = []
        for table in self.tables("other_units"):
            unit = Unit(id=table.text("id"), name=table.text("name"), address=table.text("address"))
            wrong = problem_of_identifier(f"{table.name}.id", unit.id)
            if wrong is not None and wrong.why is not ProblemKind.MISSING:
                self.tell(f"{table.name}.id", wrong)
            days = table.number("transfer_days", _TRANSFER)
            made.append(OtherUnit(unit=unit, transfer=TimeLimit(amount=days) if days else None))
            table.done()
        return tuple(made)

    def _clerks(self) -> tuple[tuple[NewClerk, ...], tuple[FirstPin, ...]]:
        clerks, pins = [], []
        for table in self.tables("clerks"):
            roles = table.texts("roles", ("clerk",))
            for role in roles:
                if role not in set(Role):
                    self.note(f"{table.name}.roles", ProblemKind.UNKNOWN, role)
            proof, first = table.text("pin_hash"), table.text("first_pin")
            if proof and _PROOF.fullmatch(proof) is None:
                self.note(f"{table.name}.pin_hash", ProblemKind.KIND, "một dòng Argon2id ($argon2id$v=19$…)")
            if proof and first:
                self.note(f"{table.name}.first_pin", ProblemKind.TOLD, "đã có pin_hash; chỉ ghi một trong hai")
            made = NewClerk(
                id=ClerkId(table.text("id")),
                name=table.text("name"),
                phone=table.text("phone"),
                roles=frozenset(Role(role) for role in roles if role in set(Role)),
                pin=proof,
            )
            if first:
                self._judge_pin(f"{table.name}.first_pin", first)
                pins.append(FirstPin(made.id, first))
            clerks.append(made)
            table.done()
        return tuple(clerks), tuple(pins)

    def _judge_pin(self, key: str, pin: str) -> None:
        from desk.staff import pins  # noqa: PLC0415 - where a PIN is given
        from desk.words.reasons import sentence  # noqa: PLC0415 - likewise

        try:
            pins.judge(pin)
        except NotAllowed as reason:
            self.note(key, ProblemKind.TOLD, sentence(reason).rstrip("."))


_HOURS = {"weekdays": "07:00-11:30, 13:30-17:00", "saturday": "", "sunday": ""}

_FILE_KEYS = {
    "office.unit.id": "office.unit_id",
    "office.unit.name": "office.unit_name",
    "waiting.services": "services",
    "offered": "procedures.offered",
    "camera": "cards.camera",
    "more_scanners": "scanners",
}
"""How the file calls what the settings call otherwise."""


def _is_hours(text: str) -> bool:
    try:
        parse_sessions(text)
    except ValueError:
        return False
    return True
