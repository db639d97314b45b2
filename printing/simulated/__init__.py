"""A simulated printer for training and tests."""
