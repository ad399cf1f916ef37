"""The management review pack as a reader gets it: its pages, places, words, and the same bytes."""

import re
from collections.abc import Callable
from datetime import UTC, date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from reports import fonts, styles
from reports.boxes import Text
from reports.management_review import printed, render, sections
from reports.tables import Column, Grid, Row
from smsdata import display
from smsdata.bundle import import_bundle
from smsdata.display import NO_BREAK
from smsdata.review import ManagementReview
from smsdata.reviewing import management_review
from smsdata.store import Store

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
PERIOD = ("--from", "2026-01-01", "--to", "2026-03-31")


def reviewed(store: Store) -> ManagementReview:
    with store.board(LAST) as board:
        return management_review(board, FIRST)


def read(document: bytes) -> PdfReader:
    return PdfReader(BytesIO(document), strict=True)


def words(reader: PdfReader, page: int) -> str:
    return " ".join(reader.pages[page].extract_text().replace(NO_BREAK, " ").split())


def all_words(reader: PdfReader) -> str:
    return " ".join(words(reader, number) for number in range(len(reader.pages)))


@pytest.fixture(scope="module")
def pack(small_store_file: Path) -> PdfReader:
    """The pack of the small organisation."""
    with Store.open(small_store_file) as store:
        return read(render(reviewed(store)))


def test_the_pack_starts_with_cover_contents_and_summary(pack: PdfReader) -> None:
    cover, contents, summary = (words(pack, number) for number in range(3))
    assert "Harbour IT" in cover
    assert "January to March 2026" in cover
    assert "As known at" in cover
    assert all(section.title in contents for section in sections(governing=False))
    assert "objectives" in summary
    assert "What is off target" in summary
    assert "Decisions asked for" in summary
    assert "Page 1 of" in summary


def test_where_nothing_was_known_then_nothing_can_be_restated(pack: PdfReader) -> None:
    told = "Nothing can be restated: no objective was recorded by"
    assert told in all_words(pack)


def test_pages_are_counted_from_the_summary_on(pack: PdfReader) -> None:
    count = len(pack.pages) - 2
    for number in range(count):
        assert f"Page {number + 1} of {count}" in words(pack, number + 2)
    assert pack.page_labels[:4] == ["i", "ii", "1", "2"]


def places(reader: PdfReader) -> dict[str, int]:
    """Bookmarks and the page each leads to, numbered as printed."""

    def walk(items: list[Any]) -> dict[str, int]:
        found: dict[str, int] = {}
        for item in items:
            if isinstance(item, list):
                found |= walk(item)
            elif isinstance(item, Destination):
                page = reader.get_destination_page_number(item)
                assert page is not None
                found[str(item.title)] = page - 1
        return found

    return walk(reader.outline)


def test_bookmarks_and_contents_name_the_page_a_section_is_on(pack: PdfReader) -> None:
    found = places(pack)
    contents = words(pack, 1)
    for section in sections(governing=False):
        page = found[section.title]
        assert section.title.lower() in words(pack, page + 1).lower()
        assert re.search(rf"{re.escape(section.answers)} {page}\b", contents)
    assert found["Incidents are resolved in time"] >= found["Each objective"]


def test_every_link_leads_somewhere(pack: PdfReader) -> None:
    links = [
        annotation.get_object() for page in pack.pages for annotation in page.get("/Annots", [])
    ]
    assert len(links) > len(sections(governing=False))
    pages = {page.indirect_reference for page in pack.pages}
    named = pack.named_destinations
    for link in links:
        target = link["/Dest"]
        if isinstance(target, str):
            assert target in named
        else:
            assert target[0] in pages


def test_the_document_says_what_it_is_and_embeds_its_fonts(pack: PdfReader) -> None:
    about = pack.metadata
    assert about is not None
    assert about.title == "Management review, Harbour IT, January to March 2026"
    assert about.author == "Harbour IT"
    assert about.subject
    # of the time that it speaks for, so that the same pack has the same bytes
    assert about.creation_date is not None
    known = display.moment(about.creation_date, "Europe/Helsinki")
    assert f"As known at {known}".replace(NO_BREAK, " ") in words(pack, 0)
    assert pack.trailer["/Root"]["/Lang"] == "en-GB"
    used = {}
    for page in pack.pages:
        for font in page["/Resources"]["/Font"].values():
            used[font.get_object()["/BaseFont"]] = font.get_object()
    assert len(used) >= 2
    assert all("Roboto" in name for name in used)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used.values())


