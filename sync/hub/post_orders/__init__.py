"""Orders to the post for parcels, and what the post tells of them."""
