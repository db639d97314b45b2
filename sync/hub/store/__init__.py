"""The province's database: the one place of the hub that knows SQL."""

from sync.hub.store.failing import AlreadyThere, HubStoreFailing, HubStoreTooNew
from sync.hub.store.opening import HubStore, Reading, Told, Writing

__all__ = ["AlreadyThere", "HubStore", "HubStoreFailing", "HubStoreTooNew", "Reading", "Told", "Writing"]
