"""A declaration that was filled in here, and the dossier of the same person and procedure that is taken in after it."""

from collections.abc import Iterator

from desk.declarations.kept import kept_of
from desk.declarations.known_declarations import known_declarations
from desk.desk import Desk
from desk.intake.intake_form import IntakeForm
from models.events import AnyEvent, DeclarationHandedIn
from models.ids import DossierCode, DossierId, SubjectId
from models.person import Person
from models.person_key import key_of
from models.store.projections.declarations import FILLED_DECLARATIONS, FilledDeclarations


def handed_in(
    desk: Desk, form: IntakeForm, dossier: DossierId, code: DossierCode
) -> Iterator[tuple[SubjectId, AnyEvent]]:
    """What is recorded with a dossier of declarations that were filled in for it: of each the last one.

    Who is meant is known by number or whole writing alone (``key_of``): one of a namesake is never taken.
    """
    people = [key_of(one) for one in (form.submitter, form.owner) if isinstance(one, Person)]
    seen: set[str] = set()
    for line in kept_of(desk, filter(None, people)):
        if line.procedure != form.procedure or line.declaration in seen:
            continue
        seen.add(line.declaration)
        if desk.store.log.subject(FILLED_DECLARATIONS, line.subject).dossier is None:
            yield line.subject, DeclarationHandedIn(dossier=dossier, code=code)


def names_of_dossier(desk: Desk, dossier: DossierId) -> tuple[str, ...]:
    """Names of the declarations that were filled in for a dossier."""
    ids = desk.store.lists(FilledDeclarations).of_dossier(dossier)
    if not ids:
        return ()
    names = {one.id: one.name for one in known_declarations(desk).all}
    return tuple(names.get(id_, id_) for id_ in ids)
