"""The clock, the office calendar, and due dates."""
