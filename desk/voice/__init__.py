"""Calls spoken aloud: joined from recorded clips of single words, offline, in a thread of its own."""
