"""Composition root of the window: its pages, background services, start and end."""
