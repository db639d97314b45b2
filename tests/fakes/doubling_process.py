"""Doubles what it is asked, as a second process."""

from models.system.second_process import answer_messages


def main() -> None:
    """Say so, and answer."""
    answer_messages(int | str, lambda asked: 2 * asked, begun="doubles")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
