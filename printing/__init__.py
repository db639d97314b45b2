"""PAPER: what a form says, and how it gets onto paper."""
