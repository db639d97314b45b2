"""Folds: what the events of a subject add up to, one module per kind, with its row."""
