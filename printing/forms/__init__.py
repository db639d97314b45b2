"""The forms: one pure function each, from facts to a ``Sheet``."""
