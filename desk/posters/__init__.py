"""Posters of procedures: what hangs on the boards of the hall and of the hamlets, and what of it is out of date."""
