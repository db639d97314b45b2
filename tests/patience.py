"""How long a test waits for what must come: no measure of anything, only the end of a test that hangs.

A test waits for the event itself. On a machine that is busy with eight other things it may take a hundred times as long
as on a free one, so a bound that says "at once" is wrong there; what must not be waited for is made longer than this.
"""

PATIENCE = 240.0
"""Seconds."""

PATIENCE_MS = round(PATIENCE * 1000)

FOR_EVER = 10 * PATIENCE
"""Seconds of what nobody may wait for: who does is found by ``PATIENCE``."""
