"""The screen turned to the citizen at the counter: a window on the second monitor."""
