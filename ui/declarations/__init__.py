"""Declarations filled in for the citizen, on screen."""
