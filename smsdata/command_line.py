"""What all commands share: the store they work on, their words, their exit status.

0 done · 1 what was checked did not hold · 2 bad input · 3 the store cannot be had or kept.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated, NoReturn, TextIO

import typer
from typer.exceptions import TyperException

from smsdata.beside import own_folder
from smsdata.errands import Errand
from smsdata.errors import InputError, SmsError, StoreHeld, StoreUnavailable
from smsdata.parts import Parts, answers
from smsdata.serving import ask, forget, reach
from smsdata.settings import default_store_path
from smsdata.store import Store, translate

# What shells expect of a program that was interrupted.
STOPPED = 130

StoreOption = Annotated[
    Path | None,
    # whether it can be read is told by the store, in its own words
    typer.Option("--store", metavar="PATH", readable=False, help="The store (or SMS_STORE)."),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option("--known-at", metavar="TIME", help="As known at this time; a date is its end."),
]


def application(about: str) -> typer.Typer:
    """A program whose commands share what is said here; `about` heads its --help."""
    return typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        help=about,
        callback=_common,
        rich_markup_mode=None,
    )


def _common(store: StoreOption = None) -> None:
    """Options before a command's name: they count where the command itself does not say."""
    if store is not None:
        os.environ["SMS_STORE"] = str(store)


def store_path(given: Path | None) -> Path:
    """The store of a command: named after the command, before it, or the default."""
    return given or default_store_path()


@contextmanager
def at_store(path: Path, *, create: bool = False) -> Iterator[Place]:
    """Where an errand at a store is done: in the dashboard that has it open, or else here."""
    with ExitStack() as ending:
        channel = reach(path)
        if channel is None:
            try:
                store = ending.enter_context(Store.open(path, create=create))
            except StoreHeld:
                # perhaps by a dashboard that was just starting
                channel = reach(path)
                if channel is None:
                    raise
            else:
                forget(path)
                folder = ending.enter_context(store.folder())
                yield Place(folder, lambda errand: errand.run(store, folder), ending)
                return
        ending.enter_context(channel)
        folder = ending.enter_context(own_folder(Path(gettempdir()), "sms-errand-"))
        yield Place(folder, lambda errand: ask(channel, errand, folder), ending)


@dataclass(frozen=True)
class Place:
    """Where a command has its one errand done. What lies in its folder goes along with it."""

    folder: Path
    _run: Callable[[Errand], Parts]
    _ending: ExitStack

    def carry_out(self, errand: Errand) -> Parts:
        """What comes of an errand; the words about it are said."""
        # what is not read to its end ends with the command
        return self._ending.enter_context(closing(answers(self._run(errand), say)))


def say(words: str) -> None:
    """Words about the work go to standard error, answers to standard output."""
    try:
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()
    except OSError:
        # no work is given up because nobody hears of it
        _let_go(sys.stderr)


_INTERRUPTED = "Query interrupted"


def _carried_out(app: typer.Typer) -> object:
    for argument in sys.argv[1:]:
        # how Python hands on bytes that are no UTF-8
        if re.search("[\udc80-\udcff]", argument):
            shown = argument.encode("utf-8", "replace").decode()
            raise InputError.of("is no UTF-8; type it in a terminal that is", file=shown)
    # a comment that a statement begins with is no option
    arguments = [re.sub(r"^--(?=\s)", "\n--", argument) for argument in sys.argv[1:]]
    try:
        return app(arguments, standalone_mode=False)
    except RuntimeError as error:
        # what DuckDB makes of an interrupt that comes while it computes
        if isinstance(error.__cause__, KeyboardInterrupt) or str(error) == _INTERRUPTED:
            raise KeyboardInterrupt from None
        raise


def _settle_output() -> None:
    """Write what is left of the answer, or let go of it: Python would try once more as it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        _let_go(sys.stdout)


def _let_go(stream: TextIO) -> None:
    """Send what is left for a stream, and what is still to come, nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _open_streams() -> None:
    """A program may be started without them; the next file that it opens would be taken for one."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r+"))  # noqa: SIM115  (to the end)


def run(app: typer.Typer) -> NoReturn:
    """Run a command and end with its exit status; errors are told in plain lines."""
    _open_streams()
    try:
        status = _carried_out(app)
        sys.stdout.flush()
        if status == STOPPED:
            # typer has caught the interrupt
            say("stopped")
    except typer.Exit as ended:
        status = ended.exit_code
    except (typer.Abort, KeyboardInterrupt):
        say("stopped")
        status = STOPPED
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
        # Whoever read the answer has read enough.
        _settle_output()
        status = 0
    except SystemExit:
        # typer's own answer to a reader that has read enough
        status = 0
    except OSError as error:
        say(str(translate(error, Path(error.filename or "the output"))))
        _settle_output()
        status = 3
    sys.exit(status if isinstance(status, int) else 0)
