"""Rows on their way into the store: read, merged with what is stored, checked, stored.

All of it happens in temporary tables within one write transaction. `raw_R` has a register's rows as
its file gives them, `merged_R` as they would be stored beside the version in force at their time,
`several_R` the keys that come more than once, `version_R` their versions in order of time,
`final_V` the register as it will stand. The SQL is in sql/import; the checks that look beyond one
row are one file each in sql/import/checks.
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from typing import NamedTuple

import duckdb

from smsdata.bundle_files import (
    MAX_LINE,
    MAX_PROBLEMS,
    MORE_PROBLEMS,
    CleanFile,
    nearest,
    structure_problems,
)
from smsdata.errors import Problem
from smsdata.models import (
    BY_NAME,
    CODE,
    PERIOD,
    REGISTERS,
    STAMP_COLUMNS,
    TEXT,
    WORDS,
    Column,
    Metric,
    Organization,
    PlanItem,
    Record,
    code_sql,
    codes_sql,
    columns,
    shorten,
)
from smsdata.parts import BATCH
from smsdata.store import SQL, Writing, quoted


@dataclass(frozen=True)
class Outcome:
    """What an import does to one register: how many rows of each kind."""

    register: str
    new: int = 0
    revised: int = 0
    withdrawn: int = 0
    unchanged: int = 0


class Touched(NamedTuple):
    """One row that an import adds, revises or withdraws."""

    becomes: str
    register: str
    code: str


def read_touched(lists: Iterable[Path]) -> Iterator[list[Touched]]:
    """What `Staging.list_touched` has listed, some rows at a time."""
    for path in lists:
        with path.open(encoding="utf-8", newline="") as file:
            rows = map(Touched._make, csv.reader(file))
            while batch := list(itertools.islice(rows, BATCH)):
                yield batch


# What surrounds a cell without belonging to it: spaces, tabs, line ends, no-break spaces. Trimming
# by a set of characters is slow, so it is left to the cells that need it.
_LEADING = "{x} < '!' OR starts_with({x}, '\u00a0')"
_TRIMMED = "nullif(trim({x}, ' \t\n\r\u00a0'), '')"
_TEXT_CELL = (
    f"CASE WHEN {_LEADING} OR right({{x}}, 1) IN (' ', '\t', '\n', '\r', '\u00a0') "
    f"THEN {_TRIMMED} ELSE {{x}} END"
)
# A cell that is read as something else than text may keep what trails: it is read again without.
_OTHER_CELL = f"CASE WHEN {_LEADING} THEN {_TRIMMED} ELSE {{x}} END"
# Text that a spreadsheet would run is written with a ' before it, and read back without.
_UNGUARDED = (
    "CASE WHEN starts_with({x}, '''') AND regexp_matches({x}, '^''+[=+@-]') "
    "THEN {x}[2:] ELSE {x} END"
)

_CONTEXT = """
CREATE TEMP TABLE import_context AS
SELECT CAST(? AS TIMESTAMPTZ) AS now, CAST(? AS VARCHAR) AS recorded_by, CAST(? AS VARCHAR) AS note
"""
_COUNT = Template("SELECT ${counts} FROM merged_${register}")
_SHOWN = Template("""
SELECT m."row", ${shown} FROM merged_${register} AS m
JOIN raw_${register} AS r ON r.rowid = m."row" - 2
WHERE m."row" IN (SELECT "row" FROM merged_${register} WHERE ${broken})
ORDER BY 1 LIMIT ${limit}
""")
_UNKNOWN = Template("""
WITH named AS (SELECT "row", ${codes} AS code FROM merged_${register})
SELECT "row", code FROM named
WHERE code IN (
    SELECT code FROM named
    EXCEPT SELECT ${key} FROM merged_${other} EXCEPT SELECT ${key} FROM history.${view}
)
ORDER BY 1 LIMIT ${limit}
""")
# No code without a register that there is: which one is said of the other column.
_NO_ROW = Template("""
SELECT "row", ${column} FROM merged_${register}
WHERE ${named} = '${other}' AND ${column} IS NOT NULL AND ${column} NOT IN (
    SELECT ${code} FROM merged_${other} WHERE (${code}) IS NOT NULL
    UNION ALL SELECT ${code} FROM history.${view}
)
ORDER BY 1 LIMIT ${limit}
""")
_NAMED = Template("SELECT DISTINCT ${named} FROM merged_${register} ORDER BY 1")
_KNOWN = Template("SELECT ${key} FROM merged_${other} UNION SELECT ${key} FROM history.${view}")
_DOUBLED = Template("""
SELECT unnest(list_sort(list("row"))[2:])
FROM merged_${register} WHERE bad & ${bits} = 0${complete}
GROUP BY ${key} HAVING count(*) > 1 LIMIT ${limit}
""")
_NOTHING_TO_WITHDRAW = Template("""
SELECT "row" FROM merged_${register} AS m
WHERE withdrawn AND NOT known
    AND NOT EXISTS (SELECT 1 FROM merged_${register} AS e WHERE e.moment < m.moment${same_key})
