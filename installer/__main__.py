"""Builds what offices install: ``python -m installer [KIND …] --out dist``. ``make installer`` does it all."""

import tempfile
from pathlib import Path

import click
import platformdirs

from installer import contents, deb, packages, windows
from installer.environment import Shelf
from installer.program import package

KINDS = ("desk", "hub", "portable", "windows")


@click.command()
@click.argument("kinds", nargs=-1, type=click.Choice(KINDS))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"), show_default=True)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(platformdirs.user_cache_dir("motcua-installer")),
    show_default=True,
    help="Where wheels are kept between two builds.",
)
def main(kinds: tuple[str, ...], out: Path, cache: Path) -> None:
    """Build what is named, or everything: for each a file, and beside it the list of its contents."""
    when, version = packages.source_date(), packages.version()
    out.mkdir(parents=True, exist_ok=True)
    for kind in kinds or KINDS:
        with tempfile.TemporaryDirectory(prefix="motcua-build-") as name:
            scratch = Path(name)
            listed = scratch / "sbom.cdx.json"
            if kind in {"desk", "hub"}:
                file = _debian(kind, out, cache, scratch, listed, version, when)
            else:
                camera = kind == "portable"
                program = windows.tree(scratch / "app", cache, version=version, when=when, camera=camera, sbom=listed)
                if kind == "portable":
                    file = windows.portable(program, out / f"MotCua-{version}-portable-x64.zip", when)
                else:
                    file = windows.set_up(program, out, version=version, when=when)
            if kind == "desk":
                program = deb.unpacked(file, scratch / "unpacked") / "usr/lib/motcua"
            if kind != "hub":
                made = package(program, out, when)
                click.echo(f"{made or 'no package of updates: MOTCUA_UPDATE_ROOT names no keys'}")
            (out / f"{file.name}.cdx.json").write_bytes(listed.read_bytes())
        click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


def _debian(kind: str, out: Path, cache: Path, scratch: Path, listed: Path, version: str, when: int) -> Path:
    wanted = packages.desk() if kind == "desk" else packages.hub(scratch)
    shelf = Shelf(cache / "linux")
    shelf.fetch(wanted.requirements)

    def gather(inside: Path, documents: Path) -> None:
        contents.gather_licences(inside, documents / "copyright")
        contents.write_sbom(inside, listed, when)
        (documents / "sbom.cdx.json").write_bytes(listed.read_bytes())

    return deb.build(wanted, shelf, out, version=version, when=when, gather=gather)


if __name__ == "__main__":
    main()
