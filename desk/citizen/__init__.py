"""What the screen that is turned to the citizen shows."""
