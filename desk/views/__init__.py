"""What a screen asks of the open desk: ``work.<subject>.<question>()``. No Qt, no SQL; the worker thread alone."""

PAGE = 200
"""Rows of one page of a list: fewer are its end."""
