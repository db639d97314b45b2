"""Reads TOML from outside: every defect is one kind of error."""

import tomllib
from typing import Any

NotToml = tomllib.TOMLDecodeError


def read_toml(text: str) -> dict[str, Any]:
    """The tables of this text.

    Raises:
        NotToml: it is none; nested deeper than any reader goes, or with a number no computer holds, it is none either.
    """
    try:
        return tomllib.loads(text)
    except RecursionError as deep:
        raise NotToml("nested too deeply") from deep
    except NotToml:
        raise
    except ValueError as wrong:  # a whole number of thousands of digits
        raise NotToml(str(wrong)) from wrong
