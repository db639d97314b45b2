"""The database file: an encrypted event log and the rows computed from it. The only package with SQL."""

from models.store.log import Changed, Log, LogCounts
from models.store.outgoing import EventRun, Tally
from models.store.province import Arrival, PeerRecord, ProvinceRecord
from models.store.store import Store, open_store
from models.store.verify import Finding, FindingKind

__all__ = [
    "Arrival",
    "Changed",
    "EventRun",
    "Finding",
    "FindingKind",
    "Log",
    "LogCounts",
    "PeerRecord",
    "ProvinceRecord",
    "Store",
    "Tally",
    "open_store",
]
