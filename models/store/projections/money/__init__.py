"""Projections of money: payments, receipts, shifts, transfers, closed ranges of receipt numbers."""
