"""Databases as earlier versions wrote them; see README.md."""
