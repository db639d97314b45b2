"""Composes the window: which pages there are, what works beside them, what happens from start to end."""
