"""Home visits and the people served at home, as folds of their events."""
