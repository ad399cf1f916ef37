"""The management review pack: what is in it, and the file itself."""

from __future__ import annotations

import streamlit as st

from pages.parts import boards, packs, troubles, words
from pages.parts.sheet import esc, sheet
from pages.parts.view import View, current
from reports.management_review import sections
from reports.shell import Printed
from smsdata import display
from smsdata.errors import SmsError
from smsdata.review import ManagementReview


def pack() -> None:
    """Show what the pack of the view says; make it and hand it over."""
    view = current()
    review = boards.reviewed(view).review
    sheet(_head(review), key="pack")
    try:
        _file(view, review)
    except SmsError as error:
        troubles.tell(error)
    sheet(_inside(boards.governed(view)), key="inside")


def _head(review: ManagementReview) -> str:
    of = words.PACK_OF.format(
        period=display.span(review.first, review.last),
        moment=display.moment(review.known_at, review.zone),
    )
    return f'<h1>{esc(review.headline)}</h1><p class="under">{esc(of)}</p>'


def _file(view: View, review: ManagementReview) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        paper = st.segmented_control(
            words.PAPER,
            list(words.PAPERS),
            key="paper",
            default="a4",
            required=True,
            format_func=words.PAPERS.__getitem__,
            label_visibility="collapsed",
        )
        # Where one stands at a time: the button that makes it, how far it is, the file.
        place = st.empty()
    made = packs.kept(review, paper)
    if made is None:
        with place.container(horizontal=True, vertical_alignment="center"):
            wanted = st.button(words.PACK_MAKE, type="primary", key="make_pack")
            if packs.outdated(review, paper):
                st.text(words.PACK_OUTDATED)
        if not wanted:
            return
        try:
            made = packs.make(
                review,
                lambda: boards.whole(view),
                paper,
                lambda said, share: place.progress(share, said),
            )
        finally:
            place.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        _offer(view, made)


def _offer(view: View, made: Printed) -> None:
    st.download_button(
        words.PACK_DOWNLOAD,
        made.pdf,
        file_name=f"management-review-{view.period.code}.pdf",
        mime="application/pdf",
        key="download_pack",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )
    st.text(
        words.PACK_SIZE.format(
            pages=display.counted(made.pages, "page"), size=display.size(len(made.pdf))
        )
    )


def _inside(governed: bool) -> str:
    rows = "".join(
        f'<tr><th scope="row">{esc(section.title)}</th><td>{esc(section.answers)}</td></tr>'
        for section in sections(governing=governed)
    )
    return f'<h2>{words.PACK_INSIDE}</h2><table class="rows inside"><tbody>{rows}</tbody></table>'


pack()
