"""Evidence: what proves a row or an occurrence, and the files that the store keeps of it.

A file is kept beside the store, in a folder of its own under the SHA-256 of what it holds: the same
file is kept once, none is ever changed, and what was swapped is found (`smsdata.keeping.verify`).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from smsdata import display
from smsdata.errors import InputError
from smsdata.models import KEPT, Evidence, written
from smsdata.parts import CHUNK, chunks_of
from smsdata.store import Store, errors_of
from smsdata.writing import Edit, save

MAX_FILE = 50 << 20
_MOST_LETTERS = 120


@dataclass(frozen=True)
class Proof:
    """Where a piece of evidence lies: a link or path, or a file that the store keeps."""

    title: str
    location: str
    dated_on: date | None = None
    sha256: str | None = None


def folder_of(store: Path) -> Path:
    """Where the files of a store lie."""
    return store.with_name(f"{store.name}.evidence")


def keep(store: Store, name: str, file: BinaryIO) -> Proof:
    """Keep a file of evidence under its hash; InputError where it is too large or empty.

    Nothing refers to it yet: that is for whoever stores the proof.
    """
    name = _plain(name)
    folder = folder_of(store.path)
    digest = hashlib.sha256()
    size = 0
    with errors_of(folder, kinds=(OSError,)):
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor, made = tempfile.mkstemp(prefix=".", dir=folder)
        unfinished = Path(made)
        try:
            with os.fdopen(descriptor, "wb") as kept:
                while chunk := file.read(CHUNK):
                    size += len(chunk)
                    if size > MAX_FILE:
                        raise InputError.of(display.too_large(MAX_FILE), file=name)
                    digest.update(chunk)
                    kept.write(chunk)
            if not size:
                raise InputError.of(display.EMPTY_FILE, file=name)
            unfinished.replace(folder / digest.hexdigest())
        finally:
            unfinished.unlink(missing_ok=True)
    return Proof(name, f"{KEPT}{name}", sha256=digest.hexdigest())


def _plain(name: str) -> str:
    """A file's own name: no folders, nothing that cannot be seen, no more than can be read."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    if len(name) > _MOST_LETTERS and dot and len(ending) < _MOST_LETTERS // 2:
        return f"{stem[: _MOST_LETTERS - len(ending) - 1]}.{ending}"
    return name[:_MOST_LETTERS]


def kept_file(store: Path, evidence: Evidence) -> Path | None:
    """The file that a store keeps of a piece of evidence; None where it keeps none."""
    if evidence.sha256 is None or not evidence.location.startswith(KEPT):
        return None
    return folder_of(store) / evidence.sha256


def served_name(evidence: Evidence) -> str:
    """What a kept file is called when it is handed out, whoever wrote its name."""
    return _plain(evidence.location.removeprefix(KEPT))


# How the files begin that a browser shows without running anything in them.
_SHOWN = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


def shown_as(file: Path) -> str | None:
    """The media type of a picture or PDF, told by its first bytes; None: it is not for showing."""
    with file.open("rb") as kept:
        first = kept.read(12)
    if first.startswith(b"RIFF") and first.endswith(b"WEBP"):
        return "image/webp"
    return next((media for begin, media in _SHOWN if first.startswith(begin)), None)


def kept_files(store: Path) -> list[Path]:
    """All files that a store keeps, whole ones only."""
    folder = folder_of(store)
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if re.fullmatch("[0-9a-f]{64}", path.name))


def file_problems(store: Path, kept: list[tuple[str, str]], *, lost: bool) -> Iterator[str]:
    """What is not whole about the files of evidence, given by their codes and hashes.

    Of those that are not there it is said where `lost`.
    """
    sound: dict[str, str | None] = {}
    for code, sha256 in kept:
        if sha256 not in sound:
            sound[sha256] = _file_problem(folder_of(store) / sha256)
        if sound[sha256] and (lost or (folder_of(store) / sha256).is_file()):
            yield f"evidence: {code} {sound[sha256]}"


def _file_problem(path: Path) -> str | None:
    if not path.is_file():
        return f"is not there as a file ({path.name})"
    digest = hashlib.sha256()
    for chunk in chunks_of(path):
        digest.update(chunk)
    return None if digest.hexdigest() == path.name else f"was changed as a file ({path.name})"


# --- storing -------------------------------------------------------------------------------------


def edits(
    register: str, code: str, proofs: Sequence[Proof], due_on: date | None = None
) -> list[Edit]:
    """What makes proofs of a row, or of an occurrence, rows of the store."""
    return [
        Edit(
            "evidence",
            {
                "evidence": f"EV-{secrets.token_hex(5)}",
                "title": proof.title,
                "location": proof.location,
                "dated_on": written(proof.dated_on),
                "sha256": proof.sha256,
                "register": register,
                "code": code,
                "due_on": written(due_on),
            },
            made_from=None,
        )
        for proof in proofs
    ]


def add(
    store: Store, actor: str, register: str, code: str, proof: Proof, due_on: date | None = None
) -> None:
    """Store evidence of a row, or of an occurrence of a plan item; raises what `save` raises."""
    save(store, actor, edits(register, code, [proof], due_on))
