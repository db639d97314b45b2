"""Builds what offices install: ``python -m installer [desk] [hub] … --out dist``. ``make installer`` does it all."""

import tempfile
from pathlib import Path

import click
import platformdirs

from installer import deb, packages
from installer.environment import Shelf

KINDS = ("desk", "hub")


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
    """Build what is named, or everything."""
    when, version = packages.source_date(), packages.version()
    for kind in kinds or KINDS:
        with tempfile.TemporaryDirectory(prefix="motcua-build-") as scratch:
            package = packages.desk() if kind == "desk" else packages.hub(Path(scratch))
            shelf = Shelf(cache / "linux")
            shelf.fetch(package.requirements)
            file = deb.build(package, shelf, out, version=version, when=when)
        click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
