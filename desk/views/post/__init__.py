"""What screens ask of the post."""
