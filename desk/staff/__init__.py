"""Who works here: accounts, PINs, sessions."""
