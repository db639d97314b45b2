"""The desk's side of the exchange with a hub over HTTPS."""
