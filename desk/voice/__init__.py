"""Calls spoken aloud: joined from clips of single words, offline, never holding anybody up."""
