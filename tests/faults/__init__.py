"""What goes wrong between desks and the province, played through: nothing may be lost, nothing doubled."""
