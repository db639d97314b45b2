"""Several matters taken in together: bundles of linked procedures, and several matters of one person."""
