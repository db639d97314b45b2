"""What a screen asks of the open desk: ``work.<subject>.<question>()``. No Qt, no SQL; the worker thread alone."""
