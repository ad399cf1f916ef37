"""The commands of `python -m smsdata` (contract, section 1)."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from smsdata import keeping
from smsdata.answers import Format, print_answer
from smsdata.beside import made_beside
from smsdata.bundle import write_bundle
from smsdata.bundle_files import read_bundle
from smsdata.checks import Objections
from smsdata.clocks import parse_day
from smsdata.command_line import (
    KnownAtOption,
    StoreOption,
    application,
    at_store,
    run,
    say,
    store_path,
)
from smsdata.demo import make_demo
from smsdata.errands import Backup, Export, Import, ImportReadings, Select, Verify
from smsdata.errors import InputError, StoreDamaged
from smsdata.reading_import import ReadingLine, Tried
from smsdata.serving import refuse_while_served
from smsdata.sheets import read_sheets
from smsdata.staging import Outcome, Touched
from smsdata.store import Store, errors_of

app = application("The store: what comes in, what is asked of it, how it is kept.")

AsOption = Annotated[str | None, typer.Option("--as", metavar="PERSON", help="Who records it.")]
NoteOption = Annotated[str | None, typer.Option("--note", help="Why: the note of each change.")]
OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day the figures speak for.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How the answer is printed.")]

_KEPT = "the store that was there is kept as {kept}"


@app.command()
def demo(
    store: StoreOption = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Replace the store that is there; it is kept beside.")
    ] = False,
) -> None:
    """Make the store with the sample organisation."""
    path = store_path(store)
    if path.exists() and not fresh:
        say(f"{path} is there already and was left alone; --fresh makes it anew")
        return
    if path.exists():
        # whoever has it open keeps it; what is no store is left where it is, a damaged one is not
        refuse_while_served(path)
        with suppress(StoreDamaged):
            Store.open(path).close()
    # a link stays one
    place = Path(os.path.realpath(path))
    with errors_of(place), made_beside(place) as unfinished:
        with Store.open(unfinished, create=True) as made:
            imported = make_demo(made, datetime.now(UTC), say)
        kept = keeping.put_in_place(unfinished, place)
    _say_outcomes(imported.outcomes)
    if kept:
        say(_KEPT.format(kept=kept))
    say(f"the sample organisation is in {path}")


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
    person: AsOption = None,
    note: NoteOption = None,
) -> None:
    """Bring in bundle files, a bundle folder or a workbook: all of it, or nothing."""
    path = store_path(store)
    missing = not path.exists()
    folders = [folder for folder in path.absolute().parents if not folder.exists()]
    stored = False
    try:
        with at_store(path, create=True) as place:
            bundle = read_bundle(paths, place.folder, say)
            parts = place.carry_out(Import(bundle, person or _login(), note, dry_run))
            outcomes = next(parts)
            stored = not dry_run
            if dry_run:
                print_answer(Touched._fields, parts, "table")
    finally:
        if missing and not stored:
            # a store that was made for nothing, and the folders for it
            keeping.remove_unwritten(path)
            with suppress(OSError):
                for folder in folders:
                    folder.rmdir()
    _say_outcomes(outcomes)


@app.command("import-readings")
def import_readings(
    file: Annotated[Path, typer.Argument(readable=False, help="Any CSV or XLSX file.")],
    store: StoreOption = None,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", metavar="NAME", help="The kept mapping that says what it means."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List row by row what would change; store nothing.")
    ] = False,
    person: AsOption = None,
    note: NoteOption = None,
) -> None:
    """Bring in readings from somebody's own file: all of it, or nothing."""
    sheets = read_sheets(file)
    with at_store(store_path(store)) as place:
        errand = ImportReadings(sheets, mapping, person or _login(), note, dry_run)
        answer = next(place.carry_out(errand))
    if not isinstance(answer, Tried):
        _say_outcomes(answer)
        return
    print_answer(ReadingLine._fields, [answer.lines], "table")
    if answer.problems:
        raise InputError(answer.problems)


def _login() -> str:
    """The system user's name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


def _say_outcomes(outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
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
    with at_store(store_path(store)) as place:
        chunks = place.carry_out(Export())
        files = write_bundle(chunks, folder, "xlsx" if form == "xlsx" else "csv", say)
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
    with at_store(store_path(store)) as place:
        parts = place.carry_out(Select(statement, day, known_at))
        print_answer(next(parts), parts, form)


@app.command()
def check(
    store: StoreOption = None,
    on: OnOption = None,
    known_at: KnownAtOption = None,
    form: FormatOption = "table",
) -> None:
    """What an auditor would object to; exit status 1 where an error is not waived."""
    day = parse_day(on) if on is not None else None
    statement = "FROM plan_check ORDER BY severity, rule, register, code"
    objections = Objections()
    with at_store(store_path(store)) as place:
        parts = place.carry_out(Select(statement, day, known_at))
        names = next(parts)
        print_answer(names, objections.counted(names, parts), form)
    say(str(objections))
    if objections.errors:
        raise typer.Exit(1)


@app.command()
def backup(file: Path, store: StoreOption = None) -> None:
    """Write a consistent copy of the store as one file."""
    with at_store(store_path(store)) as place:
        keeping.write_backup(place.carry_out(Backup()), file)
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
        say(_KEPT.format(kept=kept))
    with Store.open(path) as restored:
        for problem in keeping.of_files(restored):
            say(problem)
    say(f"{path} is restored from {file}")


@app.command()
def verify(store: StoreOption = None) -> None:
    """Look whether the store is whole."""
    with at_store(store_path(store)) as place:
        problems = next(place.carry_out(Verify()))
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if problems:
        raise typer.Exit(1)
    say("the store is whole")


if __name__ == "__main__":
    run(app)
