"""The commands of `python -m reports` (contract, section 1)."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from smsdata import display
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
from smsdata.errands import Review
from smsdata.errors import InputError, StoreUnavailable
from smsdata.settings import base_address
from smsdata.store import is_full

# Readings go from 1000 on; a plan may run on for years.
_YEARS = range(1000, 9000)

app = application("Packs for reviews, as PDF.")


@app.command("management-review")
def management_review(
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The period's first day.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The period's last day.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The PDF.")],
    store: StoreOption = None,
    known_at: KnownAtOption = None,
    paper: Annotated[str, typer.Option("--paper", metavar="a4|letter")] = "a4",
) -> None:
    """Make the management review pack (ISO/IEC 20000-1, clause 9.3)."""
    from reports.management_review import render  # noqa: PLC0415  (--help needs no fonts)
    from reports.styles import PAPERS  # noqa: PLC0415

    paper = paper.lower()
    if paper not in PAPERS:
        raise InputError.of(f"'{paper}' is no paper; use {' or '.join(PAPERS)}", file="--paper")
    from_day, to_day = _day(first, "--from"), _day(last, "--to")
    if to_day < from_day:
        raise InputError.of("lies before --from; swap the two", file="--to")
    _check_output(output)
    base = base_address()
    path = store_path(store)
    with at_store(path) as place:
        review = next(place.carry_out(Review(from_day, to_day, known_at, str(path))))
    if not review.ended:
        say(f"the period had not ended at {display.moment(review.known_at, review.zone)}")
    say("drawing")
    _write(output, render(review, paper, base))
    say(f"the pack is in {output}")


def _day(text: str, name: str) -> date:
    """A day of a period, with room for a period before it and one after it."""
    day = parse_day(text, name)
    if day.year not in _YEARS:
        years = f"{_YEARS[0]} to {_YEARS[-1]}"
        raise InputError.of(f"{text} lies outside the years {years}; correct it", file=name)
    return day


def _check_output(output: Path) -> None:
    if output.is_dir():
        raise InputError.of("is a folder; name a file", file=str(output))
    if output.exists() and not (output.is_file() and _is_pdf(output)):
        raise InputError.of("is there and is no PDF; name another file", file=str(output))
    if not output.absolute().parent.is_dir():
        raise InputError.of(
            "is no folder; make it first or name another", file=str(output.absolute().parent)
        )


def _is_pdf(path: Path) -> bool:
    """Whether a file may be replaced by a pack: it is one, or empty. A store is neither."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"", b"%PDF")
    except OSError:
        # what may not be read is somebody else's
        return False


def _write(output: Path, document: bytes) -> None:
    """The file as a whole or not at all; a link stays one, and leads to it."""
    target = output.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(document)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if is_full(error):
            raise StoreUnavailable(
                f"the disk of {output} is full; free some space and try again"
            ) from error
        raise InputError.of(
            f"cannot be written: {error.strerror}; check the folder, its rights and room",
            file=str(output),
        ) from error


if __name__ == "__main__":
    run(app)
