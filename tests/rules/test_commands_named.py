"""What the guides say of commands, against click's own trees."""

import re
from pathlib import Path

import click
import pytest

from sync.hub.commands.root import hub
from tests.command_tree import leaves
from ui.commands import cli

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
COMMANDS: dict[str, dict[str, click.Command]] = {"motcua": dict(leaves(cli)), "motcua-hub": dict(leaves(hub))}


def named(page: str, program: str) -> list[tuple[list[str], set[str]]]:
    """Each line of commands that a page gives: which they are (``a|b`` are two), and the options it names."""
    found = []
    text, known = (ROOT / page).read_text("utf-8"), COMMANDS[program]
    for said in re.findall(rf"(?:`|^|[$#] |-- ){program} ([^`\n]+)", text, re.MULTILINE):
        words = [""]
        for word in re.sub(r"--data (<[^>]+>|\S+) ", "", said).replace("\\|", "|").split():
            further = [f"{before} {one}".strip() for before in words for one in word.split("|")]
            if not all(any(f"{name} ".startswith(f"{one} ") for name in known) for one in further):
                break
            words = further
        if not said.startswith("…"):
            found.append((words, set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", said)) - {"--data"}))
    return found


def test_the_page_of_commands_names_each_of_a_desk() -> None:
    there = {one for words, _ in named("docs/lenh.md", "motcua") for one in words}
    assert sorted(COMMANDS["motcua"].keys() - there) == []


@pytest.mark.parametrize("program", COMMANDS)
def test_every_command_that_a_guide_names_can_be_typed(program: str) -> None:
    told = {page: [one for words, _ in named(page, program) for one in words] for page in PAGES}
    assert any(told.values())
    assert {page: wrong for page, all_ in told.items() if (wrong := set(all_) - COMMANDS[program].keys())} == {}


@pytest.mark.parametrize("program", COMMANDS)
def test_every_option_that_a_guide_names_is_one_of_its_command(program: str) -> None:
    wrong = {}
    for page in PAGES:
        for words, options in named(page, program):
            given = [one for name in words if (command := COMMANDS[program].get(name)) for one in command.params]
            if left := options - {name for one in given for name in one.opts}:
                wrong[page, " ".join(words)] = left
    assert wrong == {}
