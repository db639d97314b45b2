"""Appointments: what is offered, leases of seats, who booked which."""
