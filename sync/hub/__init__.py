"""The hub: the province's server. Imported by no other package; desks know only its messages."""
