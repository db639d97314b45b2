"""One start of a window, in a process of its own: ``bare``, ``first FOLDER``, ``start FOLDER``, ``day N SCANS``."""

import sys
import time
from pathlib import Path

# Before anything is imported: the process began a moment ago.
_BEGAN = time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def since_start() -> float:
    """Milliseconds since the system made this process (interpreter start included)."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    began = ticks / 100  # USER_HZ
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - began) * 1000


def rss() -> float:
    """Resident memory of this process, MB."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def say(**measured: object) -> None:
    """Answer as one line of JSON."""
    import json

    sys.stdout.write(json.dumps(measured) + "\n")


def bare() -> None:
    """The least a PySide6 program with a table can be."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem

    app = QApplication([])

    class Main(QMainWindow):
        done = False

        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            if not self.done:
                self.done = True
                QTimer.singleShot(0, self.painted)

        def painted(self) -> None:
            say(painted=since_start(), rss=rss())
            app.quit()

    table = QTableWidget(30, 6)
    for row in range(30):
        for column in range(6):
            table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
    window = Main()
    window.setCentralWidget(table)
    window.resize(1366, 728)
    window.show()
    app.exec()


def start(folder: str) -> None:
    """``motcua run --training --data FOLDER``, ended as soon as it can be worked with."""
    from PySide6.QtCore import QObject, QTimer

    import ui.app
    from ui import __main__ as program

    measured: dict[str, float] = {}

    class Watch(QObject):
        """Notes when the scanner listens and when the desk is open."""

        def __init__(self, app: ui.app.App) -> None:
            super().__init__()
            self.app = app
            self.painted = 0.0
            app.window.painted.connect(self.was_painted)
            app.bridge.state_changed.connect(self.state)
            self.timer = QTimer(self)
            self.timer.setInterval(2)
            self.timer.timeout.connect(self.look)
            self.timer.start()

        def was_painted(self) -> None:
            measured["painted"] = since_start()

        def state(self, state: object) -> None:
            if str(state) == "connected":
                measured.setdefault("ready", since_start())

        def look(self) -> None:
            if self.app.window.is_open and "ready" in measured:
                measured["open"] = since_start()
                say(**measured)
                self.timer.stop()
                self.app.window.close()

    made = ui.app.App.__init__

    def watched(self: ui.app.App, *given: object, **named: object) -> None:
        made(self, *given, **named)
        self.watch = Watch(self)

    ui.app.App.__init__ = watched
    program.main(["--data", folder, "run", "--training"])


def main() -> None:
    """Do as asked."""
    what, *rest = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).parents[2]))
    {"bare": bare, "first": start, "start": start}[what](*rest)


if __name__ == "__main__":
    main()
