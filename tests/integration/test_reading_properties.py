"""What holds of every file with readings, whatever is in it: hypothesis makes the files."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdata.errors import InputError
from smsdata.models import Metric, Service
from smsdata.reading_cells import Figure, read_figure, read_period
from smsdata.reading_file import Known, propose, sheet_of
from smsdata.reading_guess import answer, guess
from smsdata.sheets import Share, Sheet, Uncomputed, plain, read_sheets, text_of

quick = settings(max_examples=60, deadline=None)


def metric(code, unit, frequency, aggregation, **more):
    return Metric(
        metric=code, name=f"{code} of all", unit=unit, direction="higher",
        frequency=frequency, aggregation=aggregation, **more,
    )  # fmt: skip


KNOWN = Known(
    (
        metric("share", "%", "monthly", "ratio", minimum=0, maximum=100),
        metric("hours", "hours", "weekly", "mean"),
        metric("count", "tickets", "quarterly", "sum"),
    ),
    (Service(service="mail", name="Mail"), Service(service="files", name="Files")),
    4,
)

# --- numbers -------------------------------------------------------------------------------------


@st.composite
def written_numbers(draw):
    """A number, and one of the ways in which people write it, with the decimal sign meant."""
    number = draw(st.decimals(-(10**12), 10**12, places=draw(st.integers(0, 6))))
    sign = draw(st.sampled_from(".,"))
    gap = draw(
        st.sampled_from(["", " ", "\u00a0", "\u2009", "\u202f", "'", "’", *(set(".,") - {sign})])
    )
    whole, _, part = f"{abs(number):,f}".partition(".")
    text = whole.replace(",", gap) + (sign + part if part else "")
    minus = (
        draw(st.sampled_from(["-", "−", "- "])) if number < 0 else draw(st.sampled_from(["", "+"]))
    )
    percent = draw(st.sampled_from(["", "%", " %"]))
    space = draw(st.sampled_from(["", " ", "\u00a0"]))
    return number, f"{space}{minus}{text}{percent}{space}", sign, bool(percent)


@quick
@given(written_numbers())
def test_a_number_reads_back_as_itself_however_it_is_written(written):
    number, text, sign, is_share = written
    assert read_figure(text, "%", sign) == Figure(number, is_share)


@quick
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_of_a_workbook_is_itself_to_15_digits(number):
    if abs(number) > 1e-300:
        assert float(f"{number:.15g}") == float(read_figure(number, "", None).number)
        assert float(plain(read_figure(number, "", None).number)) == float(f"{number:.15g}")


# --- periods -------------------------------------------------------------------------------------

days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
FORMS = [
    ("%Y-%m-%d", "daily"), ("%Y/%m/%d", "daily"), ("%Y%m%d", "daily"), ("%d %B %Y", "daily"),
    ("%d-%b-%Y", "daily"), ("%B %d, %Y", "daily"), ("%Y-%m-%d 23:59:59", "daily"),
    ("%Y-%m-%dT00:00:00Z", "daily"), ("%G-W%V", "weekly"), ("W%V %G", "weekly"),
    ("week %V of %G", "weekly"), ("%Y-%m", "monthly"), ("%b %Y", "monthly"), ("%B %Y", "monthly"),
    ("%m/%Y", "monthly"), ("%Y%m", "monthly"), ("%b-%y", "monthly"), ("%Y", "yearly"),
]  # fmt: skip


def periods_of(store, frequency, fiscal_month, some):
    """The first days of the periods that hold some days, by the store's own rule."""
    rows = store.cursor().execute(
        "SELECT period_first_day($1, $2, period_number($1, $2, day)) FROM (SELECT unnest($3) AS day)",
        [frequency, fiscal_month, some],
    )
    return [day for (day,) in rows.fetchall()]


def test_a_period_begins_where_the_store_lets_it_begin_however_it_is_written(store):
    some = [
        dt.date(2000, 1, 1) + dt.timedelta(days=random.Random(n).randrange(36000))
        for n in range(150)
    ]
    for fiscal_month in (1, 4, 10):
        for frequency in ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"):
            expected = periods_of(store, frequency, fiscal_month, some)
            assert [
                read_period(day, None).first_day(frequency, fiscal_month) for day in some
            ] == expected
            for form, of in FORMS:
                if of == frequency and (frequency != "yearly" or fiscal_month == 1):
                    read = [read_period(f"{day:{form}}", None) for day in some]
                    assert [one.first_day(frequency, fiscal_month) for one in read] == expected, (
                        form
                    )


@quick
@given(days, st.sampled_from(["/", ".", "-"]), st.sampled_from(["day_first", "month_first"]))
def test_a_date_is_read_in_the_order_that_was_said(day, mark, order):
    text = f"{day:%d{mark}%m{mark}%Y}" if order == "day_first" else f"{day:%m{mark}%d{mark}%Y}"
    assert read_period(text, order).day == day


