"""The national system as far as its words go: its list of procedures read, its messages made. Nothing is sent here."""
