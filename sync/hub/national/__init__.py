"""Interface to the national system: messages out, answers in, and reports of departments."""
