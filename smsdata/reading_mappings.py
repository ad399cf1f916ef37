"""Mappings of people's files, kept under a name: the next file of the kind is read unasked."""

from __future__ import annotations

from pydantic import ValidationError

from smsdata import reading_words as words
from smsdata.board import Board
from smsdata.bundle_files import nearest
from smsdata.errors import InputError
from smsdata.reading_file import FileMapping
from smsdata.rights import Rights
from smsdata.store import Store

MAX_NAME = 80


def keep(store: Store, actor: str, name: str, mapping: FileMapping) -> str:
    """Keep a mapping, over an older one of that name; the name as it is kept.

    A period or year that was said for one file is not kept: the next file is of another.

    Raises NotAllowed where `actor` may enter no readings, InputError for a name that is none.
    """
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise InputError.of(words.NO_MAPPING_NAME.format(most=MAX_NAME), file="name")
    lasting = mapping.model_copy(update={"period": None, "year": None})
    with store.write(actor, words.MAPPING_KEPT.format(name=name)) as writing:
        Rights.at(writing.cursor, actor).require("readings")
        writing.cursor.execute(
            "INSERT INTO history.reading_mapping VALUES (?, ?, ?, ?)",
            [name, lasting.model_dump_json(exclude_defaults=True), writing.recorded_at, actor],
        )
        writing.wrote(writing.recorded_at)
    return name


def kept_names(board: Board) -> list[str]:
    """The names under which mappings are kept."""
    rows = board.cursor.execute(
        "SELECT DISTINCT name FROM history.reading_mapping WHERE recorded_at <= ? ORDER BY name",
        [board.known_at],
    )
    return [name for (name,) in rows.fetchall()]


def fetch(board: Board, name: str) -> FileMapping:
    """The newest mapping of a name; raises InputError where there is none, or none that is read."""
    row = board.cursor.execute(
        "SELECT mapping FROM history.reading_mapping WHERE name = ? AND recorded_at <= ? "
        "ORDER BY recorded_at DESC LIMIT 1",
        [" ".join(name.split()), board.known_at],
    ).fetchone()
    if row is None:
        hint = nearest(name, kept_names(board))
        raise InputError.of(words.NO_MAPPING.format(name=name) + hint, file="mapping")
    try:
        return FileMapping.model_validate_json(row[0])
    except ValidationError as error:
        raise InputError.of(words.OLD_MAPPING.format(name=name), file="mapping") from error
