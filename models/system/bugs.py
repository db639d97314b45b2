"""What a thread does with an error nobody foresaw: it is told, and the thread goes on."""

import threading


def report(bug: Exception) -> None:
    """Hand an error to ``threading.excepthook``, as if the thread had died of it: the window keeps and shows it."""
    threading.excepthook(threading.ExceptHookArgs((type(bug), bug, bug.__traceback__, threading.current_thread())))
