"""One row of the table of pages."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from ui.actions import Act, Action
from ui.shell.banner import Banners
from ui.shell.page import Page

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk


class Shell(Protocol):
    """What a page's factory uses of the window."""

    @property
    def acts(self) -> Mapping[str, Act]:
        """The Qt actions by id."""

    @property
    def banners(self) -> Banners:
        """The banners above the page."""


class RailSign(Struct, frozen=True, kw_only=True):
    """What the rail shows for a page now.

    Attributes:
        words: the same in words, for the tip and a screen reader.
        count: how many; 0 = none is shown.
        tone: ``warn``, ``bad`` or nothing.
        icon: in place of the page's own.
        needs: attention is needed; shown at the foot of a rail that has no place for the page.
        unused: the office does not work with it; a page that is there at choice (``PageEntry.at_choice``) has no place.
    """

    words: str = ""
    count: int = 0
    tone: str = ""
    icon: str = ""
    needs: bool = False
    unused: bool = False


class PageEntry(Struct, frozen=True, kw_only=True):
    """A page: its factory, and the ways to reach it.

    Attributes:
        name: what it is called in ``Window.go`` and ``Page.wanted``.
        make: given what the program makes pages with, and the window; loads the page's module.
        actions: ids of the actions that bring it to the front; key, words and right stand in the table of actions.
        rail: its word at the rail; empty = it has no place there.
        sign: asked of the desk in the worker while it has a place: what that says; None = nothing is asked.
        at_choice: it has its place at the rail only while its sign does not say that it is unused.
        sign_seldom: it is asked each minute and with another page, and not with everything that happens in the line.
        sign_anywhere: it is asked also where the page has no place: it may need attention (``RailSign.needs``).
        places: whose acts are done on it, as the table of actions groups them.
        own: what can be done there alone, for a subject that has a table of its own.
        parts: what ``Window.go`` can bring to the front of it: the name, its words, its icon.
        within: the page whose place at the rail is marked while this one is in front.
        bare: rail and status line are hidden.
        leads_to, shows: name of the page that its place and its actions bring to the front with what it is to show;
            the entry has no page of its own then, and ``make`` makes that one.
        leads_back: its action once more, Esc, or its ``done`` leads back to the page before, whose ``places`` it is
            given where it is given nothing else.
    """

    name: str
    make: Callable[[Any, Shell], Page]
    actions: tuple[str, ...] = ()
    rail: str = ""
    sign: "Callable[[OpenDesk], RailSign] | None" = None
    at_choice: bool = False
    sign_seldom: bool = False
    sign_anywhere: bool = False
    places: tuple[str, ...] = ()
    own: tuple[Action, ...] = ()
    parts: Callable[[], Iterable[tuple[str, str, str]]] = tuple
    within: str = ""
    bare: bool = False
    leads_to: str = ""
    shows: object = None
    leads_back: bool = False
