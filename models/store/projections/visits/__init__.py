"""Projections of home visits: the visits, and the people on the list of those served at home."""
