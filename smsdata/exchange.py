"""Bundles that a person brings in and takes out through a page: as files, with their rights."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from smsdata.bundle import Form, Imported, bring_in, export_bundle
from smsdata.bundle_files import read_bundle
from smsdata.errors import InputError, Problem
from smsdata.parts import answers
from smsdata.rights import Admins, Rights
from smsdata.store import Store

# A file's name and what it holds.
Given = tuple[str, bytes]


def import_files(
    store: Store, actor: str, files: Sequence[Given], note: str | None = None, *, dry_run: bool
) -> Imported:
    """Bring in the files of a bundle for `actor`: all of them, or nothing.

    Raises InputError with every problem, NotAllowed where `actor` may not change a register of
    the bundle. A store that holds nothing yet knows nobody's rights: whoever fills it may.
    """
    names = [Path(name).name for name, _ in files]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        what = "is given twice; choose one of them"
        raise InputError(Problem(name, 0, "", what) for name in twice)
    with store.folder() as given, store.folder() as folder:
        paths = [given / name for name in names]
        for path, (_, content) in zip(paths, files, strict=True):
            path.write_bytes(content)
        bundle = read_bundle(paths, folder, lambda _: None)
        admins = Admins()

        def look(cursor: duckdb.DuckDBPyConnection) -> None:
            admins.look(cursor)
            if cursor.execute("SELECT 1 FROM history.write LIMIT 1").fetchone() is None:
                return
            rights = Rights.at(cursor, actor)
            # what a process owner may write of their own is not decided by whole files
            for register in ("objectives", *(file.register for file in bundle.files)):
                rights.require(register)

        parts = bring_in(
            store,
            bundle,
            folder,
            actor,
            note=note,
            dry_run=dry_run,
            look=look,
            then=lambda writing: admins.look_again(writing.cursor),
        )
        outcomes, *batches = answers(parts, lambda _: None)
        return Imported(outcomes, tuple(itertools.chain.from_iterable(batches)))


def export_file(store: Store, form: Form) -> bytes:
    """A bundle of everything as one file: the CSV files zipped, or the workbook."""
    with store.folder() as folder:
        paths = export_bundle(store, folder / "bundle", form=form)
        if form == "xlsx":
            (workbook,) = paths
            return workbook.read_bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in paths:
                archive.write(path, path.name)
        return packed.getvalue()
