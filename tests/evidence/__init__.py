"""What was tried and what came of it, as tables that ``docs/bang-chung.md`` shows."""
