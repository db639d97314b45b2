"""The repository of updates that desks trust (The Update Framework): ``python -m installer.release``.

A folder with ``metadata`` and ``targets``: any web server shows it, a hub serves it, a USB stick carries it (as
``motcua-cap-nhat``). The same packages, keys and ``SOURCE_DATE_EPOCH`` give the same bytes.
"""

import hashlib
import json
import os
import shutil
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import LengthOrHashMismatchError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from installer.environment import ROOT as TREE
from models.update_expiry import ROLES, alarming

RULES = Path(__file__).parent / "release.toml"
PASSWORD = "MOTCUA_KEY_PASSWORD"  # noqa: S105 - the name of a variable


class Rule(msgspec.Struct, frozen=True):
    """Of one role: how many keys there are, how many must sign, for how many days it holds."""

    keys: int
    threshold: int
    days: int


def rules() -> dict[str, Rule]:
    """Those of ``release.toml``."""
    return msgspec.convert(tomllib.loads(RULES.read_text("utf-8")), dict[str, Rule])


class Keys:
    """The private keys of a folder, one PEM file each: ``root-1.pem``.

    Args:
        folder: outside of the tree.
        password: of the files; empty = they are not encrypted.

    Raises:
        click.UsageError: it lies in the tree, where it would be committed.
    """

    def __init__(self, folder: Path, password: str = "") -> None:
        if folder.resolve().is_relative_to(TREE):
            raise click.UsageError(f"{folder} lies in the source tree; keys are kept outside of it.")
        self._folder = folder
        self._password = password.encode() or None

    def make(self, role: str, rule: Rule) -> None:
        """Make the keys of a role that are not there yet."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in range(1, rule.keys + 1):
            path = self._folder / f"{role}-{number}.pem"
            if path.exists():
                continue
            secret = (
                serialization.BestAvailableEncryption(self._password)
                if self._password
                else serialization.NoEncryption()
            )
            pem = Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret
            )
            path.touch(mode=0o600, exist_ok=False)
            path.write_bytes(pem)

    def signers(self, role: str) -> list[CryptoSigner]:
        """Those of a role that are in this folder, in the order of their numbers."""
        found = []
        for path in sorted(self._folder.glob(f"{role}-*.pem")):
            key = serialization.load_pem_private_key(path.read_bytes(), self._password)
            assert isinstance(key, Ed25519PrivateKey)  # noqa: S101 - we make no others
            found.append(CryptoSigner(key))
        return found


class Repository:
    """The repository in a folder.

    Args:
        folder: with ``metadata`` and ``targets``.
        keys: what signs.
        now: its signatures count from here.

    Attributes:
        now: likewise.
    """

    def __init__(self, folder: Path, keys: Keys, now: datetime, rule: dict[str, Rule] | None = None) -> None:
        self._metadata, self._targets = folder / "metadata", folder / "targets"
        self._keys = keys
        self.now = now.replace(microsecond=0)
        self._rules = rules() if rule is None else rule

    def begin(self) -> None:
        """The first root, and a list of nothing.

        Raises:
            click.ClickException: there is one already.
        """
        if self._newest("root"):
            raise click.ClickException("There is a repository here already.")
        self._metadata.mkdir(parents=True)
        self._targets.mkdir()
        root = Root(version=1, expires=self._until("root"), consistent_snapshot=True)
        self._write_root(root)
        self._write("targets", Targets(version=1, expires=self._until("targets")))
        self._write("snapshot", Snapshot(version=1, expires=self._until("snapshot")))
        self._write_timestamp()

    def renew_root(self) -> int:
        """A next root: valid anew, with the keys that are in the folder now. Its version.

        Desks follow it when enough keys of the root before have signed it too: a key is added first, and taken away in
        the root after that.
        """
        version: int = self._read("root").signed.version + 1
        root = Root(version=version, expires=self._until("root"), consistent_snapshot=True)
        self._write_root(root)
        return version

    def add(self, packages: Iterable[Path]) -> list[str]:
        """Sign packages into the list; the newest and the one before stay, of each system. Names of what is new.

        Raises:
            click.ClickException: a package names no version or system, came with other keys, or is no newer one; or
                something that was signed before is not in the repository. Nothing was signed.
        """
        targets = self._read("targets").signed
        assert isinstance(targets, Targets)  # noqa: S101 - its name says so
        found = {package.name: package for package in packages}
        new = {}
        for name, package in found.items():
            told = self._told(package)
            new[name] = TargetFile.from_file(name, str(package), ["sha256"])
            new[name].unrecognized_fields["custom"] = told
        self._check(targets, new)
        for name, file in new.items():
            place = self._targets / f"{file.hashes['sha256']}.{name}"
            if not place.exists():
                shutil.copyfile(found[name], place.with_suffix(".part"))
                place.with_suffix(".part").replace(place)
        targets.targets |= new
        self._keep_two(targets)
        targets.version += 1
        targets.expires = self._until("targets")
        self._write("targets", targets)
        self.refresh()
        return list(new)

    def refresh(self) -> None:
        """Say anew what is the newest. The clock does it, with the keys of snapshot and timestamp alone."""
        snapshot = self._read("snapshot").signed
        assert isinstance(snapshot, Snapshot)  # noqa: S101 - likewise
        snapshot.version += 1
        snapshot.expires = self._until("snapshot")
        snapshot.meta["targets.json"] = MetaFile(self._read("targets").signed.version)
        self._write("snapshot", snapshot)
        self._write_timestamp()

    def ends(self) -> dict[str, datetime]:
        """When each role ends."""
        return {role: self._read(role).signed.expires for role in ROLES}

    def _check(self, targets: Targets, new: Mapping[str, TargetFile]) -> None:
        """Nothing is signed over what is not there, and no version goes back or becomes another one.

        Raises:
            click.ClickException
        """
        for name, file in targets.targets.items():
            place = self._targets / f"{file.hashes['sha256']}.{name}"
            try:
                with place.open("rb") as there:
                    file.verify_length_and_hashes(there)
            except (OSError, LengthOrHashMismatchError) as wrong:
                raise click.ClickException(
                    f"The repository has signed {name}, and {place} is not it: {wrong}"
                ) from wrong
        for name, file in new.items():
            system, version = file.custom["platform"], _numbers(file)
            same = [one for one in targets.targets.values() if one.custom["platform"] == system]
            if any(_numbers(one) == version and one.hashes != file.hashes for one in same):
                raise click.ClickException(
                    f"{name} is signed already, and is another file: give it a version of its own."
                )
            if any(_numbers(one) > version for one in same):
                raise click.ClickException(f"{name} is older than what is signed for {system}: no desk would take it.")

    def _keep_two(self, targets: Targets) -> None:
        by_system: dict[str, list[tuple[list[int], str]]] = {}
        for name, file in targets.targets.items():
            by_system.setdefault(file.custom["platform"], []).append((_numbers(file), name))
        for found in by_system.values():
            for _, name in sorted(found)[:-2]:
                gone = targets.targets.pop(name)
                (self._targets / f"{gone.hashes['sha256']}.{name}").unlink(missing_ok=True)

    def _told(self, package: Path) -> dict[str, Any]:
        """What a package says of itself; its keys must be a root of this repository."""
        try:
            with zipfile.ZipFile(package) as packed:
                program = json.loads(packed.read("program.json"))
                root = hashlib.sha256(packed.read("root.json")).digest()
                unpacked = sum(entry.file_size for entry in packed.infolist())
        except (KeyError, ValueError, zipfile.BadZipFile) as wrong:
            raise click.ClickException(f"{package.name} is no package of updates: {wrong}") from wrong
        known = {hashlib.sha256(path.read_bytes()).digest() for path in self._metadata.glob("*.root.json")}
        if root not in known:
            raise click.ClickException(f"{package.name} was built with the keys of another repository.")
        return {"version": program["version"], "platform": program["platform"], "unpacked": unpacked}

    def _write_root(self, root: Root) -> None:
        for role in ROLES:
            signers = self._keys.signers(role)
            if len(signers) < self._rules[role].threshold:
                raise click.ClickException(f"Too few keys of {role}: {len(signers)} of {self._rules[role].threshold}.")
            for signer in signers:
                root.add_key(signer.public_key, role)
            root.roles[role].threshold = self._rules[role].threshold
        self._write("root", root)

    def _write_timestamp(self) -> None:
        found = self._read("snapshot").signed.version
        before = self._metadata / "timestamp.json"
        version = Metadata[Timestamp].from_file(str(before)).signed.version + 1 if before.exists() else 1
        told = Timestamp(version=version, expires=self._until("timestamp"), snapshot_meta=MetaFile(found))
        self._write("timestamp", told)

    def _write(self, role: str, signed: Root | Targets | Snapshot | Timestamp) -> None:
        """Sign and write: what was there under this name is replaced whole."""
        signers = self._keys.signers(role)
        if len(signers) < self._rules[role].threshold:
            raise click.ClickException(f"Too few keys of {role}: {len(signers)} of {self._rules[role].threshold}.")
        metadata: Metadata[Any] = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        name = "timestamp.json" if role == "timestamp" else f"{signed.version}.{role}.json"
        part = self._metadata / f"{name}.part"
        part.write_bytes(metadata.to_bytes(JSONSerializer(compact=False)))
        part.replace(self._metadata / name)

    def _newest(self, role: str) -> Path | None:
        if role == "timestamp":
            path = self._metadata / "timestamp.json"
            return path if path.exists() else None
        found = sorted(self._metadata.glob(f"*.{role}.json"), key=lambda path: int(path.name.partition(".")[0]))
        return found[-1] if found else None

    def _read(self, role: str) -> Metadata[Any]:
        path = self._newest(role)
        if path is None:
            raise click.ClickException("There is no repository here; begin one with: init.")
        return Metadata.from_file(str(path))

    def _until(self, role: str) -> datetime:
        return self.now + timedelta(days=self._rules[role].days)


def _numbers(file: TargetFile) -> list[int]:
    """The version of a package, to be compared."""
    return [int(part) for part in file.custom["version"].split(".")]


@click.group()
@click.option("--repository", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--keys", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder of the keys.")
@click.pass_context
def main(context: click.Context, repository: Path, keys: Path) -> None:
    """The repository of updates."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    own = Keys(keys, os.environ.get(PASSWORD, ""))
    context.obj = (own, Repository(repository, own, now))


