"""Appointments: what is offered, booking, arrival, what becomes of those to which nobody came."""
