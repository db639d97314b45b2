"""What stops a clock or lets it go on: due dates after pauses, and waits for other parts of a bundle."""