@quick
@given(days)
def test_a_day_as_a_spreadsheet_counts_it_is_that_day(day):
    serial = (day - dt.date(1899, 12, 30)).days
    assert read_period(float(serial), None).day == read_period(str(serial), None).day == day


# --- files ---------------------------------------------------------------------------------------

HEADER = ("metric", "service", "period", "value")
MONTHS = [f"2026-{month:02d}" for month in range(1, 10)]
rows_of_share = st.lists(
    st.tuples(
        st.just("share"),
        st.sampled_from(["", "mail", "FILES"]),
        st.sampled_from(MONTHS),
        st.integers(2, 120).map(str) | st.sampled_from(["", "n/a", "x", "50.5"]),
    ),
    max_size=12,
)


def proposed(rows, duplicates="sum"):
    """What rows would bring, by what they are readings of; problems without their rows."""
    sheet = Sheet("f.csv", "", (HEADER, *rows))
    guessed = guess([sheet], KNOWN)
    mapping = guessed.mapping
    if guessed.questions:
        assert [question.code for question in guessed.questions] == ["duplicates"]
        mapping = answer(mapping, "duplicates", duplicates)
    return propose(sheet, mapping, KNOWN)


@quick
@given(rows_of_share, st.randoms(use_true_random=False), st.sampled_from(["sum", "mean"]))
def test_what_is_proposed_does_not_depend_on_the_order_of_the_rows(rows, rng, how):
    shuffled = [*rows]
    rng.shuffle(shuffled)
    one, other = (
        {row.key: dict(row.cells) for row in proposed(given, how).good}
        for given in (rows, shuffled)
    )
    assert one == other


@quick
@given(
    rows_of_share,
    st.sampled_from(
        ["Total", "TOTAL:", "Grand total", "Sum", " average ", "Subtotal", "Total (all)"]
    ),
    st.integers(0, 12),
    st.integers(0, 2),
    st.sampled_from(["5", "0.5", "n/a", ""]),
)
def test_a_total_row_is_never_stored_and_changes_nothing_else(rows, name, at, column, value):
    total = ["", "", "2026-01", value]
    total[column] = name
    with_total = [*rows[:at], tuple(total), *rows[at:]]
    assert [dict(row.cells) for row in proposed(rows).good] == [
        dict(row.cells) for row in proposed(with_total).good
    ]


@quick
@given(rows_of_share)
def test_every_row_is_stored_or_left_out_or_a_problem_and_a_period_is_stored_once(rows):
    proposal = proposed(rows)
    for row in proposal.rows:
        assert bool(row.cells and row.is_good) + bool(row.left_out) + bool(row.problems) == 1
    keys = [row.key for row in proposal.good]
    assert len(keys) == len(set(keys))
    assert [row.row for row in proposal.rows] == list(range(2, len(rows) + 2))


# What people's cells may hold, and much that nobody would think of.
cells = (
    st.sampled_from(
        ["", "metric", "Period", "value", "share", "Count of all", "mail", "2026-01", "Jan 2026",
         "2026", "1/2/2026", "Total", "95 %", "1,234", "n/a", "-", "note", "numerator", "2026-Q1",
         "yes", "#N/A", Uncomputed.FORMULA, dt.date(2026, 1, 1), Share(0.5), 0.5, 46000.0, -1.0]
    )
    | st.text(max_size=6)
    | st.floats(-1e6, 1e6)
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(cells, max_size=6).map(tuple), min_size=1, max_size=8), st.data())
def test_whatever_is_in_a_sheet_it_ends_in_questions_problems_or_readings(rows, data):
    sheet = Sheet("f.csv", "", tuple(rows))
    try:
        guessed = guess([sheet], KNOWN)
    except InputError:
        # nothing in it could be a value
        return
    for _ in range(12):
        if not guessed.questions:
            break
        question = guessed.questions[0]
        values = [one.value for one in question.answers] or ["2026-01"]
        said = answer(guessed.mapping, question.code, data.draw(st.sampled_from(values)))
        guessed = guess([sheet], KNOWN, said)
    proposal = propose(sheet_of([sheet], guessed.mapping), guessed.mapping, KNOWN)
    assert proposal.rejected_csv()
    for row in proposal.good:
        assert row.cells["metric"] in KNOWN.by_code
        assert row.cells["value"] == "" or Decimal(row.cells["value"]).is_finite()


@quick
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_whatever_bytes_a_file_has_it_is_read_or_refused_in_words(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(content)
    refusal, rows = "", ()
    try:
        rows = read_sheets(path)[0].rows
    except InputError as error:
        refusal = str(error)
    assert bool(rows) != refusal.startswith("bytes.csv")
    assert all(isinstance(text_of(cell), str) for row in rows for cell in row)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@quick
@given(rows=rows_of_share.filter(bool))
def test_a_file_reads_the_same_whatever_separates_its_cells(separator, rows, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "separated.csv"
    path.write_text("\n".join(separator.join(row) for row in (HEADER, *rows)), encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert [dict(row.cells) for row in proposed(rows).good] == [
        dict(row.cells) for row in proposed(sheet.rows[1:]).good
    ]
