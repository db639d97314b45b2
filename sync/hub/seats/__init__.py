"""Seats of appointments at the hub: leased to machines, booked from the province's portal."""
