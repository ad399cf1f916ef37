"""Files of evidence, asked for at the real dashboard: by their hash, with their name, never run."""

import hashlib
import http.client
import io
import shutil
from urllib.parse import quote, unquote

import pytest

from smsdata import evidence
from smsdata.evidence import folder_of
from smsdata.store import Store
from tests.e2e.browsing import served

PICTURES = {
    "a.png": (b"\x89PNG\r\n\x1a\n....", "image/png"),
    "b.jpg": (b"\xff\xd8\xff\xe0....", "image/jpeg"),
    "c.gif": (b"GIF89a....", "image/gif"),
    "d.webp": (b"RIFF\x01\x02\x03\x04WEBPVP8 ", "image/webp"),
    "e.pdf": (b"%PDF-1.7 ...", "application/pdf"),
}
# What would run where it is shown, or says that it is what it is not.
HOSTILE = {
    "page.html": b"<script>alert(1)</script>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "liar.png": b"<html><script>alert(1)</script>",
    "liar.webp": b"RIFF\x01\x02\x03\x04WAVEfmt ",
    "plain.txt": b"  %PDF-1.7 is not how it begins",
}
NAMES = [
    "minutes; filename=evil.html",
    'say "hi".pdf',
    "Protokoll März – 議事録 🎂.txt",
    "line\r\nSet-Cookie: a=b.txt",
    "..\\..\\up.txt",
    "%2e%2e%2fup.txt",
]


@pytest.fixture(scope="module")
def asked(small_store_file, tmp_path_factory):
    """Ask the dashboard for a file: `asked(sha256, of)`; `asked.kept` is what is kept by name."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("served")
    shutil.copy(small_store_file, source / "sms.duckdb")
    kept = {}
    with Store.open(source / "sms.duckdb") as store:
        files = {name: data for name, (data, _) in PICTURES.items()} | HOSTILE
        files |= {name: name.encode() for name in NAMES}
        for name, data in files.items():
            proof = evidence.keep(store, name, io.BytesIO(data))
            evidence.add(store, "aino", "objectives", "restore-fast", proof)
            kept[name] = proof
        with store.board() as board:
            codes = {row.sha256: row.evidence for row in board.evidence("objectives")}
        unnamed = evidence.keep(store, "unnamed.txt", io.BytesIO(b"nobody names it"))
        shutil.copytree(folder_of(store.path), folder / "served.duckdb.evidence")
    with served(source / "sms.duckdb", folder) as dashboard:

        def ask(path):
            connection = http.client.HTTPConnection(dashboard.address.removeprefix("http://"))
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                return answer, answer.read()
            finally:
                connection.close()

        ask.kept, ask.codes, ask.unnamed = kept, codes, unnamed
        yield ask


def file_of(asked, name):
    """The answer for a kept file, with the name that a browser gives it."""
    sha256 = asked.kept[name].sha256
    answer, body = asked(f"/evidence/{sha256}?of={asked.codes[sha256]}")
    assert answer.status == 200
    assert hashlib.sha256(body).hexdigest() == sha256
    how, _, called = answer.headers["content-disposition"].partition("; ")
    if called.startswith("filename*=utf-8''"):
        return answer, how, unquote(called.removeprefix("filename*=utf-8''"))
    return answer, how, called.removeprefix("filename=").strip('"')


def test_a_picture_or_a_pdf_may_be_shown(asked):
    for name, (_, media) in PICTURES.items():
        answer, how, called = file_of(asked, name)
        assert (answer.headers["content-type"], how, called) == (media, "inline", name)


def test_anything_else_is_a_download_whatever_it_calls_itself(asked):
    for name in HOSTILE:
        answer, how, called = file_of(asked, name)
        assert answer.headers["content-type"] == "application/octet-stream"
        assert (how, called) == ("attachment", name)


def test_whatever_a_browser_makes_of_it_runs_and_loads_nothing(asked):
    for name in asked.kept:
        answer, _, _ = file_of(asked, name)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_a_hostile_name_is_only_a_name(asked):
    for name in NAMES:
        answer, _, called = file_of(asked, name)
        assert called == asked.kept[name].location.removeprefix("kept:")
        assert "set-cookie" not in answer.headers
        assert "/" not in called
        assert "\\" not in called


def test_what_no_evidence_names_is_not_there(asked):
    for path in (asked.unnamed.sha256, "0" * 64, "%27%20OR%201%3D1--"):
        answer, body = asked(f"/evidence/{path}")
        assert (answer.status, b"nobody names it" in body) == (404, False)


def test_no_path_leads_out_of_the_folder(asked):
    for path in (
        f"..%2f{asked.kept['a.png'].sha256}",
        quote("../served.duckdb", safe=""),
        "..%2f..%2f..%2fetc%2fpasswd",
        "../served.duckdb",
    ):
        answer, _ = asked(f"/evidence/{path}")
        # what the dashboard does not know it answers with its own page
        ours = answer.headers.get("content-type", "").startswith("text/html")
        assert answer.status in (400, 404) or ours, path
