"""Days on which the office works by a rule of its own."""
