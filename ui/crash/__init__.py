"""Crash reports without personal data, and the page that shows one."""
