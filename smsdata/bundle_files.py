"""A bundle as people hand it in: folders, also zipped, CSV files, workbooks. Made into clean CSV.

What is wrong with a file as a file is found here: a name that is no register, an encoding, a
header, a line that is not closed. What is wrong with its rows is found by staging.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import functools
import itertools
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from smsdata.errors import Problem
from smsdata.models import BY_NAME, STAMP_COLUMNS, shorten
from smsdata.parts import CHUNK, Progress
from smsdata.reading_words import UNCOMPUTED

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_LINE = 1 << 20
# An XLSX file is a zip file: what it may unpack to, and from how much.
MAX_UNPACKED = 400 << 20
MAX_INFLATION = 200
MAX_PROBLEMS = 200

_TOO_LONG = f"is longer than {MAX_LINE:,} characters; a quote may not be closed"
_QUOTE = 'has a quote that is not closed, or text after one; write "" for a quote'
MORE_PROBLEMS = f"and more than {MAX_PROBLEMS} rows in all"
csv.field_size_limit(MAX_LINE)


@dataclass(frozen=True)
class Source:
    """One register's rows in one place: a CSV file, or a sheet of a workbook."""

    register: str
    label: str
    path: Path
    sheet: str | None = None

    @property
    def place(self) -> str:
        """Where it lies, told from others of the same name."""
        return f"{self.path}, sheet {self.sheet}" if self.sheet else str(self.path)


class Text(NamedTuple):
    """What the cells of a CSV file are surely free of, so that nobody need look at each of them."""

    is_ascii: bool
    # no cell begins or ends with a blank
    tight: bool
    # no cell begins with the ' that keeps a spreadsheet from running it
    unguarded: bool


# Where a cell begins or ends with a blank there is one of these pairs of bytes, by the byte of it
# to look for first. A line end may belong to a cell where there are quotes.
_EDGES = {
    blank: tuple(pair for edge in (b",", b"\n", b'"') for pair in (blank + edge, edge + blank))
    for blank in (b" ", b"\t", b"\r")
} | {b'"': (b'""', b'"\n', b'\n"'), b"\xc2": ("\u00a0".encode(),)}


@dataclass(frozen=True)
class CleanFile:
    """A register's rows as UTF-8 CSV with LF, and the columns of its header."""

    register: str
    label: str
    path: Path
    header: tuple[str, ...]
    sheet: bool = False

    def looked_at(self) -> Text:
        """What the file's cells are surely free of."""
        is_ascii, tight, unguarded = True, True, True
        last = b"\n"
        with self.path.open("rb") as file:
            while read := file.read(CHUNK):
                chunk = last + read
                is_ascii = is_ascii and chunk.isascii()
                unguarded = unguarded and b"'" not in chunk
                tight = tight and not any(
                    byte in chunk and any(pair in chunk for pair in pairs)
                    for byte, pairs in _EDGES.items()
                )
                last = chunk[-1:]
        return Text(is_ascii, tight and last not in _EDGES, unguarded)

    def row_numbers(self, ordinals: Iterable[int]) -> dict[int, int]:
        """The row as people count them (the header is 1, blank lines count) of the n-th record."""
        wanted = set(ordinals)
        found: dict[int, int] = {}
        ordinal = 0
        with self.path.open(encoding="utf-8", newline="") as lines:
            for number, record in enumerate(csv.reader(lines), start=1):
                # a blank line of one column is an empty cell
                if number == 1 or (not record and len(self.header) > 1):
                    continue
                ordinal += 1
                if ordinal in wanted:
                    found[ordinal] = number
                    if len(found) == len(wanted):
                        break
        return found


@dataclass(frozen=True)
class Bundle:
    """What somebody handed in: the registers as clean files, and what is wrong with the others."""

    files: tuple[CleanFile, ...]
    problems: tuple[Problem, ...] = ()
    # Registers that are in files which cannot be read, or have another name: what they hold is not
    # known.
    unread: frozenset[str] = frozenset()

    def lying_in(self, folder: Path) -> list[CleanFile]:
        """The files, after they were carried into another folder."""
        return [replace(file, path=folder / file.path.name) for file in self.files]


