"""Tables and rows of orders to the post."""
