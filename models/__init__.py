"""Domain model: events, the folds over them, and the rules of the field. Imports none of the other packages."""
