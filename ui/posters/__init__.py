"""Posters of procedures on screen."""
