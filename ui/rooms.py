"""The pages of the window by name; all but the counter are loaded and built when first wanted."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from models.clock import Clock
from ui.actions import Deed
from ui.jobs import Jobs
from ui.parts.banner import Banners
from ui.parts.page import Page
from ui.province import ProvinceBridge
from ui.services import Services


class Place(Struct, frozen=True, kw_only=True):
    """Where and when the window works."""

    folder: Path
    clock: Clock
    training: bool = False


def make_page(
    name: str,
    jobs: Jobs,
    services: Services,
    deeds: Mapping[str, Deed],
    banners: Banners,
    place: Place,
    bridge: ProvinceBridge,
) -> Page:
    """A page by its name; the sheet of keys for any other name."""
    match name:
        case "dossiers":
            from ui.pages.dossiers import DossiersPage  # noqa: PLC0415 - loaded when first shown

            return DossiersPage(jobs, deeds, banners)
        case "dossier":
            from ui.pages.dossier import DossierPage  # noqa: PLC0415 - likewise

            return DossierPage(jobs, services.papers, deeds, banners)
        case "province":
            from ui.pages.province import ProvincePage  # noqa: PLC0415 - likewise

            return ProvincePage(jobs, deeds, banners, bridge)
        case "setup":
            from ui.pages.setup import SetupPage  # noqa: PLC0415 - once in the life of a machine

            return SetupPage(jobs, deeds, banners, place.folder, place.clock, training=place.training)
        case "clerks":
            from ui.pages.clerks import ClerksPage  # noqa: PLC0415 - likewise

            return ClerksPage(jobs, deeds, banners)
        case "papers":
            from ui.pages.papers import PapersPage  # noqa: PLC0415 - likewise

            return PapersPage(jobs, services.papers, deeds, banners)
        case "settings":
            from ui.pages.settings import SettingsPage  # noqa: PLC0415 - likewise

            return SettingsPage(jobs, deeds, banners, place.folder, place.clock, training=place.training)
        case "health":
            from ui.pages.health import HealthPage  # noqa: PLC0415 - likewise

            return HealthPage(jobs, services.copying, deeds, banners, bridge)
        case "recover":
            from ui.pages.recover import RecoverPage  # noqa: PLC0415 - rarely in the life of a machine

            return RecoverPage(jobs, deeds, banners, place.folder, training=place.training)
        case "loss":
            from ui.pages.loss import LossPage  # noqa: PLC0415 - likewise

            return LossPage(jobs, deeds, banners, place.folder, place.clock, training=place.training)
        case "crash":
            from ui.pages.crash import CrashPage  # noqa: PLC0415 - likewise

            return CrashPage(jobs, deeds, banners, place.folder)
        case "faults":
            from ui.pages.faults import FaultsPage  # noqa: PLC0415 - training only

            return FaultsPage(jobs, deeds, banners)
        case _:
            from ui.pages.keys import KeysPage  # noqa: PLC0415 - likewise

            return KeysPage(jobs, deeds, banners)
