"""The encrypted database file: opening, checking, copying, locking, and the files beside it."""
