"""Shared by all subjects of the window: worker jobs, signals from other threads, words."""
