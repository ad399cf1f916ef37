"""Files of evidence over HTTP: under their own name, never run, and shown only where that is safe.

Whoever attached a file may mean harm by its bytes or its name. So it is a download unless its first
bytes are those of a picture or a PDF, and whatever a browser makes of it may load and run nothing.
"""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.parts import words
from smsdata.errors import SmsError
from smsdata.evidence import kept_file, served_name, shown_as
from smsdata.serving import shared_store

_log = logging.getLogger("sms")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private",
}


def _file(request: Request) -> Response:
    """A file by its SHA-256, as the evidence `of` calls it."""
    try:
        store = shared_store()
        with store.board() as board:
            row = board.kept_evidence(
                request.path_params["sha256"], request.query_params.get("of", "")
            )
    except SmsError as error:
        _log.warning("%s", error)
        return PlainTextResponse(str(error), 503)
    file = kept_file(store.path, row) if row else None
    if row is None or file is None or not file.is_file():
        return PlainTextResponse(words.PROOF_GONE, 404)
    media = shown_as(file)
    return FileResponse(
        file,
        filename=served_name(row),
        media_type=media or "application/octet-stream",
        content_disposition_type="inline" if media else "attachment",
        headers=_HEADERS,
    )


ROUTE = Route("/evidence/{sha256}", _file)
