"""Receipts at the hub: ranges of numbers leased to desks, what became of each number, electronic receipts."""
