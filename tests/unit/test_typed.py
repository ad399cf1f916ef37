"""Numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdata.typed import number_text


@pytest.mark.parametrize(
    ("text", "unit", "meant"),
    [
        ("86.6", "%", 86.6),
        (" 86,6 % ", "%", 86.6),
        ("4.5 hours", "hours", 4.5),
        ("4.5 HOURS", "hours", 4.5),
        ("1 234", "", 1234),
        ("1\u00a0234,5", "", 1234.5),
        ("1\u202f234\u202f567", "", 1234567),
        ("1'234.5", "", 1234.5),
        ("1\u2019234", "", 1234),
        ("1,234.5", "", 1234.5),
        ("1.234,5", "", 1234.5),
        ("1,234,567", "", 1234567),
        ("1.234.567", "", 1234567),
        ("0,123", "", 0.123),
        ("1,2345", "", 1.2345),
        ("1.234", "", 1.234),
        ("-3", "", -3),
        ("\u22123,5", "", -3.5),
        ("+7", "", 7),
        (".5", "", 0.5),
        ("1e3", "", 1000),
    ],
)
def test_a_number_is_read_however_it_is_written(text, unit, meant):
    assert float(number_text(text, unit)) == meant


@pytest.mark.parametrize("text", ["1,234", "-12,345", "999,999"])
def test_a_number_that_can_be_read_two_ways_is_asked_about(text):
    with pytest.raises(ValueError, match="two ways"):
        number_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "1 23",
        "12,34,567",
        "1,234.5.6",
        "1.2.3",
        "1e999",
        "5 %",
        "n/a",
        "-",
        "nan",
        "inf",
        "--3",
        "5 6",
        "9" * 400,
    ],
)
def test_what_is_no_number_is_said_to_be_none(text):
    with pytest.raises(ValueError, match="is no number"):
        number_text(text)


@given(
    number=st.decimals(-(10**9), 10**9, places=4),
    thousands=st.sampled_from(["", " ", "\u00a0", "\u202f", "'", ",", "."]),
    point=st.sampled_from([".", ","]),
)
def test_every_way_of_writing_a_number_reads_back_as_it(number, thousands, point):
    if thousands == point:
        thousands = ""
    written = f"{number:,f}".replace(",", "_").replace(".", point).replace("_", thousands)
    assert float(number_text(written)) == float(number)
