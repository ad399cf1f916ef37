"""What is seen of a file's text before its cells are read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdata import bundle_files
from smsdata.bundle_files import CleanFile, Text

BLANKS = " \t\n\r\u00a0"
cells = st.text(alphabet=f"{BLANKS}aä,\"'=", max_size=4)


def looked_at(path: Path, text: str) -> Text:
    path.write_bytes(text.encode())
    return CleanFile("people", "people.csv", path, ("person", "name")).looked_at()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(cells, cells), min_size=1),
    quoting=st.sampled_from([0, 1]),
    cut=st.booleans(),
)
def test_what_a_file_is_said_to_be_free_of_is_in_no_cell(rows, quoting, cut, tmp_path, monkeypatch):
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=quoting, lineterminator="\n").writerows(rows)
    if cut:
        path.write_bytes(path.read_bytes()[:-1])
    # what lies across two blocks of reading is seen too
    monkeypatch.setattr(bundle_files, "CHUNK", 3)
    found = CleanFile("people", "people.csv", path, ("person", "name")).looked_at()
    with path.open(encoding="utf-8", newline="") as file:
        read = [cell for row in csv.reader(file) for cell in row]
    assert not (found.tight and any(cell != cell.strip(BLANKS) for cell in read))
    assert not (found.unguarded and any(cell.startswith("'") for cell in read))
    assert found.is_ascii == path.read_bytes().isascii()


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("aino,Aino Niemi\n", Text(True, True, True)),
        ("aino,Äinö Niemi\n", Text(False, True, True)),
        ('aino,"Niemi, A.",\n', Text(True, False, True)),
        ('aino,"Niemi;A.",\n', Text(True, True, True)),
        ("aino,Aino ", Text(True, False, True)),
        ("aino,O'Niemi\n", Text(True, True, False)),
    ],
)
def test_most_files_are_seen_to_need_no_care(text, free, tmp_path):
    assert looked_at(tmp_path / "people.csv", text) == free