def read_bundle(paths: Sequence[Path], folder: Path, progress: Progress) -> Bundle:
    """Bring what lies under `paths` into `folder` as clean CSV. This needs no store."""
    files: list[CleanFile] = []
    unpacked, problems = _unpacked(paths, folder)
    sources = find_sources(unpacked) if unpacked or not problems else Sources()
    # what could not be unpacked may hold any
    unread = {*sources.meant, *(BY_NAME if problems else ())}
    unread -= {source.register for source in sources.found}
    problems += sources.problems
    with ExitStack() as opened:
        # To open a workbook costs as much as to read all its sheets.
        workbook = functools.cache(lambda path: opened.enter_context(open_workbook(path)))
        for number, source in enumerate(sources.found):
            progress(f"reading {source.label}")
            file, wrong = clean(source, folder / f"{number}.csv", workbook)
            problems += wrong
            if file is None:
                unread.add(source.register)
            else:
                files.append(file)
    return Bundle(tuple(files), tuple(problems), frozenset(unread))


def _unpacked(paths: Sequence[Path], folder: Path) -> tuple[list[Path], list[Problem]]:
    """The same paths, but for each zip file the folder of CSV files that was in it."""
    found: list[Path] = []
    problems: list[Problem] = []
    for number, path in enumerate(paths):
        if path.suffix.lower() != ".zip" or not path.is_file():
            found.append(path)
            continue
        into = folder / f"zip-{number}"
        into.mkdir()
        if problem := _unpack(path, into):
            problems.append(Problem(path.name, 0, "", problem))
        else:
            found.append(into)
    return found, problems


def _unpack(path: Path, into: Path) -> str | None:
    """Unpack a zipped bundle, or say why that cannot be done."""
    try:
        with zipfile.ZipFile(path) as archive:
            if problem := _inflated(archive, MAX_UNPACKED):
                return problem
            for entry in archive.infolist():
                # a folder that was zipped has its files inside; no name leads out of `into`
                name = Path(entry.filename).name
                if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
                    continue
                if (into / name).exists():
                    return f"holds {shorten(name)} twice; give one of them"
                with archive.open(entry) as packed, (into / name).open("wb") as file:
                    shutil.copyfileobj(packed, file)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return "cannot be unpacked; zip the CSV files anew, without a password"
    return None if any(into.iterdir()) else "holds no file; zip the folder of a bundle"


