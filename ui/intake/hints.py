"""Controller of hints: passes notices to them, and applies what the clerk accepts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from models.person import NumberKind, Organisation, Person, number_typed
from ui.core.jobs import Jobs
from ui.core.words import KNOWN_ALREADY
from ui.intake.hints_part import Hint, HintsPart, Topic, then
from ui.intake.intake_looks import IntakeLooks
from ui.intake.person_part import PersonPart
from ui.widgets.field import Field

if TYPE_CHECKING:
    from desk.intake.duplicates import Duplicate
    from desk.intake.intake import Preview
    from desk.intake.known import FileKnown, Known
    from desk.intake.notices import PersonOdd
    from models.events import FileAttached
    from models.ids import DossierId, FileDigest
    from models.places.old_places import OldAddress


class Noticing(QObject):
    """What is noticed of one form.

    Attributes:
        opened: the clerk wants to see this dossier.
        continued: the clerk takes the form for the supplement of this dossier.
        taken: something was taken into the form.
    """

    opened = Signal(object)
    continued = Signal(object)
    taken = Signal()

    def __init__(self, jobs: Jobs, form: IntakeLooks, hints: HintsPart) -> None:
        super().__init__(form)
        self._jobs = jobs
        self._form = form
        self._hints = hints
        self._number = ""
        self._files: tuple[FileAttached, ...] = ()
        self._known_files: tuple[FileKnown, ...] = ()
        self._listed: frozenset[str] = frozenset()
        self._lent: list[tuple[Field, str]] = []  # taken for the number, with the text taken
        form.owner.body_asked.connect(self._ask_body)

    @property
    def files(self) -> "tuple[FileAttached, ...]":
        """Scans of earlier dossiers that were taken."""
        return self._files

    def clear(self, files: "tuple[FileAttached, ...]" = ()) -> None:
        """Another form, with these scans."""
        self._number = ""
        self._listed = frozenset()
        self._known_files = ()
        self._files = files
        self._lent = []
        self._hints.clear()

    def look(self, seen: "Preview") -> None:
        """What the preview noticed."""
        from desk.intake.notice_words import notice_words  # noqa: PLC0415 - with the first answer of the desk
        from desk.intake.notices import PersonOdd  # noqa: PLC0415 - likewise

        self._hints.put(Topic.SAME_MATTER, tuple(map(self._same, seen.duplicates)))
        addresses = ((self._form.submitter, seen.old_address), (self._owner_part(), seen.owner_old_address))
        self._hints.put(
            Topic.OLD_ADDRESS, [self._address(part, old) for part, old in addresses if part is not None and old]
        )
        spellings = [one for one in seen.notices if isinstance(one, PersonOdd) and one.better]
        self._hints.put(Topic.SPELLING, [self._spelling(one) for one in spellings])
        self._hints.put(
            Topic.NOTICE,
            [
                Hint(topic=Topic.NOTICE, key=words, words=words, icon="warn", tone="warn")
                for words in map(notice_words, (one for one in seen.notices if one not in spellings))
            ],
        )
        self._ask_known()

    def _owner_part(self) -> PersonPart | None:
        owner = self._form.owner
        return owner.person if owner.tick.isChecked() and isinstance(owner.owner, Person) else None

    # ---- the same matter ---------------------------------------------------------------------------------

    def _same(self, duplicate: "Duplicate") -> Hint:
        from desk.intake.notice_words import duplicate_words  # noqa: PLC0415 - likewise

        do, verb = (
            (self._continue, "Nhận làm bổ sung") if duplicate.awaits_supplement else (self._open, "Mở hồ sơ trước")
        )
        return Hint(
            topic=Topic.SAME_MATTER,
            key=f"same {duplicate.id}",
            words=duplicate_words(duplicate),
            take=then(do, duplicate.id),
            verb=verb,
            icon="warn",
            tone="warn",
        )

    def _open(self, dossier: "DossierId") -> None:
        self.opened.emit(dossier)

    def _continue(self, dossier: "DossierId") -> None:
        self.continued.emit(dossier)

    # ---- how a name is written -------------------------------------------------------------------------------

    def _spelling(self, odd: "PersonOdd") -> Hint:
        from desk.intake.notice_words import notice_words  # noqa: PLC0415 - likewise

        part = self._form.submitter if odd.role == "submitter" else self._owner_part()
        take = then(self._take_name, part, part.full_name.text, odd.better) if part is not None else None
        words = notice_words(odd)
        return Hint(
            topic=Topic.SPELLING, key=words, words=words, take=take, verb="Viết lại họ tên", icon="warn", tone="warn"
        )

    def _take_name(self, part: PersonPart, written: str, better: str) -> None:
        if part.full_name.text == written:
            part.full_name.put(better)
            self.taken.emit()

    # ---- the old address ---------------------------------------------------------------------------------

    def _address(self, part: PersonPart, old: "OldAddress") -> Hint:
        from desk.intake.notice_words import old_address_words  # noqa: PLC0415 - likewise

        take = then(self._take_address, part, old) if old.today else None
        return Hint(
            topic=Topic.OLD_ADDRESS,
            key=f"address {old.written}",
            words=old_address_words(old),
            take=take,
            verb="Điền địa chỉ mới",
            icon="flag",
        )

    def _take_address(self, part: PersonPart, old: "OldAddress") -> None:
        if part.address.text == old.written and old.today:
            part.take_address(old.today, old.candidates[0].code)
            self.taken.emit()

    # ---- what is known -----------------------------------------------------------------------------------

    def _ask_known(self) -> None:
        kind, number = number_typed(self._form.submitter.number.text)
        wanted = number if kind is NumberKind.PERSONAL else ""
        if wanted == self._number:
            return
        another, self._number = bool(self._number), wanted
        if another:
            self._take_back()
        self._hints.put(Topic.KNOWN, ())
        self._known_files = ()
        self._hints.put(Topic.FILES, ())
        if wanted:
            self._jobs.ask(self, lambda work: work.intake.known(wanted), self._known, newest="known")

    def _take_back(self) -> None:
        """Another number is another person: what was taken for the one before does not stay under it.

        What the clerk has looked at since stays, and is to be looked at again.
        """
        lent, files = self._lent, self._files
        self._lent, self._files = [], ()
        for field, text in lent:
            if field.text != text:
                continue
            if field.is_marked:
                field.mark("")
                field.put("")
            else:
                field.mark(KNOWN_ALREADY)
        if lent or files:
            self.taken.emit()

    def _known(self, found: "Known | None") -> None:
        if found is None or found.number != self._number:
            return
        filled = found.beyond(replace(self._form.submitter.value, email=self._form.more.email))
        if filled is not None:
            what = ", ".join(_added(replace(self._form.submitter.value, email=self._form.more.email), filled))
            day = f" ngày {found.on:%d/%m/%Y}" if found.on else ""
            hint = Hint(
                topic=Topic.KNOWN,
                key=f"known {found.number}",
                words=f"Đã có từ hồ sơ{day}: {what}.",
                take=then(self._take_known, found),
                verb="Điền rồi kiểm tra",
                icon="person",
            )
            self._hints.put(Topic.KNOWN, (hint,))
        self._known_files = found.files
        self._offer_files()

    def offered_in_list(self, digests: "set[FileDigest]") -> None:
        """These scans are offered in the list of papers, under the paper that they show: not here too."""
        self._listed = frozenset(digests)
        self._offer_files()

    def _offer_files(self) -> None:
        fresh = [
            one for one in self._known_files if one.file not in self._files and one.file.digest not in self._listed
        ]
        self._hints.put(
            Topic.FILES,
            [
                Hint(
                    topic=Topic.FILES,
                    key=f"file {one.file.digest}",
                    words=f"Đã có bản quét ngày {one.scanned_on:%d/%m/%Y}: {one.file.paper or one.file.name}.",
                    take=then(self._take_file, one.file),
                    verb="Dùng lại bản quét",
                    icon="attach",
                )
                for one in fresh
            ],
        )

    def _take_known(self, found: "Known") -> None:
        from desk.intake.notice_words import known_words  # noqa: PLC0415 - likewise

        part, words = self._form.submitter, known_words(found.on)
        for field, text in ((part.phone, found.phone), (part.address, found.address)):
            if text and not field.text:
                field.put(text)
                field.mark(words)
                self._lent.append((field, field.text))
        if found.email and not self._form.more.email:
            self._form.more.put_known_email(found.email, words)
            self._lent.append((self._form.more.inside.email, found.email))
        person = part.value
        self._jobs.ask(self, lambda work: work.intake.person_taken(person, found.number))
        self.taken.emit()

    def _take_file(self, file: "FileAttached") -> None:
        self._files = (*self._files, file)
        person = self._form.submitter.value
        self._jobs.ask(self, lambda work: work.intake.person_taken(person, file.name))
        self.taken.emit()

    # ---- a body ------------------------------------------------------------------------------------------

    def _ask_body(self, code: str) -> None:
        self._jobs.ask(self, lambda work: work.intake.known_body(code), self._body_found, newest="body")

    def _body_found(self, body: Organisation | None) -> None:
        if body is not None:
            self._form.owner.offer_body(body, KNOWN_ALREADY)


def _added(before: Person, after: Person) -> Iterator[str]:
    for name, words in (("phone", "điện thoại"), ("email", "thư điện tử"), ("address", "nơi thường trú")):
        if getattr(before, name) != getattr(after, name):
            yield f"{words} {getattr(after, name)}"
