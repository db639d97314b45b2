"""Flexible service: what the citizen is spared."""
