"""The hub's database: the only package of the hub with SQL."""

from sync.hub.store.failing import AddressWrong, AlreadyThere, Failing, HubStoreFailing, HubStoreTooNew
from sync.hub.store.opening import HubStore, Reading, Told, Writing

__all__ = [
    "AddressWrong",
    "AlreadyThere",
    "Failing",
    "HubStore",
    "HubStoreFailing",
    "HubStoreTooNew",
    "Reading",
    "Told",
    "Writing",
]
