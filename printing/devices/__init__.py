"""How a job reaches a printer, and what the printer tells: print services, USB, network, serial."""