ORDER BY 1 LIMIT ${limit}
""")
_FUTURE = Template("""
SELECT "row" FROM merged_${register}, import_context WHERE dated AND moment > now
ORDER BY 1 LIMIT ${limit}
""")
_LISTED = Template("SELECT * FROM (${check}) ORDER BY 1, 2 LIMIT ${limit}")
_OUTCOMES = Template("SELECT becomes, count(*) FROM (${outcome}) GROUP BY becomes")
_VERSIONS = Template("""
WHERE NOT EXISTS (SELECT 1 FROM several_${register} AS h WHERE true${same_key})
UNION ALL SELECT ${key}, same, withdrawn, known, first, differs FROM version_${register}
""")
_TOUCHED = Template("""
COPY (
    SELECT becomes, '${register}' AS register, code FROM (${outcome})
    WHERE becomes <> 'unchanged' ORDER BY ALL
) TO '${path}' (FORMAT csv, HEADER false)
""")
_NEWEST = Template("SELECT max(moment) FROM merged_${register} WHERE NOT same")
_LIMIT = MAX_PROBLEMS + 1
# What `Staging` lays out when a statement names it, and the register that it is of.
_LAYERS: dict[str, type[Record]] = {
    "metric_span": Metric,
    "plan_span": PlanItem,
    "fiscal": Organization,
    **{f"merged_{record.register_name}": record for record in REGISTERS},
    **{f"final_{record.view}": record for record in REGISTERS},
}
_LAYER = re.compile(rf"\b(?:{'|'.join(_LAYERS)})\b")
_MISSING = "is missing; it is needed"
_NOT_AS_RECORDED = (
    "is not what the store holds for that time; history is brought into an empty store only, so "
    "leave recorded_at empty to revise the row now"
)


@functools.cache
def _file(name: str) -> Template:
    return Template((SQL / "import" / f"{name}.sql").read_text())


def _is_chosen(column: Column) -> str:
    """The condition that a cell is one of its column's choices; NULL where it is empty."""
    return f"{column.name} IN ({', '.join(map(_literal, column.choices))})"


def _chosen(record: type[Record]) -> dict[str, str]:
    """For each column of choices SQL for its cell, NULL where that is none of them."""
    return {
        column.name: f"CASE WHEN {_is_chosen(column)} THEN {column.name} END"
        for column in columns(record)
        if column.choices
    }