@main.command()
@click.pass_obj
def init(given: tuple[Keys, Repository]) -> None:
    """Make the keys that are not there yet, and an empty repository. Its 1.root.json goes into what is built."""
    keys, repository = given
    for role, rule in rules().items():
        keys.make(role, rule)
    repository.begin()


@main.command()
@click.argument("packages", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def add(given: tuple[Keys, Repository], packages: tuple[Path, ...]) -> None:
    """Sign packages into the repository."""
    for name in given[1].add(packages):
        click.echo(name)


@main.command()
@click.pass_obj
def refresh(given: tuple[Keys, Repository]) -> None:
    """Sign anew what is the newest, before it expires."""
    given[1].refresh()


@main.command()
@click.pass_obj
def root(given: tuple[Keys, Repository]) -> None:
    """Renew the root, with the keys that are in the folder now; the keys of before must be among them."""
    click.echo(f"root {given[1].renew_root()}")


@main.command()
@click.pass_context
def status(context: click.Context) -> None:
    """For how many days each role still holds; exit code 1 when one ends soon."""
    repository: Repository = context.obj[1]
    for role, end in repository.ends().items():
        click.echo(f"{role}: {(end - repository.now).days} days")
    context.exit(1 if alarming(repository.ends(), repository.now) else 0)


if __name__ == "__main__":
    main()
