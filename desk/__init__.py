"""The desk without a screen: what a clerk does at the counter, and the rules that refuse it."""
