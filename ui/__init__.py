"""THE SCREEN: the only place that knows Qt."""