def test_the_same_store_and_clocks_give_the_same_bytes(small_path: Path) -> None:
    documents = []
    for _ in range(2):
        with Store.open(small_path) as store:
            documents.append(render(reviewed(store)))
    assert documents[0] == documents[1]


def test_a_later_write_leaves_an_earlier_pack_as_it_was(
    small_store: Store, bundle: Callable[..., Path]
) -> None:
    with small_store.board(LAST) as board:
        known_at, before = board.known_at, render(management_review(board, FIRST))
    correction = {
        "metric": "resolved",
        "period_start": "2026-02",
        "numerator": 50,
        "denominator": 100,
    }
    import_bundle(small_store, [bundle(readings=[correction])], "eero")
    with small_store.board(LAST, known_at) as board:
        assert render(management_review(board, FIRST)) == before
    assert render(reviewed(small_store)) != before


def test_what_is_on_target_against_a_lowered_target_is_told_on_page_1(
    small_store: Store, bundle: Callable[..., Path]
) -> None:
    bounds = {"metric": "load", "service": "mail", "on_date": "2026-01-01"}
    eased = [
        {"objective": "restore-fast", "metric": "resolved", "on_date": "2026-01-01", "value": 5},
        {"objective": "restore-fast", **bounds, "lower": 0, "upper": 2000},
    ]
    told = "On target against an eased target: "
    assert told not in words(read(render(reviewed(small_store))), 2)
    import_bundle(small_store, [bundle(target_points=eased)], "eero")
    summary = words(read(render(reviewed(small_store))), 2)
    assert f"{told}Incidents are resolved in time (" in summary
    assert "90 % became 5 %" in summary


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_paper_is_the_one_asked_for(small_store: Store, paper, size) -> None:
    reader = read(render(reviewed(small_store), paper))
    boxes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}
    assert boxes == {size}


def test_no_row_of_a_table_stands_alone_on_the_next_page() -> None:
    def table(count: int) -> Grid:
        grid = Grid([Column("Row")], [Row([Text(f"{n}", styles.TABLE)]) for n in range(count)])
        grid.fit(200)
        return grid

    nine = table(9).fit(200)
    parts = table(10).divide(nine)
    assert parts is not None
    first, rest = parts
    assert isinstance(first, Grid)
    assert isinstance(rest, Grid)
    assert (len(first.rows), len(rest.rows)) == (8, 2)
    # and the two go there together, though one of them had room
    assert rest.divide(table(1).fit(200)) is None
    halves = table(10).divide(table(5).fit(200))
    assert halves is not None
    assert [len(part.rows) for part in halves if isinstance(part, Grid)] == [5, 5]


def test_rows_that_go_on_on_the_next_page_stand_there_under_their_heading_again() -> None:
    def row(word: str, *, group: bool = False) -> Row:
        return Row([Text(word, styles.TABLE)], group=group)

    of_a, of_b = ([row(f"{name}{n}") for n in range(6)] for name in "ab")
    rows = [row("A", group=True), *of_a, row("B", group=True), *of_b]
    grid = Grid([Column("Row")], rows)
    grid.fit(200)
    for fits in range(2, len(rows) - 2):
        parts = grid.divide(grid.header_height + sum(grid.heights[:fits]) + 0.1)
        assert parts is not None
        first, rest = (part for part in parts if isinstance(part, Grid))
        assert rest.rows[0].group
        repeated = 0 if rows[len(first.rows)].group else 1
        assert [*first.rows, *rest.rows[repeated:]] == rows
        assert rest.rows[0] == next(r for r in reversed(rows[: len(first.rows) + 1]) if r.group)
        assert rest.fit(200) == rest.header_height + sum(rest._fit_row(r) for r in rest.rows)


