"""How this program stands to what a source offers."""

from enum import StrEnum

from msgspec import Struct


class Package(Struct, frozen=True, kw_only=True):
    """A signed package.

    Attributes:
        name: of the file.
        size: of it, bytes.
        unpacked: bytes on the disk afterwards.
    """

    version: str
    platform: str
    name: str
    size: int
    unpacked: int


class UpdateStanding(StrEnum):
    """How this program stands to what is offered."""

    CURRENT = "current"
    PAUSED = "paused"
    NOT_OFFERED = "not_offered"
    AVAILABLE = "available"
    READY = "ready"
    GIVEN_UP = "given_up"
    """It did not pass its self-test here, or did not start twice; only a person has it tried again."""


class FoundUpdate(Struct, frozen=True, kw_only=True):
    """What a source offers.

    Attributes:
        package: to be fetched, where one is available.
    """

    standing: UpdateStanding
    where: str
    version: str = ""
    package: Package | None = None
