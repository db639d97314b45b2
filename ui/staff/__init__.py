"""Who works here: signing in, locking, accounts."""