def test_an_empty_store_has_a_pack_that_says_so(store: Store) -> None:
    reader = read(render(reviewed(store)))
    assert "No objectives are known." in words(reader, 2)
    assert places(reader).keys() >= {section.title for section in sections(governing=False)}


HOSTILE = (
    '<img src="/etc/passwd"/> & <b>bold',
    "{page} {0} %s %(x)s \\n",
    "بالعربية هدف الخدمة",
    "服務水準",
    "😀😀",
    "a" * 300,
    "word " * 60,
    "tab\there\nand a new line\u202e\u0007",
)


def test_what_people_typed_is_printed_as_typed_or_named(
    small_store: Store, small: dict[str, Any], bundle: Callable[..., Path]
) -> None:
    people = [{"person": f"p{n}", "name": text} for n, text in enumerate(HOSTILE)]
    objectives = [
        {**small["objectives"][0], "objective": f"o{n}", "title": text, "owner": f"p{n}"}
        for n, text in enumerate(HOSTILE)
    ]
    said = [
        {"objective": f"o{n}", "on_date": "2026-02-28", "cause": "Long. " * 850, "owner": f"p{n}"}
        for n in range(len(HOSTILE))
    ]
    targets = [
        {"objective": f"o{n}", "metric": "resolved", "service": ""} for n in range(len(HOSTILE))
    ]
    points = [
        {**small["target_points"][0], "objective": f"o{n}", "value": 99}
        for n in range(len(HOSTILE))
    ]
    hostile = bundle(
        people=people,
        objectives=objectives,
        explanations=said,
        targets=targets,
        target_points=points,
        organization=[{**small["organization"][0], "name": "<i>Söhne</i> & Co " * 12}],
    )
    import_bundle(small_store, [hostile], "eero")
    reader = read(render(reviewed(small_store), "letter"))
    text = all_words(reader)
    assert '<img src="/etc/passwd"/> & <b>bold' in text
    assert "{page} {0} %s %(x)s \\n" in text
    assert "Arabic text, 17 letters" in text
    assert "Chinese text, 4 letters" in text
    assert "2 symbols" in text
    assert "\ufffd" not in text
    # page 1 stays one page, whatever is on it
    assert "Page 1 of" in words(reader, 2)
    assert "Page 2 of" in words(reader, 3)
    assert text.count("Long. Long.") > 100


def test_characters_that_can_be_shown_are_left_alone() -> None:
    text = "Ωμέγα Цель Łódź Đặng −86.6 % ≤ “x” …"
    assert fonts.printable(text) == text
    assert (
        fonts.printable("e\u0301te\u0301 \u0623")
        == f"été \u2039Arabic text, 1{NO_BREAK}letter\u203a"
    )


def of_months(metric: str, value: float) -> list[dict[str, Any]]:
    """Half a year of readings."""
    months = [f"2025-{month:02}" for month in (10, 11, 12)] + ["2026-01", "2026-02", "2026-03"]
    return [{"metric": metric, "period_start": month, "value": value} for month in months]


def test_no_figure_is_cut_however_long_it_is(
    small_store: Store, small: dict[str, Any], bundle: Callable[..., Path]
) -> None:
    figures = {"cost": (1282000.25, "EUR", 2), "more": (128200000.25, "EUR", 2),
               "near": (94.999, "%", 0), "calls": (0.5, "calls a day", 1)}  # fmt: skip
    given = bundle(
        objectives=[{"objective": code, "title": f"The {code}", "starts_on": "2025-10-01"} for code in figures],
        metrics=[{"metric": code, "name": code, "unit": unit, "direction": "higher", "frequency": "monthly",
                  "aggregation": "mean", "decimals": decimals} for code, (_, unit, decimals) in figures.items()],
        targets=[{"objective": code, "metric": code} for code in figures],
        target_points=[{"objective": code, "metric": code, "on_date": "2025-01-01", "value": 95} for code in figures],
        readings=[row for code, (value, _, _) in figures.items() for row in of_months(code, value)],
    )  # fmt: skip
    import_bundle(small_store, [given], "eero")
    reader = read(render(reviewed(small_store)))
    text = words(reader, places(reader)["All objectives"] + 1)
    for figure in ("1,282,000.25 EUR", "128,200,000.25 EUR", "94.999 %", "0.5 calls a day",
                   "+1,281,905.25 EUR", "+128,199,905.25 EUR", "−0.001 points"):  # fmt: skip
        assert figure in text
    assert "…" not in text


