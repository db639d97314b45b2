"""Projections of the post: what postal staff did, and parcels."""
