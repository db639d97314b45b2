"""THE OTHER END: the province's server. Imported by nobody; desks know it by its messages alone."""
