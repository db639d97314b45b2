"""The F1 sheet of keys."""
