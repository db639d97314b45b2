"""The event log of each office at the hub: intake, validation, delivery, backfill, and scanned files."""
