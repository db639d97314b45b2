"""Tables and rows of receipts: series, leased ranges, numbers used, requests to the provider."""
