"""What all commands share: the store they work on, their words, their exit status.

0 done · 1 what was checked did not hold · 2 bad input · 3 the store cannot be had or kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from smsdata.board import Board
from smsdata.clocks import parse_moment
from smsdata.errors import SmsError, StoreUnavailable
from smsdata.settings import default_store_path
from smsdata.store import Store, translate

StoreOption = Annotated[
    Path | None,
    # whether it can be read is told by the store, in its own words
    typer.Option("--store", metavar="PATH", readable=False, help="The store (or SMS_STORE)."),
]


def common(store: StoreOption = None) -> None:
    """Options before a command's name: they count where the command itself does not say."""
    if store is not None:
        os.environ["SMS_STORE"] = str(store)


def store_path(given: Path | None) -> Path:
    """The store of a command: named after the command, before it, or the default."""
    return given or default_store_path()


@contextmanager
def board_at(store: Store, on_date: date | None, known_at: str | None) -> Iterator[Board]:
    """The board of a day (None: today) at a time as somebody wrote it (None: everything)."""
    moment = None
    if known_at is not None:
        with store.board() as now:
            organization = now.organization()
        moment = parse_moment(known_at, organization.time_zone if organization else "UTC")
    with store.board(on_date, moment) as board:
        yield board


def say(words: str) -> None:
    """Words about the work go to standard error, answers to standard output."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def run(app: typer.Typer) -> NoReturn:
    """Run a command and end with its exit status; errors are told in plain lines."""
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except typer.Exit as ended:
        status = ended.exit_code
    except (typer.Abort, KeyboardInterrupt):
        say("stopped")
        status = 130
    except StoreUnavailable as error:
        say(str(error))
        status = 3
    except SmsError as error:
        say(str(error))
        status = 2
    except TyperException as error:
        say(error.format_message())
        status = 2
    except BrokenPipeError:
        # Whoever read the answer has read enough; nothing is left to flush into.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except SystemExit:
        # typer's own answer to a reader that has read enough
        status = 0
    except OSError as error:
        say(str(translate(error, Path(error.filename or "the output"))))
        status = 3
    sys.exit(status if isinstance(status, int) else 0)
