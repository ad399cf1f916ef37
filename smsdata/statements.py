"""What a person's own SQL may not say: a clock that a view would take for something of its own.

A table macro puts its arguments as text where its parameters stand. A column that is given for a
clock is therefore taken for one inside that has its name, or for one of a table inside that has the
name of its table; the answer would be another one, without a word.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from smsdata.errors import StatementRefused
from smsdata.store import rules_sql


def taken_clock(cursor: duckdb.DuckDBPyConnection, statement: str) -> tuple[str, str] | None:
    """The macro and the column that it would take for one of its own; None where there is none.

    Raises StatementRefused where a statement with such a macro nests too deep to be looked through.
    """
    # most statements name none, and need no tree
    if _macros().isdisjoint(re.findall(r"\w+", statement.lower())):
        return None
    row = cursor.execute("SELECT json_serialize_sql(?)", [statement]).fetchone()
    try:
        # what is no SELECT has no tree
        return next(_taken(json.loads(row[0]) if row else None), None)
    except RecursionError as error:
        raise StatementRefused("nests too deep; write it flatter, or in several parts") from error


def _taken(tree: Any) -> Iterator[tuple[str, str]]:
    for call in _nodes(tree, "TABLE_FUNCTION"):
        macro = str(call["function"]["function_name"])
        if macro not in _macros():
            continue
        for column in _nodes(call["function"], "COLUMN_REF"):
            if column["column_names"][0].lower() in _names():
                yield macro, ".".join(column["column_names"])


def _nodes(tree: Any, kind: str) -> Iterator[Any]:
    """The nodes of a kind in a statement's tree; a query within an argument sees to itself."""
    if isinstance(tree, dict):
        if tree.get("type") == kind:
            yield tree
        if kind != "COLUMN_REF" or tree.get("type") != "SUBQUERY":
            for part in tree.values():
                yield from _nodes(part, kind)
    elif isinstance(tree, list):
        for part in tree:
            yield from _nodes(part, kind)


@functools.cache
def _rules() -> str:
    return re.sub(r"--.*", "", rules_sql()).lower()


@functools.cache
def _macros() -> frozenset[str]:
    return frozenset(re.findall(r"create or replace macro (\w+)\([^)]*\) as table", _rules()))


@functools.cache
def _names() -> frozenset[str]:
    """Every name within the rules."""
    return frozenset(re.findall(r"[a-z_]\w*", _rules()))
