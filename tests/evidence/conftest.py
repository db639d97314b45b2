"""A hub for each test, seen from an office of its own."""

from tests.desk.conftest import hub, one_hub

__all__ = ["hub", "one_hub"]
