"""Doubles what it is asked, as a second process, and prints, as a library may."""

import os

from models.system.second_process import answer_messages


def main() -> None:
    """Say so, and answer."""
    answer_messages(int | str, _doubled, begun="doubles")  # type: ignore[arg-type]


def _doubled(asked: int | str) -> int | str:
    print("this is no answer", flush=True)  # noqa: T201 - of the interpreter's own
    os.write(1, b"neither is this")
    return 2 * asked


if __name__ == "__main__":
    main()
