"""What events tell: one file a kind of subject, its fold and its rows."""
