"""Numbers of payment slips that are no receipt (phiếu thu): ``PT.<agency id>-yyMMdd-NNNN``, as those of lists."""

SLIP_PREFIX = "PT."
"""Begins the number of a slip (phiếu thu)."""
