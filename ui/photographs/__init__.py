"""Photographs of papers on screen: the camera's picture, what becomes of it, one key for page after page."""
