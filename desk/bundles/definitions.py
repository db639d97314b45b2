"""Which bundles there are: the province's edition or what ships, and the office's own, from a checked file."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.province_assignment import BUNDLES, OWN_BUNDLES
from desk.rights import Permission, require
from models.catalogue.bundles import BundleCatalogue, BundleDefinition, bundles_text, load_bundles
from models.files.disk import on_disk, write_whole
from models.files.marked import marked_toml
from models.not_allowed import NotAllowed, OfOneVerb
from models.text import search_key


class BundleNotKnown(OfOneVerb):
    """No such bundle is offered today."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sentence = f"Hôm nay không có nhóm thủ tục “{code}”; xem danh sách nhóm."


class BundleFileWrong(OfOneVerb):
    """An office's file names what the catalogue of procedures does not have."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(*problems)
        self.sentence = f"Chưa nhận tệp này: {'; '.join(problems)}."


class BundlesAdded(Struct, frozen=True, kw_only=True):
    """What an import came to: names of bundles that are new, and of those that were there and are replaced."""

    new: tuple[str, ...]
    replaced: tuple[str, ...]


def offered_bundles(desk: Desk) -> tuple[BundleDefinition, ...]:
    """The bundles that may be taken in today; of a code that both have, the office's own.

    Raises:
        CatalogueUnreadable: of the edition's or the office's file.
    """
    own = _own(desk)
    ours = own.on(desk.today) if own else ()
    codes = {one.code for one in ours}
    return (*(one for one in _edition(desk).on(desk.today) if one.code not in codes), *ours)


def definition(desk: Desk, code: str) -> BundleDefinition:
    """The bundle of this code.

    Raises:
        BundleNotKnown, CatalogueUnreadable.
    """
    found = next((one for one in offered_bundles(desk) if one.code == code.strip()), None)
    if found is None:
        raise BundleNotKnown(code)
    return found


def edition_of(desk: Desk, bundle: BundleDefinition) -> str:
    """Version of the catalogue that a bundle stands in."""
    own = _own(desk)
    return own.version if own is not None and bundle in own.bundles else _edition(desk).version


def find_bundles(desk: Desk, words: str) -> tuple[BundleDefinition, ...]:
    """Bundles whose name, code or what people call it has all these words."""
    wanted = search_key(words).split()
    return tuple(
        one
        for one in offered_bundles(desk)
        if all(word in search_key(" ".join((one.code, one.name, *one.aliases))) for word in wanted)
    )


def add_bundles(desk: Desk, path: Path) -> BundlesAdded:
    """Take over the bundles of an office's file: all that is in it, or nothing. Those of other codes stay.

    Raises:
        CatalogueUnreadable: it is not of this shape. BundleFileWrong: a procedure, a case or a way is not offered.
        RoleForbids, NobodySignedIn, DiskFull, DiskFailing, FolderReadOnly.
    """
    require(desk, Permission.SET_UP)
    read, own = load_bundles(path), _own(desk)
    if problems := tuple(problem for one in read.bundles for problem in _unknown(desk, one)):
        raise BundleFileWrong(problems)
    before = {one.code for one in offered_bundles(desk)}
    codes = {one.code for one in read.bundles}
    kept = tuple(one for one in own.bundles if one.code not in codes) if own else ()
    with on_disk(desk.folder):
        write_whole(desk.folder / OWN_BUNDLES, marked_toml(bundles_text(replace(read, bundles=(*kept, *read.bundles)))))
    named = [(one.code in before, one.name) for one in read.bundles]
    return BundlesAdded(
        new=tuple(name for known, name in named if not known), replaced=tuple(name for known, name in named if known)
    )


def _unknown(desk: Desk, bundle: BundleDefinition) -> list[str]:
    found = []
    for part in bundle.parts:
        try:
            procedure = desk.catalogue.get(part.procedure)
            if part.case:
                desk.catalogue.case(procedure, part.case)
        except NotAllowed:
            where = f" trường hợp “{part.case}”" if part.case else ""
            found.append(f"nhóm {bundle.code}, phần “{part.id}”: danh mục không có thủ tục {part.procedure}{where}")
    return found


def _edition(desk: Desk) -> BundleCatalogue:
    return load_bundles(_file(desk, BUNDLES))


def _own(desk: Desk) -> BundleCatalogue | None:
    file = _file(desk, OWN_BUNDLES)
    return load_bundles(file) if file else None


def _file(desk: Desk, name: str) -> Path | None:
    with on_disk(desk.folder):
        return desk.folder / name if (desk.folder / name).exists() else None
