"""Staff on screen: signing in, locking, accounts."""
