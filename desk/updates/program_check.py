"""The line of the health page on the program itself: which version, what is ready, why nothing could be taken."""

import importlib.metadata
from datetime import datetime, timedelta

from desk.health.health import Check, CheckSubject, Fact
from desk.limits import LimitState
from desk.settings import Settings
from desk.updates.update_words import checked_words, expiry_words, failed_words
from desk.updates.versions import OwnProgram, state_of
from models.update_expiry import alarming

SEEN_WITHIN = timedelta(days=7)
"""What a source showed longer ago may have been signed anew since: no alarm is made of it."""


def program_check(program: OwnProgram | None, settings: Settings, now: datetime) -> Check:
    """The line. Fast; any thread.

    Args:
        program: what runs here; None = it cannot be updated by itself.
        settings: of this machine.
        now: the desk's clock.
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
    end = alarming(state.ends, now)
    if end is not None and state.checked_at is not None and now - state.checked_at < SEEN_WITHIN:
        facts |= {"told": expiry_words(end)}
        return Check(what=CheckSubject.PROGRAM, state=LimitState.WARN, why="expiry", facts=facts)
    why = "" if settings.updates.automatic else "off"
    return Check(what=CheckSubject.PROGRAM, state=LimitState.OK, why=why, facts=facts)
