"""Fields for one person: typed, scanned, or taken from an earlier dossier. Nothing is guessed."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.words.person_doubts import DOUBT
from desk.words.terms import SEX
from models.person import Document, DocumentKind, NumberKind, Person, Sex, number_of, number_typed
from models.person_doubts import Doubt, can_be_dialled
from ui.core.words import KNOWN_ALREADY
from ui.intake.document_part import DocumentPart
from ui.style.look import look
from ui.widgets import input_parsing
from ui.widgets.basic import label
from ui.widgets.buttons import Segments
from ui.widgets.field import FINE, Field, Verdict
from ui.widgets.suggestion import Suggestion
from ui.widgets.suggestion_popup import Suggesting

_ABREAST = 338
"""Width, before the size of type, in which a date, the sex and ten digits are read whole beside each other."""


_LEAST = 250
"""Width, before the size of type, that two of them beside each other need."""


class CommunePlace(Struct, frozen=True):
    """A commune at the end of an address, and its code."""

    words: str
    code: str


class PersonPart(QWidget):
    """The fields of one person.

    Attributes:
        edited: something was typed or chosen.
        left: a field was left.
        asked: words of a number or a name; answer with ``offer_people``.
        commune_asked: words of an address; answer with ``offer_communes``.
        taken: somebody known was taken from the offers; carries the e-mail, which has no field here.
        read: the same, carries the ``Person``: taking over is reading a file.
    """

    edited = Signal()
    left = Signal()
    asked = Signal(str)
    commune_asked = Signal(str)
    taken = Signal(str)
    read = Signal(object)

    def __init__(self, role: str, *, short: bool = False) -> None:
        super().__init__()
        self._rest = Person()
        """What a card or an earlier dossier said beyond the fields: old number, day of issue, e-mail."""
        self._filling = False
        self._is_abreast = True
        self._commune = ("", "")
        """An address, and what is said of its commune."""
        self.number = Field(
            "Số định danh", name=f"{role}.number", hint="12 số, hoặc số hộ chiếu", judge=_judge_number, whole="8" * 12
        )
        self.full_name = Field("Họ và tên", name=f"{role}.name")
        self.born = Field(
            "Ngày sinh", name=f"{role}.born", hint="ngày/tháng/năm", judge=_judge_born, whole="88/88/8888"
        )
        self.sex = Segments("Giới tính", [(sex, SEX[sex]) for sex in (Sex.MALE, Sex.FEMALE)])
        self.sex.choose(None)
        self.phone = Field("Điện thoại", name=f"{role}.phone", judge=_judge_phone, whole="8" * 10)
        self.address = Field(
            "Nơi thường trú", name=f"{role}.address", hint="Số nhà, thôn; rồi vài chữ của xã", judge=self._judge_address
        )
        self.document = DocumentPart(role)
        self._lay_out(short=short)
        self.fields = (self.number, self.full_name, self.born, self.phone, self.address)
        for field in self.fields:
            field.edited.connect(self._edited)
            field.left.connect(self.left)
            field.left.connect(self._step_aside)
            field.edit.setAccessibleName(f"{field.label.text()} ({role_words(role)})")
        self.document.edited.connect(self._edited)
        self.document.left.connect(self.left)
        for button in self.sex.buttons():
            button.setAccessibleName(f"{button.accessibleName()} ({role_words(role)})")
        self.sex.chosen.connect(self._edited)
        self.sex.chosen.connect(self.left)
        self._by_number = Suggesting(self.number.edit, pause=120)
        self._by_name = Suggesting(self.full_name.edit, pause=120)
        self._communes = Suggesting(self.address.edit, pause=60)
        for offering in (self._by_number, self._by_name):
            offering.asked.connect(self._ask)
            offering.taken.connect(self._taken)
        self._communes.asked.connect(self._ask_commune)
        self._communes.taken.connect(self._commune_taken)

    def _lay_out(self, *, short: bool) -> None:
        """Number and name, birth, sex and phone, address; the short one leaves out what an owner's matter needs not."""
        sex_box = self._sex_box = QWidget()
        sex_column = QVBoxLayout(sex_box)
        sex_column.setContentsMargins(0, 0, 0, 0)
        sex_column.setSpacing(2)
        sex_column.addWidget(label("Giới tính", "label"))
        sex_column.addWidget(self.sex)
        sex_column.addStretch(1)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for at in range(12):
            grid.setColumnStretch(at, 1)
        for part, line, first, wide in self._places(abreast=True):
            grid.addWidget(part, line, first, 1, wide, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.document, 4, 0, 1, 12, Qt.AlignmentFlag.AlignTop)
        self._is_short = short
        if short:
            for part in (sex_box, self.phone):
                part.hide()
            grid.addWidget(self.born, 1, 0, 1, 4, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.address, 1, 4, 1, 8, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where a date, the sex and a phone number have no room beside each other, phone and address go a line down."""
        super().resizeEvent(event)
        abreast = event.size().width() >= look().px(_ABREAST)
        if self._is_short or abreast == self._is_abreast:
            return
        self._is_abreast = abreast
        for part, line, at, wide in self._places(abreast=abreast):
            self._grid.addWidget(part, line, at, 1, wide, Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """Of the narrower arrangement, else nothing would ever make it that narrow."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), look().px(_LEAST)), hint.height())

    def _places(self, *, abreast: bool) -> tuple[tuple[QWidget, int, int, int], ...]:
        """Part, line, and of twelve columns the first and how many."""
        if abreast:
            number, name = (self.number, 0, 0, 5), (self.full_name, 0, 5, 7)
            born, sex, phone = (self.born, 1, 0, 4), (self._sex_box, 1, 4, 4), (self.phone, 1, 8, 4)
            return number, name, born, sex, phone, (self.address, 2, 0, 12)
        number, name = (self.number, 0, 0, 6), (self.full_name, 0, 6, 6)
        born, sex, phone = (self.born, 1, 0, 6), (self._sex_box, 1, 6, 6), (self.phone, 2, 0, 6)
        return number, name, born, sex, phone, (self.address, 3, 0, 12)

    @property
    def value(self) -> Person:
        """The person as far as the fields say."""
        kind, number = number_typed(self.number.text)
        rest = self._rest_of_bearer()
        try:
            born_on, born_year = input_parsing.born(self.born.text)
        except ValueError:
            born_on, born_year = None, None
        sex = self.sex.value
        return replace(
            rest,
            full_name=self.full_name.text,
            personal_number=number if kind in {NumberKind.PERSONAL, NumberKind.NONE_OF_THEM} else "",
            old_number=number if kind is NumberKind.OLD else rest.old_number,
            document=self._document(kind, number),
            nationality=self.document.nationality or rest.nationality,
            born_on=born_on,
            born_year=born_year,
            sex=sex if isinstance(sex, Sex) else None,
            address=self.address.text,
            phone=self.phone.text,
        )

    def _rest_of_bearer(self) -> Person:
        """What came with the fields and stands in none, as long as the number is the one it came with.

        What belongs to the address stays with the address.
        """
        came, stands = _shown_number(self._rest), self.number.text
        if not came or not stands or number_typed(came) == number_typed(stands):
            return self._rest
        return Person(commune_code=self._rest.commune_code, address_before=self._rest.address_before)

    def _document(self, kind: NumberKind, number: str) -> Document | None:
        """What was shown; a passport number in the one field makes it a passport."""
        shown = self.document.document
        if kind is NumberKind.PASSPORT:
            passport = shown if shown is not None and shown.kind is DocumentKind.PASSPORT else None
            return replace(passport or Document(kind=DocumentKind.PASSPORT), number=number)
        return shown

    def take_address(self, address: str, code: str) -> None:
        """The address of today in place of the one of before, which is kept."""
        self._rest = replace(self._rest, address_before=self.address.text, commune_code=code)
        self._commune_words = address
        self.address.put(address)
        self.edited.emit()
        self.left.emit()

    def put(self, person: Person) -> None:
        """Show this person. Tells nobody."""
        self._filling = True
        for field in self.fields:
            field.mark("")
        self._rest = person
        self._commune_words = person.address
        self.number.put(_shown_number(person))
        self.document.put(person.document, person.nationality)
        if person.personal_number and person.old_number:
            self.number.say("", f"CMND cũ {person.old_number}")
        self.full_name.put(person.full_name)
        self.born.put(input_parsing.day_words(person.born_on, person.born_year))
        self.sex.choose(person.sex)
        self.phone.put(person.phone)
        self.address.put(person.address)
        self._filling = False
        self._step_aside()

    @Slot()
    def _step_aside(self) -> None:
        kind, number = number_typed(self.number.text)
        self.document.step_aside(aside=kind is not NumberKind.EMPTY)
        if kind is NumberKind.PASSPORT:
            self.document.show_passport(number)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in any field."""
        return not any(field.text for field in self.fields)

    def offer_people(self, people: Sequence[Person]) -> None:
        """People of earlier dossiers for the words asked."""
        lines = [
            Suggestion(
                p.full_name,
                " · ".join(x for x in (number_of(p), input_parsing.day_words(p.born_on, p.born_year), p.address) if x),
                p,
            )
            for p in people
        ]
        for offering, field in ((self._by_number, self.number), (self._by_name, self.full_name)):
            if field.edit.hasFocus():
                offering.offer(lines)

    def offer_communes(self, communes: Sequence[tuple[str, str, str]]) -> None:
        """Communes as ``(words, province, code)`` for the end of the address."""
        self._communes.offer(
            [Suggestion(name, province, CommunePlace(f"{name}, {province}", code)) for name, province, code in communes]
        )

    def show_commune(self, code: str) -> None:
        """The code of the commune the address certainly names, or empty."""
        said = (self.address.text, f"Mã xã, phường: {code}" if code else "")
        if said != self._commune:
            self._commune = said
            self.address.judge()

    def _judge_address(self, text: str) -> Verdict:
        address, said = self._commune
        return ("", said) if text == address else FINE

    @Slot()
    def _edited(self) -> None:
        if not self._filling:
            if self._rest.commune_code and not self.address.text.endswith(self._commune_words):
                self._rest = replace(self._rest, commune_code="")
            self.edited.emit()

    _commune_words = ""
    """The end of the address that the code of the commune belongs to."""

    @Slot(str)
    def _ask(self, text: str) -> None:
        words = text.strip()
        if len(words) >= (6 if words.isdigit() else 3):
            self.asked.emit(words)

    @Slot(object)
    def _taken(self, person: object) -> None:
        if isinstance(person, Person):
            self.put(person)
            for field in self.fields:
                if field is not self.number and field is not self.full_name:
                    field.mark(KNOWN_ALREADY)
            self.taken.emit(person.email)
            self.read.emit(person)
            self.edited.emit()
            self.left.emit()

    @Slot(str)
    def _ask_commune(self, text: str) -> None:
        last = text.rpartition(",")[2].strip()
        if len(last) >= 2 and not last[0].isdigit():
            self.commune_asked.emit(last)
        else:
            self._communes.close()

    @Slot(object)
    def _commune_taken(self, taken: object) -> None:
        if not isinstance(taken, CommunePlace):
            return
        before, comma, _ = self.address.edit.text().rpartition(",")
        self.address.edit.setText(f"{before}{comma} {taken.words}".strip())
        self._rest = replace(self._rest, commune_code=taken.code)
        self._commune_words = taken.words
        self.edited.emit()
        self.left.emit()


def _shown_number(person: Person) -> str:
    """What stands in the one field: a number of the bearer, or that of a passport."""
    has_passport = person.document is not None and person.document.kind is DocumentKind.PASSPORT
    return number_of(person if has_passport else replace(person, document=None))


def role_words(role: str) -> str:
    """A role as screen readers say it."""
    return {"submitter": "người nộp", "owner": "chủ hồ sơ"}.get(role, role)


def _judge_number(text: str) -> Verdict:
    kind, number = number_typed(text)
    match kind:
        case NumberKind.EMPTY | NumberKind.PERSONAL:
            return FINE
        case NumberKind.OLD:
            return "", "9 số: ghi là số CMND cũ."
        case NumberKind.PASSPORT:
            return "", "Chữ và số: ghi là số hộ chiếu."
        case _:
            if not (number.isascii() and number.isdigit()):
                return "bad", "Cần 12 chữ số, 9 số CMND cũ, hoặc số hộ chiếu."
            return "bad", f"Có {len(number)} chữ số; cần 12 (hoặc 9 số CMND cũ)."


def _judge_born(text: str) -> Verdict:
    try:
        input_parsing.born(text)
    except ValueError:
        return "bad", input_parsing.no_birth_words(text)
    return FINE


def _judge_phone(text: str) -> Verdict:
    return ("warn", DOUBT[Doubt.PHONE_ODD]) if text.strip() and not can_be_dialled(text) else FINE
