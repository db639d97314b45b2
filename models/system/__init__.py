"""Shared by both programs: command line, stop signals, optional libraries."""
