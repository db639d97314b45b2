"""THE DAY'S WORK: what a clerk does at the counter, and what the desk refuses."""
