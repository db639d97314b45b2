"""What this machine tells the province of itself: version, health, disk, backup, scanner. Nothing of any person."""

from importlib.metadata import version

from desk.desk import Desk
from desk.health.health import CheckSubject, checks, worst
from desk.limits import LimitState
from desk.machine_state import LastBackup, recall
from sync.messages import DeviceReport, ReportedState, pack_report

_MEGABYTE = 1_000_000


def device_report(desk: Desk) -> DeviceReport:
    """The machine as its health page shows it, without printers, which are slow to ask. The desk's thread."""
    found = checks(desk)
    of = {check.what: check for check in found}
    backup = recall(desk.store, LastBackup)
    scanner, free = of[CheckSubject.SCANNER], of[CheckSubject.DISK].facts["free"]
    return DeviceReport(
        program=version("motcua"),
        state=ReportedState(worst(found).value),
        disk_free=free // _MEGABYTE if isinstance(free, int) and free > 0 else 0,
        backup_at=0 if backup is None else max(0, int(backup.at.timestamp())),
        scanner=scanner.why,
        troubles=tuple(
            f"{check.what}:{check.why}" if check.why else check.what.value
            for check in found
            if check.state is not LimitState.OK
        ),
    )


def packed_report(desk: Desk) -> bytes:
    """The same as it travels."""
    return pack_report(device_report(desk))
