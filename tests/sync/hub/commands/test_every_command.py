"""Every command of the hub typed wrongly, or with a configuration that is none: one Vietnamese sentence and a code."""

import os
import re
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sync.hub.commands.root import hub as main
from sync.hub.editions.edition_folder import _READERS, EditionWrong, read_edition
from tests.command_tree import ENGLISH, leaves

COMMANDS = dict(leaves(main))
GIVEN = {
    "office create": ["H99.01.01", "UBND"],
    "office remove": ["H99.01.01"],
    "code": ["H99.01.01"],
    "revoke": ["H99.01.01", "1"],
    "judge": ["H99.01.01", "1", "1"],
    "edition": ["{here}"],
    "usb": ["{here}"],
    "receipts": ["H99.01.01"],
    "receipt-series": ["H99.01.01", "26TAB"],
    "update ring": ["H99.01.01", "1"],
    "update release": ["0.2.0", "--open", "1", "2026-12-01"],
    "receipt-unused": ["H99.01.01", "26TAB", "1", "2", "--reason", "x"],
}
OF_ITS_OWN = {"training", "report-token"}
"""They read no configuration."""


def _options(command: click.Command) -> list[str]:
    return [param.opts[0] for param in command.params]


def typed(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def is_well_told(done: Result, code: int) -> None:
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert (done.exit_code, done.stdout) == (code, ""), done.output
    assert not ENGLISH.search(done.stderr), done.stderr
    assert done.stderr.count("\n") == 1
    assert re.search("[ăâđêôơưạ-ỹ]", done.stderr)


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_help_is_in_vietnamese(words: str) -> None:
    done = typed(*words.split(), "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith("Cách dùng: ")
    assert not ENGLISH.search(done.stdout), done.stdout


@pytest.mark.parametrize("words", sorted(COMMANDS))
@pytest.mark.parametrize("wrong", ["--khong-co", "\udcff", "a\0b", "x" * 40_000])
def test_a_word_that_is_none_is_wrong_use(words: str, wrong: str) -> None:
    is_well_told(typed(*words.split(), wrong), 2)


@pytest.mark.parametrize("words", sorted(set(COMMANDS) - OF_ITS_OWN))
@pytest.mark.parametrize("content", [None, b"", b"[", b"\xff\xfe", b'name = 3\n[database]\nurl = "x"\n'])
def test_a_configuration_that_is_none_is_named(tmp_path: Path, words: str, content: bytes | None) -> None:
    config = tmp_path / "hub.toml"
    if content is not None:
        config.write_bytes(content)
    given = [word.format(here=tmp_path) for word in GIVEN.get(words, [])]
    done = typed("--config", str(config), *words.split(), *given)
    is_well_told(done, 1)
    assert str(config) in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices as unix has them")
@pytest.mark.parametrize("words", sorted(set(COMMANDS) - OF_ITS_OWN))
def test_a_configuration_that_is_no_plain_file_is_named_and_not_waited_for(tmp_path: Path, words: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    given = [word.format(here=tmp_path) for word in GIVEN.get(words, [])]
    for config in (tmp_path / "pipe", Path("/dev/zero")):
        done = typed("--config", str(config), *words.split(), *given)
        is_well_told(done, 1)
        assert f"{config} không dùng được: đó không phải tệp thường" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links as unix has them")
@pytest.mark.parametrize("name", ["edition.toml", "catalogue.json", "procedures/edition.toml", *sorted(_READERS)])
def test_a_part_of_an_edition_that_is_no_plain_file_is_named_and_not_waited_for(tmp_path: Path, name: str) -> None:
    (tmp_path / "procedures").mkdir()
    os.mkfifo(tmp_path / name)
    if not name.startswith("procedures"):
        (tmp_path / "procedures").rmdir()
    with pytest.raises(EditionWrong) as refused:
        read_edition(tmp_path, "H99.01.01", 0)
    assert any("đó không phải tệp thường" in sentence for sentence in refused.value.sentences)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links as unix has them")
@pytest.mark.parametrize("words", sorted(words for words, it in COMMANDS.items() if "--out" in _options(it)))
def test_a_table_is_written_over_a_plain_file_alone_and_where_it_cannot_be_is_said(tmp_path: Path, words: str) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(f'name = "Tỉnh Mẫu"\n[database]\nurl = "sqlite:///{tmp_path}/hub.db"\n', "utf-8")
    begin = ["--config", str(config)]
    assert typed(*begin, "keys").exit_code == typed(*begin, "office", "create", "H99.01.01", "UBND").exit_code == 0
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    (tmp_path / "kept").write_text("kept", "utf-8")
    more = {"receipts": ["H99.01.01", "--day", "2026-12-01"]}.get(words, [])
    for name in ("pipe", "link", "nowhere/x", "kept/x"):
        done = typed(*begin, *words.split(), *more, "--out", str(tmp_path / name))
        is_well_told(done, 1)
        assert str(tmp_path / name) in done.stderr
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "kept").read_text("utf-8") == "kept"
