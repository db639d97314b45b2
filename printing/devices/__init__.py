"""Printer drivers and status: print services, USB, network, serial."""