def _inflated(archive: zipfile.ZipFile, most: int) -> str | None:
    """Why a zip file is not unpacked: it would grow beyond what a bundle needs."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > most or unpacked > MAX_INFLATION * max(packed, 1 << 16):
        return f"would unpack to {unpacked >> 20:,} MB; hand in the registers as CSV files"
    return None


@dataclass(frozen=True)
class Sources:
    """Where the registers lie, what is wrong there, and the registers that wrong names may mean."""

    found: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    meant: set[str] = field(default_factory=set)

    def refuse(self, place: str, what: str, meant: Iterable[str] = ()) -> None:
        """Say what is wrong with a place, and which registers it may have been meant to hold."""
        self.problems.append(Problem(place, 0, "", what))
        self.meant.update(meant)


def _meant_by(path: Path) -> Iterable[str]:
    """The registers that may lie at a path: any in a folder, zip file or workbook."""
    return BY_NAME if path.suffix.lower() in ("", ".xlsx", ".zip") else _near(path.stem)


def _near(name: str) -> list[str]:
    near = nearest_name(name, BY_NAME)
    return [near] if near else []


def find_sources(paths: Sequence[Path]) -> Sources:
    """The registers that lie under `paths`, and what lies there that is none."""
    sources = Sources()
    for path in paths:
        try:
            if path.is_dir():
                entries = [entry for entry in sorted(path.iterdir()) if not _beside(entry)]
                for entry in entries:
                    _add(entry, sources)
                if not entries:
                    sources.refuse(str(path), "is an empty folder; name a bundle", BY_NAME)
            elif path.exists():
                _add(path, sources)
            else:
                sources.refuse(str(path), "is not there; check the path", _meant_by(path))
        except OSError as error:
            what = f"cannot be read ({error.strerror}); check the path and its rights"
            sources.refuse(str(path), what, _meant_by(path))
    if not sources.found and not sources.problems:
        where = ", ".join(path.name for path in paths)
        sources.refuse(where, "holds no register that can be read; save it anew")
    seen: dict[str, Source] = {}
    for source in sources.found:
        if source.register in seen:
            other = seen[source.register].place
            sources.refuse(source.place, f"is the same register as {other}; give one of them")
        seen[source.register] = source
    return sources


def _beside(entry: Path) -> bool:
    """Whether it lies in a bundle's folder without belonging there: it is hidden, or a store's."""
    return entry.name[0] in ".~" or ".duckdb" in entry.suffixes


def _add(path: Path, sources: Sources) -> None:
    if path.suffix.lower() == ".xlsx" and path.is_file():
        _add_sheets(path, sources)
    elif path.suffix == ".csv" and path.stem in BY_NAME and path.is_file():
        sources.found.append(Source(path.stem, path.name, path))
    else:
        near = nearest_name(path.stem, BY_NAME)
        hint = f"did you mean {near}.csv?" if near else "keep it elsewhere"
        sources.refuse(path.name, f"is no register's file; {hint}", _meant_by(path))


def _add_sheets(path: Path, sources: Sources) -> None:
    problem = workbook_problem(path)
    if problem:
        sources.refuse(path.name, problem, BY_NAME)
        return
    try:
        with open_workbook(path) as workbook:
            names = list(workbook.sheetnames)
    except Exception as error:  # noqa: BLE001  (whatever the library trips over, the file is broken)
        sources.refuse(path.name, broken_workbook(error), BY_NAME)
        return
    for name in names:
        if name[0] in ".~":
            continue
        label = f"{path.name}, sheet {name}"
        if name in BY_NAME:
            sources.found.append(Source(name, label, path, name))
        else:
            hint = nearest(name, BY_NAME) or "; remove the sheet, or name it after a register"
            sources.refuse(label, f"is no register's name{hint}", _near(name))


def nearest(name: str, known: Iterable[str], hint: str = "; did you mean") -> str:
    """A hint at the known name that is nearest, such as '; did you mean people.csv?', if any is."""
    near = nearest_name(name, known)
    return f"{hint} {near}?" if near else ""


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that is nearest to one that is not known, if any is near."""
    folded = name.casefold()
    by_fold = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(folded, list(by_fold), n=3, cutoff=0.45)
    if not close:
        return None

    def likeness(other: str) -> float:
        # how a name begins says more than how it goes on
        pairs = itertools.takewhile(
            lambda pair: pair[0] == pair[1], zip(folded, other, strict=False)
        )
        begins = len(list(pairs))
        return difflib.SequenceMatcher(None, folded, other).ratio() + begins / 20

    return by_fold[max(close, key=likeness)]


@contextmanager
def open_workbook(path: Path, *, formulas: bool = False) -> Iterator[Workbook]:
    """A workbook to read: what its formulas came to, or with `formulas` how they are written."""
    import openpyxl  # noqa: PLC0415  (it brings numpy; most commands need neither)

    with path.open("rb") as file:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=not formulas)
        try:
            yield workbook
        finally:
            workbook.close()


def has_formulas(path: Path) -> bool:
    """Whether a sheet may have a formula: to look for one is quicker than to read all twice."""
    found = path.stat()
    return _looked_through(path, found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=8)
def _looked_through(path: Path, _changed: int, _size: int) -> bool:
    """The same, once for all the sheets of a file."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.lower().endswith(".xml"):
                end = b""
                with archive.open(name) as part:
                    while chunk := part.read(CHUNK):
                        if re.search(rb"<(\w+:)?f[\s/>]", end + chunk):
                            return True
                        end = chunk[-64:]
    return False


def cells_of(results: Any, formulas: Any) -> Iterator[list[Any]]:
    """A sheet's rows of cells; None for a formula that its file holds no result of.

    One whose result is an empty text says so by its type.
    """
    for given, written in zip(results.iter_rows(), formulas.iter_rows(), strict=True):
        yield [
            None if g.value is None and f.data_type == "f" and g.data_type == "n" else g
            for g, f in zip(given, written, strict=True)
        ]


def workbook_problem(path: Path, most: int = MAX_UNPACKED) -> str | None:
    """Why a file cannot be opened as a workbook, before anything in it is unpacked.

    `most` is how much it may unpack to.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if problem := _inflated(archive, most):
                return problem
            if "[Content_Types].xml" not in archive.namelist():
                return "is no XLSX workbook; save it as one, or as CSV files"
    except (zipfile.BadZipFile, OSError):
        return "is no XLSX workbook; save it as one, or as CSV files"
    return None