def test_a_figure_that_is_too_wide_leaves_its_unit_before_it_breaks() -> None:
    required = Text(f"at most 150,000,000,000{NO_BREAK}IDR", styles.TABLE)
    required.fit(72)
    said = ["".join(run.text for run in line.runs) for line in required.lines]
    assert said == ["at most", "150,000,000,000", "IDR"]


def test_what_runs_on_to_a_further_page_says_there_whose_it_is(
    small_store: Store, bundle: Callable[..., Path]
) -> None:
    said = {"objective": "restore-fast", "cause": "A long story. " * 60}
    import_bundle(
        small_store,
        [bundle(explanations=[{**said, "on_date": f"2026-0{n}-28"} for n in (1, 2, 3)])],
        "eero",
    )
    reader = read(render(reviewed(small_store), "letter"))
    first = places(reader)["Incidents are resolved in time"] + 1
    continued = "Continued: Incidents are resolved in time"
    assert continued not in words(reader, first)
    assert continued in words(reader, first + 1)


@pytest.mark.slow
def test_two_hundred_objectives_flow_over_pages_with_their_headers(
    small_store: Store, small: dict[str, Any], bundle: Callable[..., Path]
) -> None:
    many = range(200)
    given = bundle(
        objectives=[{**small["objectives"][0], "objective": f"o{n}", "title": f"Objective {n}"} for n in many],
        targets=[{"objective": f"o{n}", "metric": "resolved", "service": ""} for n in many],
        target_points=[{**small["target_points"][0], "objective": f"o{n}"} for n in many],
    )  # fmt: skip
    import_bundle(small_store, [given], "eero")
    reader = read(render(reviewed(small_store)))
    found = places(reader)
    assert {f"Objective {n}" for n in many} <= found.keys()
    start, end = found["The last twelve months"] + 1, found["All objectives"] + 1
    assert end - start >= 4
    assert all("Objective, worst first" in words(reader, page) for page in range(start, end))
    assert re.search(r"and \d+ new, page \d+", words(reader, 2))


# --- the command ---------------------------------------------------------------------------------


