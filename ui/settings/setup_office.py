"""Settings of the office: found by its commune, which fills names and headings; identifier checked."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Slot

from desk.settings import Settings
from desk.setup.setting_problems import Problem, ProblemKind
from desk.words.offices import CENTRE, names_of
from models.places.places import Commune, find_communes
from ui.settings.setting_part import SettingPart, SettingTools
from ui.settings.units_part import UnitsPart
from ui.widgets.basic import row
from ui.widgets.field import Field
from ui.widgets.suggestion import Suggestion
from ui.widgets.suggestion_popup import Suggesting


class OfficePart(SettingPart):
    """Who the office is, as its slips and codes say."""

    heads = ("office",)

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._bench = bench
        self.search = Field("Tìm xã, phường, đặc khu", name="settings.commune", hint="gõ không dấu cũng được: ba dinh")
        self._offering = Suggesting(self.search.edit)
        self._offering.asked.connect(self._find)
        self._offering.taken.connect(self._taken)
        unit = self.field("office.unit.id", "Mã định danh (QĐ 20/2020/QĐ-TTg)", "H26.12.34")
        place = self.field("office.place", "Địa danh ghi trước ngày")
        name = self.field("office.unit.name", "Tên đầy đủ của nơi tiếp nhận")
        parent = self.field("office.parent", "Dòng trên của tiêu đề", "UBND XÃ …")
        office = self.field("office.name", "Dòng dưới của tiêu đề", CENTRE)
        address = self.field("office.unit.address", "Địa chỉ")
        province = self.field("office.province", "Tỉnh, thành phố")
        phone = self.field("office.phone", "Điện thoại")
        website = self.field("office.website", "Trang thông tin")
        lookup = self.field("office.lookup_url", "Địa chỉ tra cứu hồ sơ, mã hồ sơ được ghép vào cuối", "https://…")
        self.body.addWidget(self.search)
        for line in (row(unit, place), row(name), row(parent, office), row(address, province), row(phone, website)):
            self.body.addLayout(line)
        self.body.addWidget(lookup)

    def put(self, settings: Settings) -> None:
        """Show these."""
        office = settings.office
        for key, text in (
            ("office.unit.id", office.unit.id),
            ("office.place", office.place),
            ("office.unit.name", office.unit.name),
            ("office.parent", office.parent),
            ("office.name", office.name),
            ("office.unit.address", office.unit.address),
            ("office.province", office.province),
            ("office.phone", office.phone),
            ("office.website", office.website),
            ("office.lookup_url", office.lookup_url),
        ):
            self.show_text(key, text)

    def apply_to(self, settings: Settings) -> Settings:
        """These with the office as it stands here."""
        said = {key: field.text for key, field in self.fields.items()}
        unit = replace(
            settings.office.unit,
            id=said["office.unit.id"],
            name=said["office.unit.name"],
            address=said["office.unit.address"],
            phone=said["office.phone"],
        )
        office = replace(
            settings.office,
            unit=unit,
            parent=said["office.parent"],
            name=said["office.name"],
            place=said["office.place"],
            phone=said["office.phone"],
            website=said["office.website"],
            lookup_url=said["office.lookup_url"],
            province=said["office.province"],
        )
        return replace(settings, office=office)

    def focus_first(self) -> None:
        """On a new machine the search, else the identifier."""
        field = self.fields["office.unit.id"] if self.fields["office.unit.name"].text else self.search
        field.edit.setFocus()

    @Slot(str)
    def _find(self, words: str) -> None:
        self._bench.jobs.run_in_thread(self, partial(find_communes, words), self._found, queue="communes")

    def _found(self, communes: list[Commune]) -> None:
        self._offering.offer(
            [
                Suggestion(words=f"{one.kind.value.capitalize()} {one.name}", detail=one.province.name, value=one)
                for one in communes
            ]
        )

    @Slot(object)
    def _taken(self, commune: object) -> None:
        if isinstance(commune, Commune):
            self.take(commune)
            self.fields["office.unit.id"].edit.setFocus()

    def take(self, commune: Commune) -> None:
        """Write what follows from the commune; identifier, address and telephone are the office's own."""
        names = names_of(commune)
        self.search.edit.setText(commune.full_name)
        for key, text in (
            ("office.parent", names.parent),
            ("office.name", names.name),
            ("office.place", names.place),
            ("office.unit.name", names.unit),
            ("office.province", names.province),
        ):
            self.fields[key].put(text)
        self.tell()


class OtherUnitsPart(SettingPart):
    """The other units whose dossiers are taken in here."""

    heads = ("other_units",)

    def __init__(self) -> None:
        super().__init__()
        self.hint("Nơi khác giải quyết hồ sơ nhận ở đây (phi địa giới): phiếu ghi tên, ngày hẹn cộng thêm ngày chuyển.")
        self.units = UnitsPart()
        self.adder = self.units.more
        self.body.addWidget(self.units)

    def put(self, settings: Settings) -> None:
        """Show these."""
        self.units.put(settings.other_units)

    def apply_to(self, settings: Settings) -> Settings:
        """These with the units of all rows that are whole."""
        return replace(settings, other_units=self.units.units) if not self.units.missing else settings

    def unreadable_answers(self) -> tuple[Problem, ...]:
        """Rows in which something lacks."""
        return tuple(Problem(words, ProblemKind.MISSING) for words in self.units.missing)

    def mark(self, problems: Sequence[Problem], *, all_of_them: bool) -> None:
        """In each row what it lacks."""
        del all_of_them  # a row is told as a whole
        for one in self.units.rows:
            one.mark(on=bool(problems))

    def owns(self, problem: Problem) -> bool:
        """Rows are told by their own words."""
        return super().owns(problem) or problem.key in self.units.missing

    def focus_first(self) -> None:
        """The button for one more."""
        self.units.more.setFocus()
