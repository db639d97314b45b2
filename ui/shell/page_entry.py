"""One row of the table of pages."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from msgspec import Struct

from ui.actions import Act, Place
from ui.shell.banner import Banners
from ui.shell.page import Page


class Shell(Protocol):
    """The window as a page meets it when it is made."""

    @property
    def deeds(self) -> Mapping[str, Act]:
        """What can be done, by id of the action."""

    @property
    def banners(self) -> Banners:
        """What is told over the page."""


class PageEntry(Struct, frozen=True, kw_only=True):
    """A page: how it is made, and how one gets there.

    Attributes:
        name: what it is called in ``Window.go`` and ``Page.wanted``.
        make: given what the program makes pages with, and the window; loads the page's module.
        actions: ids of the actions that bring it to the front; key, words and right stand in the table of actions.
        rail: its word at the rail, in the order of the table; empty = it has no place there.
        places: whose acts are done on it, as the table of actions groups them.
        within: the page whose place at the rail is marked while this one is in front.
        bare: rail and status line are hidden.
        leads_back: its action once more, or Esc, leads back to the page before.
    """

    name: str
    make: Callable[[Any, Shell], Page]
    actions: tuple[str, ...] = ()
    rail: str = ""
    places: tuple[Place, ...] = ()
    within: str = ""
    bare: bool = False
    leads_back: bool = False
