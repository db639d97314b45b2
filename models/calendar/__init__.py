"""What time it is, which days are worked, and when a result must be ready."""
