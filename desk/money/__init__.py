"""Money at the counter: prices, payments, receipts, the drawer."""
