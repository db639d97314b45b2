"""Which version of the program each office is offered, and the files of it."""
