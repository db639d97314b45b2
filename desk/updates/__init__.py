"""Updates of the program: fetched, proven, tried on a copy, and switched to when nobody is being served."""
