"""PostgreSQL on three nodes: what happens to acknowledged events when one dies."""
