"""Handing over in set-up: what somebody owns, to whom, and why."""

from __future__ import annotations

import streamlit as st

from pages.parts import boards, registers, saving
from pages.parts import set_up_words as words
from pages.parts.desk import Desk
from pages.parts.sheet import calm, esc, named, plain
from smsdata import display
from smsdata.errors import ConflictError, InputError, NotAllowed
from smsdata.handing_over import Holding, hand_over, holdings
from smsdata.models import Person
from smsdata.serving import shared_store


def handing_over(desk: Desk) -> None:
    """Choose who gives and who takes; see what goes over; do it."""
    st.markdown(words.HANDING_TOLD)
    why_not = desk.why_not(*words.HELD_WORDS)
    if why_not:
        st.info(plain(why_not), icon=":material/lock:")
    people = {person.person: person for person in desk.setting.people}
    from_, to = st.columns(2, gap="medium", width=registers.WIDTH)
    giver = from_.selectbox(
        words.GIVER,
        list(people),
        index=None,
        format_func=lambda code: people[code].name,
        placeholder=words.NOTHING_CHOSEN,
        key="giver",
    )
    receiver = to.selectbox(
        words.RECEIVER,
        [code for code, person in people.items() if person.active and code != giver],
        index=None,
        format_func=lambda code: people[code].name,
        placeholder=words.NOTHING_CHOSEN,
        key="receiver",
    )
    if receiver is not None:
        _look_at(people[receiver])
    if giver is None:
        return
    with shared_store().board() as board:
        held = holdings(board, giver)
    calm(_held(people[giver].name, held), key="held")
    if held:
        _form(desk, held, people[giver], people[receiver] if receiver else None, why_not)


def _look_at(receiver: Person) -> None:
    """Say so where somebody could only look at what they are given."""
    if not boards.rights(receiver.person).enters:
        access = display.ACCESS[receiver.access]
        told = words.RECEIVER_READS.format(name=receiver.name, access=access)
        st.warning(plain(told), icon=":material/visibility:")


def _form(
    desk: Desk,
    held: tuple[Holding, ...],
    giver: Person,
    receiver: Person | None,
    why_not: str | None,
) -> None:
    with st.form("hand-over", border=False, width=registers.WIDTH):
        reason = registers.ask_why("hand-over-reason", fixed=why_not is not None)
        wanted = st.form_submit_button(
            words.HAND_OVER, key="hand-over-do", type="primary", disabled=why_not is not None
        )
    if not wanted:
        return
    if receiver is None:
        st.warning(words.CHOOSE_RECEIVER)
        return
    try:
        hand_over(shared_store(), desk.actor, held, receiver.person, reason)
    except InputError as error:
        saving.problems(error.problems)
    except NotAllowed as error:
        st.error(plain(str(error)))
    except ConflictError:
        st.warning(words.MEANWHILE)
    else:
        what = words.held(each.register for each in held)
        told = words.HANDED.format(giver=giver.name, receiver=receiver.name, what=what)
        saving.done(told, st.rerun)


def _held(name: str, held: tuple[Holding, ...]) -> str:
    if not held:
        return f"<p>{esc(words.OWNS_NOTHING.format(name=name))}</p>"
    heads = "".join(f'<th scope="col">{word}</th>' for word in words.HELD_COLUMNS)
    rows = "".join(
        f'<tr><th scope="row">{esc(display.sentence(words.HELD_WORDS[each.register][0]))}</th>'
        f'<td data-label="{words.HELD_COLUMNS[1]}">{named(each.name)}</td>'
        f'<td data-label="{words.HELD_COLUMNS[2]}">{named("/".join(each.key.values()))}</td></tr>'
        for each in held
    )
    what = words.held(each.register for each in held)
    return (
        f"<p>{esc(words.OWNS.format(name=name, what=what))}</p>"
        f'<table class="rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
