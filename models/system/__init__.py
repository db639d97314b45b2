"""What both programs share as programs: their command line, signals, libraries that may be missing."""