def clean(
    source: Source, target: Path, workbook: Callable[[Path], Workbook]
) -> tuple[CleanFile | None, list[Problem]]:
    """Make `target` a source's clean CSV; None where that cannot be done."""
    try:
        if source.sheet is None:
            problem = _from_csv(source.path, target)
        else:
            problem = _from_sheet(source, target, workbook)
    except PermissionError:
        problem = 0, "", "may not be read by you; ask for the rights to it"
    if problem is not None:
        return None, [Problem(source.label, *problem)]
    header, problems = _header(source, target)
    if problems:
        return None, problems
    return CleanFile(source.register, source.label, target, header, source.sheet is not None), []


def _from_csv(path: Path, target: Path) -> tuple[int, str, str] | None:
    """Copy a file as UTF-8 with LF; the row, column and what is wrong where it is no such text.

    A CR alone ends a line too: so some programs on a Mac save.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    held = b""
    first = True
    with path.open("rb") as given, target.open("wb") as kept:
        while True:
            chunk = given.read(CHUNK)
            if first:
                first = False
                if not chunk.strip():
                    return 0, "", "is empty; its first row must name the columns"
                if chunk[:2] in (b"\xff\xfe", b"\xfe\xff"):
                    return 0, "", "is UTF-16; save it as CSV in UTF-8"
                chunk = chunk.removeprefix(codecs.BOM_UTF8)
            # A CRLF may lie across two chunks.
            block = held + chunk
            held = b"\r" if chunk and block.endswith(b"\r") else b""
            block = block[:-1] if held else block
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            if b"\0" in block:
                row = lines + block[: block.index(b"\0")].count(b"\n")
                return row, "", "holds a NUL byte, so this is no text; save it as CSV in UTF-8"
            try:
                decoder.decode(block, final=not chunk)
            except UnicodeDecodeError as error:
                row = lines + error.object[: error.start].count(b"\n")
                byte = error.object[error.start]
                return row, "", f"is not UTF-8 (byte 0x{byte:02X}); save it as CSV in UTF-8"
            lines += block.count(b"\n")
            kept.write(block)
            if not chunk:
                return None


def broken_workbook(error: Exception) -> str:
    """What is said of a workbook that the library cannot read."""
    why = shorten(str(error)) or type(error).__name__
    return f"cannot be read as a workbook ({why}); save it anew"


_WAITS = object()


def _from_sheet(
    source: Source, target: Path, workbook: Callable[[Path], Workbook]
) -> tuple[int, str, str] | None:
    try:
        with target.open("w", encoding="utf-8", newline="") as kept:
            rows = _rows(workbook(source.path), source)
            writer = csv.writer(kept, lineterminator="\n")
            header = [_cell_text(cell) for cell in next(rows, ())]
            while header and not header[-1]:
                header.pop()
            if not header:
                return 0, "", "is empty; its first row must name the columns"
            writer.writerow(header)
            width = len(header)
            for number, row in enumerate(rows, start=2):
                if _WAITS in row:
                    column = dict(enumerate(header)).get(row.index(_WAITS), "")
                    return number, column, f"holds {UNCOMPUTED}"
                cells = [_cell_text(cell) for cell in row]
                # a blank row stays one, so that rows keep their numbers
                writer.writerow(cells + [""] * (width - len(cells)) if width > 1 else cells)
        return None
    except Exception as error:  # noqa: BLE001  (as above)
        return 0, "", broken_workbook(error)


def _rows(workbook: Workbook, source: Source) -> Iterator[Sequence[Any]]:
    """A sheet's rows; a formula of which no result is known is no blank cell."""
    results = workbook[source.sheet or ""]
    if not has_formulas(source.path):
        yield from results.iter_rows(values_only=True)
        return
    with open_workbook(source.path, formulas=True) as again:
        for row in cells_of(results, again[source.sheet or ""]):
            yield [_WAITS if cell is None else cell.value for cell in row]


