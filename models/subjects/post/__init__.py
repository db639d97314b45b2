"""Subjects of the post: parcels out, consignments in, acts of postal staff."""
