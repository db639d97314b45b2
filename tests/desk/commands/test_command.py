"""Whatever is typed wrongly: one Vietnamese sentence on stderr, nothing on stdout, exit code 2."""

import importlib.metadata
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from sync.hub.commands.root import hub
from ui.commands import cli as with_window


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["due"], "--procedure"),
        (["due", "--procedure"], "--procedure"),
        (["due", "--procedure", "1.001193", "--channel", "fax"], "direct, online, post"),
        (["due", "--procedure", "1.001193", "--received", "hôm qua"], "2026-11-23T14:30"),
        (["due", "--procedure", "1.001193", "--received", "2026-02-29"], "--received"),
        (["due", "--procedure", "1.001193", "--received", "0001-01-01T00:00"], "2000"),
        (["due", "--procedure", "1.001193", "--received", "9999-12-31T23:59"], "2100"),
        (["fee", "--procedure", "2.000815", "--pages", "ba"], "số nguyên"),
        (["fee", "--procedure", "2.000815", "thừa"], "thừa"),
        (["morning", "--citizens", "0"], "số nguyên từ 1"),
        (["find"], "Thiếu TỪ"),
        (["show"], "Thiếu MÃ"),
        (["xoa-het"], "xoa-het"),
        (["catalogue", "xoa"], "import"),
        (["--xoa"], "--xoa"),
        (["status", "--xoa"], "--xoa"),
    ],
)
def test_wrong_use_is_one_sentence(words: list[str], told: str) -> None:
    result = CliRunner().invoke(cli, words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.endswith(".\n")
    assert told in result.stderr
    assert any(ord(letter) > 127 for letter in result.stderr)


def test_a_file_given_as_data_folder_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = CliRunner().invoke(cli, ["--data", str(tmp_path / "file"), "status"])
    assert (result.exit_code, result.stderr) == (2, "--data không đúng: cần một thư mục.\n")


def test_without_a_command_the_help_is_shown() -> None:
    result = CliRunner().invoke(cli, [])
    assert "morning" in result.output


@pytest.mark.parametrize("commands", [cli, with_window, hub], ids=["desk", "window", "hub"])
def test_the_version_is_told_on_one_line(commands: click.Group) -> None:
    result = CliRunner().invoke(commands, ["--version"], prog_name="motcua")
    assert (result.exit_code, result.output) == (0, f"motcua {importlib.metadata.version('motcua')}\n")