def _literal(value: object) -> str:
    """A default as SQL writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)


def _presumed(check: str) -> set[str]:
    """The registers that a check takes as known in full; of spans it looks at what it finds."""
    layers = set(_LAYER.findall(check)) - {"metric_span", "plan_span"}
    return {_LAYERS[name].register_name for name in layers}


def _is_required(record: type[Record], name: str) -> bool:
    return record.model_fields[name].is_required()


def _bit(record: type[Record], name: str) -> int:
    """The bit of `bad` that says that a cell could not be read."""
    every = [column.name for column in (*columns(record), *STAMP_COLUMNS)]
    return 1 << every.index(name)


def _same_key(record: type[Record], left: str, right: str) -> str:
    """The condition that two rows have one key; empty equals empty where a part may be empty."""
    return "".join(
        f" AND {left}.{name} = {right}.{name}"
        if _is_required(record, name)
        else f" AND {left}.{name} IS NOT DISTINCT FROM {right}.{name}"
        for name in record.key
    )


def _key(record: type[Record]) -> str:
    # An organisation has one row and so no key: all its rows are one group.
    return ", ".join(record.key) or "moment IS NOT NULL"


def load_raw(
    cursor: duckdb.DuckDBPyConnection, file: CleanFile
) -> tuple[CleanFile | None, list[Problem]]:
    """Load a file as it stands into a temporary table; what of it was loaded, and why not all."""
    first_line = _load_raw(cursor, file)
    if first_line is None:
        return file, []
    problems, even = structure_problems(file)
    if even is not None and _load_raw(cursor, even) is None:
        return even, problems
    return None, problems or [
        Problem(file.label, 0, "", f"is no CSV as it should be ({first_line})")
    ]


def _load_raw(cursor: duckdb.DuckDBPyConnection, file: CleanFile) -> str | None:
    """Load a file, or give the driver's reason why that cannot be."""
    first_line = ""
    for parallel in ("true", "false"):
        try:
            cursor.execute(
                _file("raw").substitute(
                    register=file.register,
                    columns=", ".join(f'"{name}"' for name in file.header),
                    types=", ".join(f"'{name}': 'VARCHAR'" for name in file.header),
                    path=quoted(str(file.path)),
                    max_line_size=MAX_LINE,
                    parallel=parallel,
                )
            )
        except (duckdb.ProgrammingError, duckdb.DataError, duckdb.NotSupportedError) as error:
            first_line = shorten(str(error).partition("\n")[0], 200)
            # Quoted line breaks cannot always be read in parallel; what else is wrong stays wrong.
            if "parallel" not in first_line.lower():
                break
        else:
            return None
    return first_line


