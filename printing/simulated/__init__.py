"""A printer that is not there, for training and tests."""
