"""A desk to practise with."""
