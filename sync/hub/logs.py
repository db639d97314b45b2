"""The hub's log: one JSON object per line on stderr, never with a name, a personal number or a body.

A request is logged by route, status, device and duration. A bug is logged by its class and the lines of code of its
traceback, never by its message, which may quote data.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

Logger = structlog.typing.FilteringBoundLogger


def configure(out: TextIO | None = None) -> None:
    """Send all logging of this process, libraries included, to ``out`` (stderr)."""
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        only_where,
    ]
    to = out or sys.stderr
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=to),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(to)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)


def logger() -> Logger:
    """The hub's logger."""
    found: Logger = structlog.get_logger()
    return found


def only_where(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that reduces an exception to its class and code locations."""
    wrong = event.pop("exc_info", None)
    if isinstance(wrong, tuple):
        wrong = wrong[1]
    if isinstance(wrong, BaseException):
        event.update(bug(wrong))
    return event


def bug(wrong: BaseException) -> dict[str, object]:
    """What may be logged of an exception: its class, its causes, and the code locations of its traceback."""
    steps = [f"{step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(wrong.__traceback__)[-8:]]
    cause = wrong.__cause__ or wrong.__context__
    return {"kind": type(wrong).__name__, "cause": type(cause).__name__ if cause else "", "where": steps}
