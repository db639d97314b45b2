"""Projections: rows that cache the folds of the log, one module per kind; ``kinds`` lists them."""
