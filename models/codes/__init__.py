"""Formats of identifiers that people type or read aloud."""
