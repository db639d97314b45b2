"""Money of the counter: prices, payments, receipts, shifts."""