def _cell_text(cell: Any) -> str:
    """A workbook's cell as the bundle writes it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else f"{cell.isoformat()}Z"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _header(source: Source, target: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """The columns that a file names, or what is wrong with them."""
    with target.open(encoding="utf-8", newline="") as lines:
        first = lines.read(MAX_LINE)
    try:
        cells = next(csv.reader(first.splitlines(keepends=True), strict=True), [])
    except csv.Error as error:
        return (), [Problem(source.label, 1, "", f"is no CSV ({error}); check its quotes")]
    names = tuple(cell.strip() for cell in cells)
    record = BY_NAME[source.register]
    known = [*record.model_fields, *(column.name for column in STAMP_COLUMNS)]
    for separator, word in ((";", "';'"), ("\t", "a tab")):
        if len(names) == 1 and separator in names[0]:
            return (), [
                Problem(
                    source.label, 1, "", f"separates its columns by {word}; separate them by ','"
                )
            ]
    problems = [
        Problem(
            source.label,
            1,
            shorten(name),
            f"is no column of {source.register}{nearest(name, known)}",
        )
        if name
        else Problem(source.label, 1, "", f"column {number} has no name; name or remove it")
        for number, name in enumerate(names, start=1)
        if name not in known
    ]
    problems += [
        Problem(source.label, 1, name, "is there twice; keep one of them")
        for name in sorted({name for name in names if name in known and names.count(name) > 1})
    ]
    problems += [
        Problem(source.label, 1, name, f"is missing; it is needed in {source.register}")
        for name in record.key
        if name not in names and record.model_fields[name].is_required() and not problems
    ]
    return names, problems


def structure_problems(file: CleanFile) -> tuple[list[Problem], CleanFile | None]:
    """What is wrong with the rows as CSV: quotes, length, number of cells.

    Where that is the number of cells alone, beside it the file without such rows, so that what is
    wrong with the others can be found.
    """
    even = replace(file, path=file.path.with_suffix(".even"))
    found: list[Problem] = []
    with even.path.open("w", encoding="utf-8", newline="") as kept:
        write = csv.writer(kept, lineterminator="\n").writerow
        for row, record, what in _records(file):
            if what and len(found) < MAX_PROBLEMS:
                found.append(Problem(file.label, row, "", what))
            elif what and len(found) == MAX_PROBLEMS:
                found.append(Problem(file.label, 0, "", MORE_PROBLEMS))
            if record is None:
                return found, None
            # a blank row keeps the numbers of those after it
            write([] if what else record)
    return found, even


def _records(file: CleanFile) -> Iterator[tuple[int, list[str] | None, str]]:
    """The rows of a file, numbered, with what is wrong with each; None for one that ends it."""
    width = len(file.header)
    number = 0
    with file.path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        while True:
            number += 1
            try:
                record = next(reader, None)
            except csv.Error as error:
                yield number, None, _TOO_LONG if "field larger" in str(error) else _QUOTE
                return
            if record is None:
                return
            while len(record) > width and not record[-1].strip():
                record.pop()
            if sum(map(len, record)) > MAX_LINE:
                yield number, None, _TOO_LONG
                return
            what = ""
            if record and len(record) != width:
                what = _uneven(len(record), width, in_sheet=file.sheet)
            yield number, record, what


def _uneven(cells: int, width: int, *, in_sheet: bool) -> str:
    if in_sheet:
        return f"has a cell beyond the {width} columns of the header; remove it"
    count = "1 cell" if cells == 1 else f"{cells} cells"
    mend = "write the comma of an empty cell too"
    if cells > width:
        mend = "remove what is too many, or put quotes around a text that holds a comma"
    return f"has {count}, the header has {width}; {mend}"
