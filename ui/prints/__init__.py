"""Print jobs on screen: messages, and the page of jobs not printed yet."""
