"""The database file: an encrypted event log and the rows computed from it. The only package with SQL."""

from models.store.log import Changed, Counts, Log
from models.store.outgoing import Run, Tally
from models.store.province import Arrival, PeerRecord, Province
from models.store.store import Store, open_store
from models.store.verify import Finding, FindingKind

__all__ = [
    "Arrival",
    "Changed",
    "Counts",
    "Finding",
    "FindingKind",
    "Log",
    "PeerRecord",
    "Province",
    "Run",
    "Store",
    "Tally",
    "open_store",
]
