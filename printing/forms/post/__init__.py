"""Papers of the post."""