def test_the_command_writes_the_file_and_talks_on_standard_error(command, small_path, tmp_path):
    ran = command(
        "management-review", "--store", small_path, *PERIOD, "-o", "pack.pdf", module="reports"
    )
    assert (ran.status, ran.out) == (0, "")
    assert "pack.pdf" in ran.err
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF-")
    again = command(
        "--store", small_path, "management-review", *PERIOD, "-o", "2.pdf", module="reports"
    )
    assert again.status == 0
    assert (tmp_path / "2.pdf").read_bytes() == (tmp_path / "pack.pdf").read_bytes()
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} <= {".pdf", ".duckdb"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--from", "2026-02-30", "--to", "2026-03-31", "-o", "x.pdf"), "--from: '2026-02-30' is no date"),
        (("--from", "2026-04-01", "--to", "2026-03-31", "-o", "x.pdf"), "--to: "),
        (("--from", "0001-01-01", "--to", "2026-03-31", "-o", "x.pdf"), "--from: 0001-01-01 lies outside the years"),
        (("--from", "2026-01-01", "--to", "9999-12-31", "-o", "x.pdf"), "--to: 9999-12-31 lies outside the years"),
        ((*PERIOD, "-o", "x.pdf", "--paper", "a5"), "--paper: 'a5' is no paper"),
        ((*PERIOD, "-o", "."), ".: is a folder; name a file"),
        ((*PERIOD, "-o", "nowhere/x.pdf"), "nowhere"),
        ((*PERIOD, "-o", "x.pdf", "--known-at", "soon"), "--known-at: 'soon' is no time"),
        ((*PERIOD, "-o", "x.pdf", "--known-at", "20260630"), "--known-at: '20260630' is no time"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_leaves_no_file(command, small_path, tmp_path, arguments, told):
    ran = command("management-review", "--store", small_path, *arguments, module="reports")
    assert ran.status == 2
    assert told in ran.lines[-1]
    assert not list(tmp_path.glob("*.pdf"))


def test_a_pack_replaces_a_pack_and_nothing_else(command, small_path, tmp_path, contents):
    before = contents(small_path)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "empty.pdf").touch()
    for name in (small_path.name, "notes.txt", "/dev/null"):
        ran = command(
            "management-review", "--store", small_path, *PERIOD, "-o", name, module="reports"
        )
        assert ran.status == 2
        assert ran.lines[-1] == f"{name}: is there and is no PDF; name another file"
    assert contents(small_path) == before
    assert (tmp_path / "notes.txt").read_text() == "mine"
    for _ in range(2):
        ran = command(
            "management-review", "--store", small_path, *PERIOD, "-o", "empty.pdf", module="reports"
        )
        assert ran.status == 0
    assert (tmp_path / "empty.pdf").read_bytes().startswith(b"%PDF")
    made = (tmp_path / "empty.pdf").read_bytes()
    (tmp_path / "empty.pdf").write_bytes(b"%PDF of another time")
    (tmp_path / "latest.pdf").symlink_to("empty.pdf")
    command(
        "management-review", "--store", small_path, *PERIOD, "-o", "latest.pdf", module="reports"
    )
    assert (tmp_path / "latest.pdf").is_symlink()
    assert (tmp_path / "empty.pdf").read_bytes() == made


@pytest.mark.parametrize(
    "period",
    [("1000-01-01", "2026-03-31"), ("2026-01-01", "8999-12-31"), ("8999-01-01", "8999-12-31")],
)
def test_a_period_may_be_as_long_as_readings_go(command, small_path, tmp_path, period):
    first, last = period
    ran = command(
        "management-review", "--store", small_path, "--from", first, "--to", last, "-o", "x.pdf",
        module="reports",
    )  # fmt: skip
    assert ran.status == 0, ran.err


def test_a_missing_store_is_told_with_the_way_out(command, tmp_path):
    ran = command("management-review", *PERIOD, "-o", "x.pdf", module="reports")
    assert ran.status == 3
    assert "there is no store" in ran.lines[-1]
    assert not (tmp_path / "x.pdf").exists()


# --- real figures --------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_four_hour_standard_is_told_as_missed(store: Store, shared: Path) -> None:
    import_bundle(store, [shared / "data/nhs_ae/bundle"], "setup")
    with store.board(date(2019, 3, 31)) as board:
        review = management_review(board, date(2018, 4, 1))
    reader = read(render(review))
    page = places(reader)["Four-hour standard"] + 1
    text = words(reader, page)
    assert (
        "Missed on 31 March 2019: 86.6 % in March 2019, 8.4 points short of the 95 % required."
        in text
    )
    assert "Below 95 % in all 36 months" in text
    assert "Apr 2016 to Mar 2019" in text
    providers = [
        measure for item in review.objectives for measure in item.measures if measure.service
    ]
    assert len(providers) == 10


# --- links to the dashboard ----------------------------------------------------------------------

BASE = "https://sms.example.org"


def outward(reader: PdfReader) -> list[tuple[int, str]]:
    """The addresses outside the document that its pages lead to."""
    return [
        (number, str(link["/A"]["/URI"]))
        for number, page in enumerate(reader.pages)
        for link in (annotation.get_object() for annotation in page.get("/Annots", []))
        if "/A" in link
    ]


def inward(reader: PdfReader) -> int:
    """How many links stay within the document."""
    links = [link.get_object() for page in reader.pages for link in page.get("/Annots", [])]
    return sum("/Dest" in link for link in links)


def test_without_a_base_address_nothing_leads_out_of_the_pack(pack: PdfReader) -> None:
    assert outward(pack) == []


def test_figures_lead_to_the_dashboard_at_the_packs_own_clocks(small_store: Store) -> None:
    review = reviewed(small_store)
    known = review.known_at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    reader = read(render(review, base=BASE))
    found = outward(reader)
    asked = [(urlsplit(address), dict(parse_qsl(urlsplit(address).query))) for _, address in found]
    assert {f"{address.scheme}://{address.netloc}" for address, _ in asked} == {BASE}
    assert {query.pop("known") for _, query in asked} == {known}
    # January to March is the last quarter of a fiscal year that began in April 2025.
    assert {query["period"] for address, query in asked if address.path == "/"} == {"2025-Q4"}
    objectives = [query for address, query in asked if address.path == "/objective"]
    assert len(asked) == len(objectives) + sum(address.path == "/" for address, _ in asked)
    assert {query["objective"] for query in objectives} == {"restore-fast", "decoy"}
    # the cover, the summary, the wall, the table, the objectives themselves and what comes after
    pages = places(reader)
    for title in ("Summary", "The last twelve months", "All objectives", "Each objective"):
        page = pages[title] + 1
        told = {address for number, address in found if number == page}
        assert (
            f"{BASE}/objective?objective=restore-fast&period=2025-Q4&known={quote(known)}" in told
        )
    # a month of the wall leads to the objective in that month
    assert {query["period"] for query in objectives} - {"2025-Q4"} <= {
        *(f"2025-{month:02}" for month in range(4, 13)), "2026-01", "2026-02", "2026-03",
    }  # fmt: skip
    # page numbers still lead to their pages
    assert inward(reader) > len(sections(governing=False))


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), "2026-03"),
        (date(2025, 4, 1), date(2026, 3, 31), "2025"),
        (date(2025, 10, 1), date(2026, 3, 31), "2026-03"),
        (date(2026, 1, 1), date(2026, 3, 30), "2026-03"),
    ],
)
def test_a_pack_of_no_period_leads_to_the_month_it_ends_in(small_store, first, last, code) -> None:
    with small_store.board(last) as board:
        reader = read(render(management_review(board, first), base=BASE))
    overview = [address for _, address in outward(reader) if address.startswith(f"{BASE}/?")]
    assert {parse_qsl(urlsplit(address).query)[0] for address in overview} == {("period", code)}


