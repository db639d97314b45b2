"""The pages themselves: the province's machines, updates of their program, clashes of appointments."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from fastapi.requests import Request
from fastapi.responses import RedirectResponse, Response
from starlette.routing import Route

from models.calendar.clock import Clock
from models.words.money_words import in_figures
from sync.hub.fleet import fleet_words
from sync.hub.fleet import settings as fleet_settings
from sync.hub.fleet.overview import FleetQuestion, HealthAsked, all_machines, as_csv, fleet_page
from sync.hub.pages.rendering import page, style
from sync.hub.seats import seat_words
from sync.hub.seats.clashes import seat_clashes
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore
from sync.hub.updates import settings as update_settings
from sync.hub.updates import signed_list, update_words
from sync.hub.updates.overview import overview
from sync.hub.updates.plan import is_version, version_order
from sync.messages import ReportedState

LATEST = 50
"""Changes that the page of updates names; ``motcua-hub update list --json`` has all."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Handler = Callable[[Request], Response]

_STATES = (*(state.value for state in ReportedState), "")


def pages(settings: HubSettings, store: HubStore, clock: Clock, guarded: Callable[[Handler], Handler]) -> list[Route]:
    """The routes of the pages.

    Args:
        settings: of the hub.
        store: open and prepared.
        clock: the hub's.
        guarded: lets in whom the socket is for.
    """
    of_fleet, of_updates = fleet_settings.read(settings), update_settings.read(settings)

    def expiry() -> str:
        end = signed_list.expiry(of_updates.place(settings), clock())
        return update_words.expiry(end) if end else ""

    def fleet(request: Request) -> Response:
        asked = question(request.query_params)
        found = fleet_page(store, asked, of_fleet, clock())
        return page(
            "fleet.html",
            hub=settings.name,
            here="fleet",
            title=fleet_words.TITLE,
            found=found,
            asked=asked,
            query="".join(f"{urlencode({name: value})}&" for name, value in _told(asked).items()),
            newest=next(iter(found.programs), ""),
            sums=[(state, found.states[state]) for state in _STATES if found.states.get(state)],
            healths=[(one.value, fleet_words.HEALTH_ASKED[one]) for one in HealthAsked],
            health_words=fleet_words.HEALTH_WORDS,
            in_figures=in_figures,
            words=fleet_words,
            expiry=expiry(),
        )

    def fleet_table(request: Request) -> Response:
        machines = all_machines(store, question(request.query_params), of_fleet, clock())
        headers = {"Content-Disposition": 'attachment; filename="fleet.csv"', "Cache-Control": "no-store"}
        return Response(as_csv(machines), media_type="text/csv", headers=headers)

    def fleet_sheet(request: Request) -> Response:
        from sync.hub.fleet.fleet_sheet import as_xlsx  # noqa: PLC0415 - seldom wanted

        machines = all_machines(store, question(request.query_params), of_fleet, clock())
        headers = {"Content-Disposition": 'attachment; filename="fleet.xlsx"', "Cache-Control": "no-store"}
        return Response(as_xlsx(machines, clock()), media_type=XLSX, headers=headers)

    def updates(_: Request) -> Response:
        found = overview(store, of_updates.rings, clock())
        return page(
            "updates.html",
            hub=settings.name,
            here="updates",
            title=update_words.TITLE,
            found=found,
            folder=of_updates.folder,
            versions=sorted(found.plan.releases, key=version_order, reverse=True),
            changes=found.changes[: -LATEST - 1 : -1],
            words=update_words,
            expiry=expiry(),
        )

    def seats(_: Request) -> Response:
        return page(
            "seats.html",
            hub=settings.name,
            here="seats",
            title=seat_words.TITLE,
            found=seat_clashes(store),
            moment=fleet_words.moment,
            words=seat_words,
        )

    return [
        Route("/", guarded(lambda _: RedirectResponse("fleet"))),
        Route("/fleet", guarded(fleet)),
        Route("/fleet.csv", guarded(fleet_table)),
        Route("/fleet.xlsx", guarded(fleet_sheet)),
        Route("/updates", guarded(updates)),
        Route("/seats", guarded(seats)),
        Route("/style.css", guarded(lambda _: style())),
    ]


def question(told: Mapping[str, str]) -> FleetQuestion:
    """What the address asks for; what is no value of its kind leaves no machine out."""
    older, health = told.get("older_than", "").strip(), told.get("health", "")
    return FleetQuestion(
        office=told.get("office", "").replace("\0", "").strip()[:100],
        older_than=older if is_version(older) else "",
        silent_days=_number(told.get("silent", "")),
        health=HealthAsked(health) if health in set(HealthAsked) else None,
        page=_number(told.get("page", "")) or 1,
    )


def _told(asked: FleetQuestion) -> dict[str, str]:
    """The question as an address says it, without its page."""
    told = {
        "office": asked.office,
        "older_than": asked.older_than,
        "silent": str(asked.silent_days or ""),
        "health": asked.health or "",
    }
    return {name: value for name, value in told.items() if value}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0
