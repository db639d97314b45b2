"""The hub's database: the only package of the hub with SQL."""

from sync.hub.store.failing import AlreadyThere, Failing, HubStoreFailing, HubStoreTooNew
from sync.hub.store.opening import HubStore, Reading, Told, Writing

__all__ = ["AlreadyThere", "Failing", "HubStore", "HubStoreFailing", "HubStoreTooNew", "Reading", "Told", "Writing"]
