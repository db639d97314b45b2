"""The province on screen: exchange, joining, reconciling, the stick."""
