"""Rebuilds rows from the log."""
