"""What happened at the office whose databases are frozen, one file for each piece of the program."""
