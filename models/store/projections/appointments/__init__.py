"""Rows of appointments, of what is offered, of leases of seats."""
