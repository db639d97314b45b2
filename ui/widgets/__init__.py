"""General widgets, independent of any subject."""
