"""Settings and first set-up on screen: one part for each subject."""
