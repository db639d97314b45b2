"""What the pages of home visits ask."""
