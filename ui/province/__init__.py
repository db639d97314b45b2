"""The province on screen: the exchange, joining, comparing, the stick."""
