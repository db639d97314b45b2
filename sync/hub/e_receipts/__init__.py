"""Electronic receipts: requests of desks to the provider, asked until its answer is known, issued once."""
