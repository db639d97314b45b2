"""Photographs of papers: the page found in a picture, put straight, and made small enough to send."""
