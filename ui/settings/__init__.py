"""Settings and the first set-up: one part for each subject."""
