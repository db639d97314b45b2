"""The log of each office at the hub: taken in, judged, told to others, brought back; scanned files beside it."""