class Staging:
    """The rows of a bundle within one write transaction."""

    def __init__(
        self,
        writing: Writing,
        files: list[CleanFile],
        recorded_by: str,
        note: str | None,
        in_doubt: Iterable[str] = (),
    ) -> None:
        self._writing = writing
        self._cursor = writing.cursor
        self._files = {file.register: file for file in files}
        # Registers of which not every code is known: no other row is blamed for what may be there.
        self._in_doubt = set(in_doubt)
        self._laid: set[str] = set()
        # The registers in which a key comes more than once.
        self._several: set[str] = set()
        # no file could bring a NUL back in
        said = note.replace("\0", "") if note else note
        self._cursor.execute(_CONTEXT, [writing.recorded_at, recorded_by, said])
        self._store_is_empty = not self._rows("SELECT 1 FROM history.write LIMIT 1")

    def _run(self, query: str) -> duckdb.DuckDBPyConnection:
        """Run a statement on what it names, which is laid out when something first asks for it."""
        for name in _LAYER.findall(query):
            self._lay(name)
        return self._cursor.execute(query)

    def _rows(self, query: str) -> list[tuple[object, ...]]:
        return self._run(query).fetchall()

    # --- reading and merging ---

    def stage(self) -> None:
        """Read every register's rows by the kinds of their columns, and merge them."""
        for name in self._files:
            self._lay(f"merged_{name}")

    def _lay(self, name: str) -> None:
        """Make one of `_LAYERS` as a table or view, once."""
        if name in self._laid:
            return
        self._laid.add(name)
        kind, _, _ = name.partition("_")
        record = _LAYERS[name]
        if kind == "merged":
            self._run(self._merged(record))
            if record.register_name in self._files:
                self._find_several(record)
        elif kind == "final":
            self._run(self._final(record))
        else:
            known = "false" if record.register_name in self._in_doubt else "true"
            self._run(_file(name).substitute(_chosen(record), known=known))

    def _staged(self, record: type[Record], file: CleanFile) -> str:
        """The query for a file's rows, read by the kinds of their columns."""
        text = file.looked_at()
        # a column that is not there keeps what is stored, but for a part of the key
        shape = [
            column
            for column in columns(record)
            if column.name in file.header or column.name in record.key
        ]
        every = (*shape, *STAMP_COLUMNS)
        there = [column for column in every if column.name in file.header]
        texts = (*WORDS, PERIOD)

        def cell(column: Column) -> str:
            form = "{x}"
            if not text.tight:
                form = _TEXT_CELL if column.kind in texts else _OTHER_CELL
            return form.replace("{x}", f'"{column.name}"') + f" AS {column.name}"

        read = []
        for column in every:
            sql = column.kind.sql_of(column.name, ascii_only=text.is_ascii)
            if column not in there:
                sql = f"CAST(NULL AS {column.kind.type})"
            elif column.kind not in texts and not text.tight:
                trimmed = _TRIMMED.replace("{x}", column.name)
                sql = f"coalesce({sql}, {column.kind.sql_of(trimmed, ascii_only=text.is_ascii)})"
            read.append(f"{sql} AS {column.name}_read")
        staged = _file("stage").substitute(
            register=record.register_name,
            cells=", ".join(map(cell, there)),
            blank=" AND ".join(f"{column.name} IS NULL" for column in there),
            plain=", ".join(
                _UNGUARDED.replace("{x}", column.name) + f" AS {column.name}"
                if column.kind in WORDS and not text.unguarded
                else column.name
                for column in there
            ),
            read=", ".join(read),
            bad=" + ".join(
                f"CASE WHEN {column.name} IS NOT NULL AND {column.name}_read IS NULL "
                f"THEN {_bit(record, column.name)} ELSE 0 END"
                for column in there
                if column.kind not in (TEXT, PERIOD)
            )
            or "0",
            # of an organisation, which has no key, there may be none
            named="".join(f"{column.name}_read AS {column.name}, " for column in shape),
        )
        if record.register_name == "readings":
            return _file("reading_period").substitute(staged=staged)
        return staged

    def _merged(self, record: type[Record]) -> str:
        name = record.register_name
        names = ", ".join(record.model_fields)
        file = self._files.get(name)
        if file is None:
            return _file("absent").substitute(register=name, view=record.view, columns=names)
        may_withdraw = "withdrawn" in file.header
        merged, same = [], []
        for column in columns(record):
            given, kept = f"s.{column.name}", f"c.{column.name}"
            if column.name in record.key:
                merged.append(given)
            elif column.name in file.header:
                cell = given
                if column.default is not None:
                    cell = f"coalesce({given}, {_literal(column.default)})"
                if may_withdraw:
                    cell = f"CASE WHEN s.withdrawn THEN coalesce({given}, {kept}) ELSE {cell} END"
                merged.append(f"{cell} AS {column.name}")
                same.append(f" AND {cell} IS NOT DISTINCT FROM {kept}")
            elif column.default is None:
                merged.append(kept)
            else:
                merged.append(
                    f"CASE WHEN c.recorded_at IS NOT NULL THEN {kept} "
                    f"WHEN NOT s.withdrawn THEN {_literal(column.default)} END AS {column.name}"
                )
        timed = name == "readings"
        judged = ("period_given", "misfit")
        return _file("merge").substitute(
            register=name,
            view=record.view,
            staged=self._staged(record, file),
            merged=", ".join(merged),
            more="".join(f", s.{column}" for column in judged) if timed else "",
            same="".join(same),
            same_key=_same_key(record, "c", "s"),
        )

    def _find_several(self, record: type[Record]) -> None:
        """Lay out the keys that come more than once, and where there are any, their versions."""
        names = {"register": record.register_name, "key": _key(record)}
        (made,) = self._cursor.execute(_file("several").substitute(names)).fetchall()
        if made == (0,):
            return
        self._several.add(record.register_name)
        self._cursor.execute(
            _file("versions").substitute(
                names,
                same_key=_same_key(record, "h", "m"),
                carried=", ".join(
                    f"CASE WHEN withdrawn THEN coalesce({column}, live.{column}) "
                    f"ELSE {column} END AS {column}"
                    for column in record.model_fields
                    if column not in record.key
                ),
                values=", ".join(f"'{column}': {column}" for column in record.model_fields),
            )
        )

    def _final(self, record: type[Record]) -> str:
        name = record.register_name
        return _file("final" if name in self._files else "untouched").substitute(
            register=name,
            view=record.view,
            columns=", ".join(record.model_fields),
            key=_key(record),
            same_key="true" + _same_key(record, "m", "h"),
        )

    # --- checking ---

    @property
    def files(self) -> list[CleanFile]:
        """The files there are to check."""
        return list(self._files.values())

    def check_together(self) -> list[Problem]:
        """What is wrong with rows only beside others; `check_rows` comes before, for every file."""
        problems: list[Problem] = []
        for name in self._files:
            for column in columns(BY_NAME[name]):
                if column.ref is not None:
                    problems += self._unknown(name, column)
                if column.row_of is not None:
                    problems += self._no_row(name, column.name, column.row_of.column)
        for path in sorted((SQL / "import" / "checks").glob("*.sql")):
            check = path.read_text()
            if not any(f"merged_{name}" in check for name in self._files):
                # what it looks at stays as it is
                continue
            found = self._rows(_LISTED.substitute(check=check, limit=_LIMIT))
            doubtful = _presumed(check) & self._in_doubt
            for name in self._files:
                if not doubtful - {name}:
                    rows = [row[1:] for row in found if row[0] == name]
                    problems += self._located(name, rows)
        return problems

    def check_rows(self, file: CleanFile) -> list[Problem]:
        """What is wrong with the rows of a file, each by itself."""
        name, record = file.register, BY_NAME[file.register]
        conditions = list(self._conditions(record, file))
        kinds = {column.name: column.kind for column in columns(record)}
        counts = ", ".join(f"count(*) FILTER ({broken})" for _, broken, _ in conditions)
        (found,) = self._rows(_COUNT.substitute(counts=counts, register=name))
        problems: list[Problem] = []
        for count, (column, broken, what) in zip(found, conditions, strict=True):
            if count:
                problems += self._shown(file, column, broken, what)
                # a code of other letters is known, though it is none
                if column in record.key and (what == _MISSING or kinds[column] is not CODE):
                    self._in_doubt.add(name)
        whole = {"register": name, "limit": _LIMIT}
        if "recorded_at" in file.header:
            what = "lies in the future; correct it or leave it empty"
            problems += self._found(name, "recorded_at", what, _FUTURE.substitute(whole))
        # what is withdrawn may stand in a row that could not be read
        if "withdrawn" in file.header and name not in self._in_doubt:
            what = "is true, but there is no such row to withdraw; check its key"
            query = _NOTHING_TO_WITHDRAW.substitute(whole, same_key=_same_key(record, "e", "m"))
            problems += self._found(name, "withdrawn", what, query)
        if name in self._several:
            what = "has the same key and time as a row above; keep one of them"
            if not record.key:
                what = "is a second row; an organisation has one"
            query = _DOUBLED.substitute(
                whole,
                key=", ".join((*record.key, "moment")),
                bits=sum(_bit(record, name) for name in (*record.key, "recorded_at")),
                complete="".join(
                    f" AND {name} IS NOT NULL" for name in record.key if _is_required(record, name)
                ),
            )
            problems += self._found(name, "", what, query)
        return problems

    def _found(self, register: str, column: str, what: str, query: str) -> list[Problem]:
        """The rows that a query finds, each with the same problem."""
        return self._located(register, [(row, column, what) for (row,) in self._rows(query)])

    def _conditions(self, record: type[Record], file: CleanFile) -> Iterator[tuple[str, str, str]]:
        """Column, SQL condition and words of all that a single row can have wrong."""
        for column in (*columns(record), *STAMP_COLUMNS):
            bit = _bit(record, column.name)
            if column.name in file.header and column.kind not in (TEXT, PERIOD):
                yield column.name, f"bad & {bit} <> 0", column.kind.problem
            if column.required:
                missing = f"{column.name} IS NULL AND bad & {bit} = 0"
                if column.kind is PERIOD:
                    missing = "NOT period_given"
                if column.name not in record.key:
                    missing += " AND NOT withdrawn"
                yield column.name, missing, _MISSING
            if column.choices:
                yield (
                    column.name,
                    f"NOT {_is_chosen(column)}",
                    f"is none of {', '.join(column.choices)}",
                )
            if column.bounds is not None:
                yield column.name, column.bounds.broken_sql(column.name), column.bounds.problem
        for rule in record.rules:
            # A cell that could not be read is reported alone.
            broken = f"bad = 0 AND NOT withdrawn AND ({rule.broken_sql})"
            yield rule.column, broken, rule.problem
        if not self._store_is_empty:
            yield (
                "recorded_at",
                "dated AND NOT same",
                _NOT_AS_RECORDED,
            )

    def _shown(self, file: CleanFile, column: str, broken: str, what: str) -> list[Problem]:
        """The rows where a condition holds, with the cell as it was given."""
        query = _SHOWN.substitute(
            register=file.register,
            shown=f'r."{column}"' if column in file.header else "NULL",
            broken=broken,
            limit=_LIMIT,
        )
        rows = [
            (row, column, f"'{shorten(str(text).strip())}' {what}" if text else what)
            for row, text in self._rows(query)
        ]
        return self._located(file.register, rows)

    def _unknown(self, register: str, column: Column) -> list[Problem]:
        """The rows that name something which neither the store nor the bundle has."""
        if column.ref is None or column.ref.register in self._in_doubt:
            return []
        other = BY_NAME[column.ref.register]
        names = {"other": other.register_name, "view": other.view, "key": other.key[0]}
        rows = self._rows(
            _UNKNOWN.substitute(names, register=register, codes=codes_sql(column), limit=_LIMIT)
        )
        if not rows:
            return []
        known = [str(code) for (code,) in self._rows(_KNOWN.substitute(names)) if code is not None]
        return self._located(
            register,
            [
                (
                    row,
                    column.name,
                    f"'{shorten(str(code))}' is not in {other.register_name}; add it there"
                    + nearest(str(code), known, ", or did you mean"),
                )
                for row, code in rows
            ],
        )

    def _no_row(self, register: str, column: str, named: str) -> list[Problem]:
        """The rows that name a row which neither the store nor the bundle has."""
        rows = []
        of = self._rows(_NAMED.substitute(register=register, named=named))
        known = BY_NAME.keys() - self._in_doubt
        for other in (BY_NAME[str(name)] for (name,) in of if name in known):
            query = _NO_ROW.substitute(
                register=register,
                column=column,
                named=named,
                other=other.register_name,
                view=other.view,
                code=code_sql(other),
                limit=_LIMIT,
            )
            where = f"is not in {other.register_name}; add it there, or correct one of them"
            rows += [
                (row, column, f"'{shorten(str(code))}' {where}") for row, code in self._rows(query)
            ]
        return self._located(register, sorted(rows))

    def _located(self, register: str, rows: Sequence[tuple[object, ...]]) -> list[Problem]:
        """Problems at the rows as people count them: blank lines count too."""
        if not rows:
            return []
        file = self._files[register]
        numbers = file.row_numbers(int(str(row[0])) - 1 for row in rows)
        problems = [
            Problem(
                file.label, numbers[int(str(row)) - 1], str(column), " ".join(str(what).split())
            )
            for row, column, what in rows[:MAX_PROBLEMS]
        ]
        if len(rows) > MAX_PROBLEMS:
            problems.append(Problem(file.label, 0, str(rows[-1][1]), MORE_PROBLEMS))
        return problems

    # --- storing ---

    def outcomes(self) -> tuple[Outcome, ...]:
        """How many rows become what, for each register in the bundle."""
        found = []
        for record in self._given():
            rows = self._rows(_OUTCOMES.substitute(outcome=self._outcome(record)))
            counts = {str(becomes): int(str(count)) for becomes, count in rows}
            found.append(Outcome(record.register_name, **counts))
        return tuple(found)

    def list_touched(self, folder: Path) -> list[Path]:
        """List every row that is added, revised or withdrawn, in a file a register."""
        lists = []
        for record in self._given():
            path = folder / f"touched-{record.register_name}.csv"
            self._cursor.execute(
                _TOUCHED.substitute(
                    register=record.register_name,
                    outcome=self._outcome(record),
                    path=quoted(str(path)),
                )
            )
            lists.append(path)
        return lists

    def _given(self) -> Iterator[type[Record]]:
        return (record for record in REGISTERS if record.register_name in self._files)

    def _outcome(self, record: type[Record]) -> str:
        names = {"register": record.register_name, "key": _key(record)}
        versions = ""
        if record.register_name in self._several:
            versions = _VERSIONS.substitute(names, same_key=_same_key(record, "h", "m"))
        return _file("outcome").substitute(names, code=code_sql(record), versions=versions)

    def store(self) -> None:
        """Write the new versions."""
        for record in self._given():
            name = record.register_name
            ((newest,),) = self._rows(_NEWEST.substitute(register=name))
            if not isinstance(newest, datetime):
                continue
            template = "revise"
            if self._store_is_empty:
                template = "chain" if name in self._several else "add"
            self._cursor.execute(
                _file(template).substitute(
                    register=name,
                    view=record.view,
                    columns=", ".join(record.model_fields),
                    key=_key(record),
                    same_key=_same_key(record, "h", "m"),
                )
            )
            self._writing.wrote(newest)
