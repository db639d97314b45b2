"""Declarations (tờ khai) filled in for the citizen: known facts, few questions, a paper to be signed."""