def test_links_leave_every_page_as_it_was_and_the_bytes_the_same(small_store: Store) -> None:
    review = reviewed(small_store)
    plain, linked = render(review), render(review, base=BASE)
    assert render(review, base=BASE) == linked
    assert [page.extract_text() for page in read(plain).pages] == [
        page.extract_text() for page in read(linked).pages
    ]


def test_the_command_takes_the_base_address_from_the_environment(command, small_path, tmp_path):
    arguments = ("management-review", "--store", small_path, *PERIOD, "-o", "pack.pdf")
    ran = command(*arguments, module="reports", env={"SMS_BASE_ADDRESS": f"{BASE}/board/"})
    assert ran.status == 0, ran.err
    found = outward(read((tmp_path / "pack.pdf").read_bytes()))
    assert found
    assert all(
        address.startswith((f"{BASE}/board/objective?", f"{BASE}/board/?")) for _, address in found
    )


@pytest.mark.parametrize(
    "address", ["sms.example.org", "ftp://x.org", "https://", "http://x:y", "https://x.org/?a=b"]
)
def test_a_base_address_that_is_none_is_told_in_one_line(command, small_path, tmp_path, address):
    arguments = ("management-review", "--store", small_path, *PERIOD, "-o", "x.pdf")
    ran = command(*arguments, module="reports", env={"SMS_BASE_ADDRESS": address})
    assert (ran.status, ran.lines) == (
        2,
        [f"SMS_BASE_ADDRESS: '{address}' is no address; write it like https://sms.example.org"],
    )
    assert not (tmp_path / "x.pdf").exists()


def test_making_a_pack_tells_how_far_it_is(small_store: Store) -> None:
    told: list[tuple[str, float]] = []
    made = printed(reviewed(small_store), progress=lambda words, share: told.append((words, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
    assert told[0][0] == f"Laying out section 1 of {len(sections(governing=False))}: summary"
    assert made.pages == len(read(made.pdf).pages)
    assert told[-1][0] == f"Writing page {made.pages}"
