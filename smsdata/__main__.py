"""The commands of `python -m smsdata` (contract, section 1)."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from smsdata import keeping
from smsdata.answers import Format, print_answer
from smsdata.bundle import Imported, export_bundle, import_bundle
from smsdata.clocks import parse_day
from smsdata.command_line import StoreOption, board_at, common, run, say, store_path
from smsdata.demo import make_demo
from smsdata.store import Store

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=__doc__, callback=common, rich_markup_mode=None
)

OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day the figures speak for.")
]
KnownAtOption = Annotated[
    str | None,
    typer.Option("--known-at", metavar="TIME", help="As known at this time; a date is its end."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How the answer is printed.")]


@app.command()
def demo(
    store: StoreOption = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Replace the store that is there.")
    ] = False,
) -> None:
    """Make the store with the sample organisation."""
    path = store_path(store)
    if path.exists() and not fresh:
        say(f"{path} is there already and was left alone; --fresh makes it anew")
        return
    if path.exists():
        # whoever has it open keeps it
        Store.open(path).close()
    unfinished = path.with_name(f"{path.name}.new")
    _remove(unfinished)
    try:
        with Store.open(unfinished, create=True) as made:
            imported = make_demo(made, datetime.now(UTC), say)
        unfinished.replace(path)
    finally:
        _remove(unfinished)
    _say_outcomes(imported)
    say(f"the sample organisation is in {path}")


def _remove(path: Path) -> None:
    """Leave nothing of a store that came to nothing."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)


@app.command("import")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", readable=False, help="Bundle files or folders."),
    ],
    store: StoreOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would change; store nothing.")
    ] = False,
    person: Annotated[
        str | None, typer.Option("--as", metavar="PERSON", help="Who records it.")
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", help="Why: the note of each change.")
    ] = None,
) -> None:
    """Bring in bundle files, a bundle folder or a workbook: all of it, or nothing."""
    path = store_path(store)
    missing = not path.exists()
    stored = False
    try:
        with Store.open(path, create=True) as opened:
            imported = import_bundle(
                opened, paths, person or _login(), note=note, dry_run=dry_run, progress=say
            )
        stored = not dry_run
    finally:
        if missing and not stored:
            # a store that was made for nothing
            _remove(path)
    if dry_run:
        rows = [(row.becomes, row.register, row.code) for row in imported.rows]
        print_answer(("becomes", "register", "code"), [rows], "table")
    _say_outcomes(imported)


def _login() -> str:
    """The system user's name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


def _say_outcomes(imported: Imported) -> None:
    for outcome in imported.outcomes:
        counts = {
            "new": outcome.new,
            "revised": outcome.revised,
            "withdrawn": outcome.withdrawn,
            "unchanged": outcome.unchanged,
        }
        told = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
        say(f"{outcome.register}: {told or 'no rows'}")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    store: StoreOption = None,
    form: Annotated[str, typer.Option("--format", metavar="csv|xlsx")] = "csv",
) -> None:
    """Write a bundle with every version of every row."""
    if form not in ("csv", "xlsx"):
        raise typer.BadParameter("give csv or xlsx", param_hint="--format")
    with Store.open(store_path(store)) as opened:
        files = export_bundle(
            opened, folder, form="xlsx" if form == "xlsx" else "csv", progress=say
        )
    say(f"{len(files)} files are in {folder}")


@app.command()
def status(
    store: StoreOption = None,
    on: OnOption = None,
    known_at: KnownAtOption = None,
    form: FormatOption = "table",
) -> None:
    """How every objective stands, by code."""
    _answer("FROM objective_status ORDER BY objective", store, on, known_at, form)


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(help="One SELECT on the views.")],
    store: StoreOption = None,
    on: OnOption = None,
    known_at: KnownAtOption = None,
    form: FormatOption = "table",
) -> None:
    """Run one read-only statement of your own."""
    _answer(statement, store, on, known_at, form)


def _answer(
    statement: str, store: Path | None, on: str | None, known_at: str | None, form: Format
) -> None:
    day = parse_day(on) if on is not None else None
    with Store.open(store_path(store)) as opened, board_at(opened, day, known_at) as board:
        selection = board.select(statement)
        print_answer(selection.names, selection.batches(), form)


@app.command()
def backup(file: Path, store: StoreOption = None) -> None:
    """Write a consistent copy of the store as one file."""
    with Store.open(store_path(store)) as opened:
        keeping.back_up(opened, file)
    say(f"the backup is in {file}")


@app.command()
def restore(
    file: Path,
    store: StoreOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the store that is there; it is kept beside.")
    ] = False,
) -> None:
    """Bring a backup back."""
    path = store_path(store)
    kept = keeping.restore(file, path, force=force)
    if kept:
        say(f"the store that was there is kept as {kept}")
    say(f"{path} is restored from {file}")


@app.command()
def verify(store: StoreOption = None) -> None:
    """Look whether the store is whole."""
    with Store.open(store_path(store)) as opened:
        problems = keeping.verify(opened)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if problems:
        raise typer.Exit(1)
    say("the store is whole")


if __name__ == "__main__":
    run(app)
