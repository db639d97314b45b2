"""Notices to citizens: a queue that leaves the hub by e-mail, or by files for a program that sends SMS or Zalo."""
