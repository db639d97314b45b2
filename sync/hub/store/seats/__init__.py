"""Tables and rows of seats of appointments: which are leased or booked, by whom."""
