"""The line of the health page on the program itself: which version, what is ready, why nothing could be taken."""

import importlib.metadata

from desk.health.health import Check, CheckSubject, Fact
from desk.limits import LimitState
from desk.settings import Settings
from desk.updates.update_words import checked_words, failed_words
from desk.updates.versions import OwnProgram, state_of


def program_check(program: OwnProgram | None, settings: Settings) -> Check:
    """The line. Fast; any thread.

    Args:
        program: what runs here; None = it cannot be updated by itself.
        settings: of this machine.
    """
    facts: dict[str, Fact] = {"version": importlib.metadata.version("motcua")}
    if program is None:
        return Check(what=CheckSubject.PROGRAM, state=LimitState.OK, why="by_hand", facts=facts)
    state = state_of(program.home)
    facts |= {"checked": checked_words(state.checked_at)}
    if state.ready:
        why = "held" if state.held else "ready"
        return Check(what=CheckSubject.PROGRAM, state=LimitState.OK, why=why, facts=facts | {"ready": state.ready})
    if state.trouble:
        facts |= {"told": state.trouble}
        return Check(what=CheckSubject.PROGRAM, state=LimitState.WARN, why="trouble", facts=facts)
    if state.bad.version:
        facts |= {"told": failed_words(state.bad)}
        return Check(what=CheckSubject.PROGRAM, state=LimitState.WARN, why="given_up", facts=facts)
    why = "" if settings.updates.automatic else "off"
    return Check(what=CheckSubject.PROGRAM, state=LimitState.OK, why=why, facts=facts)
