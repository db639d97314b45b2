"""Visit laptops: what they take along, what is aboard, wiping, days without contact, loss."""
