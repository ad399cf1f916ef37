"""What a store keeps: every version, in order, under many readers, and safe in a backup."""

import datetime as dt
import io
import itertools
import shutil
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from smsdata import evidence, keeping
from smsdata import store as store_module
from smsdata.bundle import import_bundle
from smsdata.models import REGISTERS, Person, Reading, Service, TargetPoint
from smsdata.store import Store

READERS = 16


@pytest.fixture
def rename(bundle):
    """Write a person's name, and with it a service's: one import."""

    def write(store, name):
        people = [{"person": "aino", "name": name}]
        import_bundle(
            store, [bundle(people=people, services=[{"service": "mail", "name": name}])], "x"
        )

    return write


def in_file(path, statement):
    """Change a closed store behind its back."""
    with duckdb.connect(str(path)) as connection:
        return connection.execute(statement).fetchall()


# --- many readers, one writer --------------------------------------------------------------------


def test_boards_read_by_16_threads_while_one_writes_are_right_and_consistent(small_store, bundle):
    """What is always written together is always read together, from every view of one board."""
    writes = 4
    begun, done = threading.Barrier(READERS + 1), threading.Event()

    def write():
        begun.wait()
        for n in range(1, writes + 1):
            # the two services read alike, and the target follows them
            readings = [
                {"metric": "load", "service": service, "period_start": period, "value": n}
                for service in ("mail", "other-service")
                for period in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
            ]
            point = {
                "objective": "restore-fast",
                "metric": "load",
                "service": "mail",
                "on_date": "2026-01-01",
                "lower": n,
                "upper": n,
            }
            given = bundle(readings=readings, target_points=[point])
            import_bundle(small_store, [given], f"writer {n}")
        done.set()

    def read(reader):
        seen = []
        begun.wait()
        last = False
        while not last:
            # enough boards while it writes, and one afterwards
            last = done.is_set() or (len(seen) >= 15 and done.wait())
            with small_store.board(on_date=dt.date(2026, 4, 5)) as board:
                first = {row.value for row in board.register(Reading) if row.metric == "load"}
                points = {row.lower for row in board.register(TargetPoint) if row.metric == "load"}
                periods = {row.value for row in board.metric_periods() if row.metric == "load"}
                authors = board.select(
                    "SELECT DISTINCT recorded_by FROM reading_history "
                    "WHERE metric = 'load' AND superseded_at IS NULL"
                ).cursor.fetchall()
                # costs more than the others together
                targets = board.target_status() if len(seen) % READERS == reader else []
                actuals = {row.actual for row in targets if row.metric == "load"}
                again = {row.value for row in board.register(Reading) if row.metric == "load"}
                seen.append((board.version, authors, points, actuals, first, periods, again))
        return seen

    with ThreadPoolExecutor(READERS + 1) as threads:
        writing = threads.submit(write)
        seen = list(itertools.chain.from_iterable(threads.map(read, range(READERS))))
        writing.result()

    for version, authors, points, actuals, *values in seen:
        n = version - 1
        assert all(value == ({float(n)} if n else {14.0}) for value in values)
        assert actuals <= ({float(n)} if n else {14.0})
        assert points == ({float(n)} if n else {10.0})
        assert authors == [(f"writer {n}" if n else "setup",)]
    assert any(actuals for _, _, _, actuals, *_ in seen)
    assert len({version for version, *_ in seen}) > 1
    assert small_store.version == 1 + writes


def test_an_open_board_does_not_move_when_something_is_written(small_store, rename):
    with small_store.board() as board:
        before = (board.register(Person), board.objective_status(), board.version, board.known_at)
        rename(small_store, "Aino Salo")
        assert (
            board.register(Person),
            board.objective_status(),
            board.version,
            board.known_at,
        ) == before
    with small_store.board() as board:
        assert board.register(Person)[0].name == "Aino Salo"


def test_boards_of_many_threads_have_clocks_of_their_own(store, bundle):
    people = [
        {"person": "aino", "name": f"Aino {day}", "recorded_at": f"2026-01-{day:02}T00:00:00Z"}
        for day in range(1, 29)
    ]
    import_bundle(store, [bundle(people=people)], "x")

    def read(day):
        known_at = dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC)
        with store.board(dt.date(2026, 2, day), known_at) as board:
            (person,) = board.register(Person)
            ((on_date,),) = board.cursor.execute("SELECT getvariable('on_date')").fetchall()
            return person.name, on_date

    days = [1 + n % 28 for n in range(200)]
    with ThreadPoolExecutor(READERS) as threads:
        assert list(threads.map(read, days)) == [
            (f"Aino {day}", dt.date(2026, 2, day)) for day in days
        ]


def test_writes_of_many_threads_go_one_after_another(small_store, rename):
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: rename(small_store, f"Aino {n}"), range(4)))
    assert small_store.version == 5
    assert keeping.verify(small_store) == []
    with small_store.board() as board:
        names = {board.register(Person)[0].name, board.register(Service)[0].name}
        versions = board.cursor.execute("SELECT version FROM history.write ORDER BY ALL").fetchall()
    assert len(names) == 1
    assert versions == [(n,) for n in range(1, 6)]


# --- time ----------------------------------------------------------------------------------------


class Clock(dt.datetime):
    """The machine's clock, as somebody set it."""

    set_to: dt.datetime

    @classmethod
    def now(cls, tz=None):
        return cls.set_to.astimezone(tz)


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(store_module, "datetime", Clock)
    return Clock


def test_recorded_at_rises_with_every_write_also_when_the_clock_is_set_back(store, rename, clock):
    start = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    hours = [0, 1, -5, -5, -4, 0, 2, 2]
    written = []
    for n, hour in enumerate(hours):
        clock.set_to = start + dt.timedelta(hours=hour)
        rename(store, f"Aino {n}")
        with store.board() as board:
            written.append(board.known_at)
    assert all(later > earlier for earlier, later in itertools.pairwise(written))
    assert written[0] == start
    assert written[1] == start + dt.timedelta(hours=1)
    assert written[6] == start + dt.timedelta(hours=2)
    assert written[7] == written[6] + dt.timedelta(microseconds=1)
    assert keeping.verify(store) == []
    for n, moment in enumerate(written):
        with store.board(known_at=moment) as board:
            assert board.register(Person)[0].name == f"Aino {n}"


def test_history_brought_along_lies_before_what_is_written_next(store, bundle, rename, clock):
    clock.set_to = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    people = [{"person": "aino", "name": "Aino", "recorded_at": "2026-05-31T23:59:59Z"}]
    services = [{"service": "mail", "name": "Mail", "recorded_at": "2026-01-01T00:00:00Z"}]
    import_bundle(store, [bundle(people=people, services=services)], "x")
    clock.set_to = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    rename(store, "Aino Salo")
    with store.board() as board:
        assert board.known_at > dt.datetime(2026, 5, 31, 23, 59, 59, tzinfo=dt.UTC)
        assert board.register(Person)[0].name == "Aino Salo"
    assert keeping.verify(store) == []


def test_the_version_rises_with_every_write_that_changes_something(small_path, rename):
    with Store.open(small_path) as store:
        assert store.version == 1
        rename(store, "Aino Salo")
        assert store.version == 2
        rename(store, "Aino Salo")
        assert store.version == 2
    with Store.open(small_path) as store:
        assert store.version == 2


def test_an_answer_at_a_past_known_at_is_the_same_for_ever(small_store, bundle):
    on_date = dt.date(2026, 3, 20)

    def answers(known_at):
        with small_store.board(on_date, known_at) as board:
            views = (
                "objective_status",
                "target_status",
                "metric_period",
                "reading_history",
                "change",
                "reading_due",
                "objective_wall",
                "reading_correction",
            )
            return [
                *(
                    sorted(map(repr, board.select(f"FROM {view}").cursor.fetchall()))
                    for view in views
                ),
                *(board.register(record) for record in REGISTERS),
            ]

    resolved = {"metric": "resolved", "service": ""}
    steps = [
        {
            "readings": [
                {**resolved, "period_start": "2026-02", "numerator": 50, "denominator": 100}
            ]
        },
        {
            "readings": [
                {"metric": "load", "service": "mail", "period_start": "2025-Q4", "withdrawn": True}
            ],
            "objectives": [{"objective": "decoy", "withdrawn": True}],
        },
        {
            "organization": [{"name": "Harbour", "time_zone": "UTC"}],
            "metrics": [{"metric": "resolved", "unit": "share", "maximum": ""}],
            "target_points": [
                {**resolved, "objective": "restore-fast", "on_date": "2026-01-01", "value": 40}
            ],
        },
        {
            "people": [{"person": "aino", "name": "Aino Salo"}],
            "objectives": [{"objective": "decoy", "title": "It is back"}],
        },
    ]
    seen = {}
    for step in steps:
        with small_store.board(on_date) as board:
            moment = board.known_at
        seen[moment] = answers(moment)
        import_bundle(small_store, [bundle(step)], "someone", note="seen otherwise")
    assert len({repr(answer) for answer in seen.values()}) == len(steps)
    for moment, answer in seen.items():
        assert answers(moment) == answer


# --- backup and restore --------------------------------------------------------------------------


@pytest.fixture
def backup(small_path, tmp_path, command_here):
    """A backup of the small organisation's store."""
    file = tmp_path / "kept" / "backup.zip"
    ran = command_here("backup", file, "--store", small_path)
    assert (ran.status, ran.err) == (0, f"the backup is in {file}\n")
    assert [path.name for path in file.parent.iterdir()] == ["backup.zip"]
    return file


def test_a_backup_restored_is_the_same_store(backup, small_path, tmp_path, command_here, contents):
    again = tmp_path / "elsewhere" / "again.duckdb"
    ran = command_here("restore", backup, "--store", again)
    assert (ran.status, ran.err) == (0, f"{again} is restored from {backup}\n")
    assert contents(again) == contents(small_path)
    assert [path.name for path in again.parent.iterdir()] == ["again.duckdb"]
    assert command_here("verify", "--store", again).status == 0
    for argv in (["status", "--format", "json"], ["sql", "FROM change", "--format", "csv"]):
        assert command_here(*argv, "--store", again) == command_here(*argv, "--store", small_path)


def test_a_restored_store_goes_on_being_written(backup, tmp_path, command_here, rename):
    again = tmp_path / "again.duckdb"
    assert command_here("restore", backup, "--store", again).status == 0
    with Store.open(again) as store:
        rename(store, "Aino Salo")
        assert store.version == 2
        assert keeping.verify(store) == []


def test_restore_replaces_only_by_force_and_keeps_the_old_store_beside(
    backup, small_path, command_here, contents, rename
):
    with Store.open(small_path) as store:
        rename(store, "Aino Salo")
    changed = contents(small_path)
    refused = command_here("restore", backup, "--store", small_path)
    assert (refused.status, refused.err) == (
        2,
        f"{small_path}: is there already; add --force to replace it\n",
    )
    assert contents(small_path) == changed
    forced = command_here("restore", backup, "--force", "--store", small_path)
    assert forced.status == 0
    (kept,) = (
        path for path in small_path.parent.iterdir() if path.name.startswith("sms.duckdb.before-")
    )
    assert forced.lines[0] == f"the store that was there is kept as {kept}"
    assert contents(kept) == changed
    assert contents(small_path) != changed


def test_two_restores_in_one_second_keep_both_old_stores(backup, small_path, command_here):
    for _ in range(2):
        assert command_here("restore", backup, "--force", "--store", small_path).status == 0
    names = [path.name for path in small_path.parent.iterdir()]
    assert len([name for name in names if name.startswith("sms.duckdb.before-")]) == 2


def test_a_damaged_store_can_be_replaced_by_a_backup(backup, small_path, command_here, contents):
    before = contents(small_path)
    damaged = small_path.read_bytes()[:5000]
    small_path.write_bytes(damaged)
    assert command_here("restore", backup, "--force", "--store", small_path).status == 0
    assert contents(small_path) == before
    (kept,) = (
        path for path in small_path.parent.iterdir() if path.name.startswith("sms.duckdb.before-")
    )
    assert kept.read_bytes() == damaged


def whole_zip_of(inside):
    def write(path, store_file):
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in inside(store_file).items():
                archive.writestr(name, data)

    return write


NO_BACKUPS = {
    "a_text": lambda path, _: path.write_text("no backup"),
    "nothing": lambda path, _: path.touch(),
    "a_store": lambda path, store: shutil.copy(store, path),
    "a_zip_of_something": whole_zip_of(lambda _: {"people.csv": "person,name\n"}),
    "a_zip_of_a_text": whole_zip_of(lambda _: {"store.duckdb": "no store" * 1000}),
    "a_zip_of_half_a_store": whole_zip_of(
        lambda store: {"store.duckdb": store.read_bytes()[:300_000]}
    ),
    "a_folder": lambda path, _: path.mkdir(),
}


@pytest.mark.parametrize("make", NO_BACKUPS.values(), ids=NO_BACKUPS)
def test_restore_refuses_a_file_that_is_no_backup(
    make, small_path, small_store_file, tmp_path, command_here, contents
):
    before = contents(small_path)
    file = tmp_path / "backup.zip"
    make(file, small_store_file)
    around = {path.name for path in tmp_path.iterdir()}
    ran = command_here("restore", file, "--force", "--store", small_path)
    assert ran.status in (2, 3), ran
    assert len(ran.lines) == 1
    # the way out is another backup, not another store
    assert str(file) in ran.err
    assert str(small_path) not in ran.err
    assert contents(small_path) == before
    assert {path.name for path in tmp_path.iterdir()} == around


@pytest.mark.parametrize("at", [0.02, 0.5, 0.9, "cut"])
def test_restore_refuses_a_damaged_backup(at, backup, small_path, command_here, contents):
    before = contents(small_path)
    data = bytearray(backup.read_bytes())
    if at == "cut":
        del data[-1000:]
    else:
        # a single byte may be one that unpacking never looks at
        start = int(len(data) * at)
        data[start : start + 64] = bytes(byte ^ 0x55 for byte in data[start : start + 64])
    backup.write_bytes(data)
    ran = command_here("restore", backup, "--force", "--store", small_path)
    assert ran.status in (2, 3), ran
    assert len(ran.lines) == 1
    assert str(backup) in ran.err
    assert contents(small_path) == before


def test_restore_refuses_a_backup_of_a_store_that_is_not_whole(
    small_path, tmp_path, command_here, contents
):
    broken = tmp_path / "broken.duckdb"
    shutil.copy(small_path, broken)
    in_file(broken, "INSERT INTO history.person FROM history.person")
    file = tmp_path / "backup.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(broken, "store.duckdb")
    before = contents(small_path)
    ran = command_here("restore", file, "--force", "--store", small_path)
    assert ran.status == 3
    assert len(ran.lines) == 1
    assert str(file) in ran.err
    assert contents(small_path) == before


def test_a_lost_file_of_evidence_keeps_nobody_from_the_rest_of_a_backup(
    small_path, tmp_path, command_here, contents
):
    with Store.open(small_path) as store:
        proof = evidence.keep(store, "minutes.pdf", io.BytesIO(b"%PDF-1.7 minutes"))
        evidence.add(store, "aino", "objectives", "decoy", proof)
    (lost,) = evidence.folder_of(small_path).iterdir()
    lost.unlink()
    before = contents(small_path)
    file = tmp_path / "backup.zip"
    made = command_here("backup", file, "--store", small_path)
    assert made.status == 0
    assert f"is not there as a file ({lost.name})" in made.err
    ran = command_here("restore", file, "--store", small_path, "--force")
    assert ran.status == 0
    assert f"is not there as a file ({lost.name})" in ran.err
    assert contents(small_path) == before
    assert command_here("verify", "--store", small_path).status == 1


def test_what_a_lost_store_has_left_of_evidence_is_there_after_a_restore(
    small_path, tmp_path, command_here
):
    file = tmp_path / "backup.zip"
    with Store.open(small_path) as store:
        for name in ("before", "since"):
            proof = evidence.keep(store, f"{name}.pdf", io.BytesIO(name.encode()))
            evidence.add(store, "aino", "objectives", "decoy", proof)
            if name == "before":
                keeping.back_up(store, file)
    small_path.unlink()
    assert command_here("restore", file, "--store", small_path).status == 0
    kept = {one.read_bytes() for one in evidence.folder_of(small_path).iterdir()}
    assert kept == {b"before", b"since"}


def test_what_a_lost_store_left_for_its_next_opening_is_put_aside(
    backup, small, small_path, bundle, command_here, contents
):
    before = contents(small_path)
    wal = small_path.with_name(f"{small_path.name}.wal")
    killed = (
        "import os, sys, duckdb; connection = duckdb.connect(sys.argv[1]); "
        "connection.execute('CREATE TABLE left_behind (i INT)'); os._exit(9)"
    )
    for argv in (["restore", backup], ["demo"], ["import", bundle(small)]):
        subprocess.run([sys.executable, "-c", killed, small_path], check=False)
        left = wal.read_bytes()
        small_path.unlink()
        assert command_here(*argv, "--store", small_path).status == 0
        assert not wal.exists()
        (aside,) = small_path.parent.glob("*.before-*.wal")
        assert aside.read_bytes() == left
        aside.unlink()
        assert command_here("verify", "--store", small_path).status == 0
        if argv[0] == "restore":
            assert contents(small_path) == before


def test_what_belongs_to_a_store_lies_beside_it_not_beside_a_link_to_it(
    backup, small_path, tmp_path, command_here, contents
):
    before = contents(small_path)
    link = tmp_path / "links" / "to.duckdb"
    link.parent.mkdir()
    link.symlink_to(small_path)
    with Store.open(link) as store:
        evidence.keep(store, "x.txt", io.BytesIO(b"x"))
    assert len(evidence.kept_files(small_path)) == 1
    for command in (["restore", backup, "--force"], ["demo", "--fresh"]):
        assert command_here(*command, "--store", link).status == 0
        assert link.is_symlink()
        assert command_here("verify", "--store", small_path).status == 0
    assert [path.name for path in link.parent.iterdir()] == [link.name]
    kept = sorted(small_path.parent.glob("*.before-*Z"))
    assert [contents(path) == before for path in kept] == [True, True]
    assert [len(evidence.kept_files(path)) for path in kept] == [1, 0]


def test_only_a_store_that_nobody_has_written_to_is_removed(tmp_path, small_path):
    made = tmp_path / "made.duckdb"
    Store.open(made, create=True).close()
    keeping.remove_unwritten(made)
    keeping.remove_unwritten(small_path)
    assert not made.exists()
    assert small_path.exists()


@pytest.mark.parametrize("name", [".", "folder"])
def test_restore_moves_no_folder_away(name, backup, tmp_path, command_here):
    place = tmp_path / name
    place.mkdir(exist_ok=True)
    (place / "thesis.txt").write_text("years of work")
    ran = command_here("restore", backup, "--store", place, "--force")
    assert ran.status == 3
    assert "is a folder, not a store" in ran.err
    assert (place / "thesis.txt").read_text() == "years of work"


def test_restore_writes_over_no_backup(backup, small_path, command_here):
    file = small_path.with_name(f"{small_path.name}.part")
    shutil.copy(backup, file)
    ran = command_here("restore", file, "--store", small_path, "--force")
    assert ran.status == 0, ran.err
    assert file.read_bytes() == backup.read_bytes()


def test_restore_of_a_backup_by_newer_software_says_so(small_path, tmp_path, command_here):
    newer = tmp_path / "newer.duckdb"
    shutil.copy(small_path, newer)
    in_file(newer, "INSERT INTO history.migration VALUES ('0999_tomorrow', '', now())")
    file = tmp_path / "backup.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(newer, "store.duckdb")
    ran = command_here("restore", file, "--force", "--store", small_path)
    assert (ran.status, len(ran.lines)) == (3, 1)
    assert "newer" in ran.err


def test_a_backup_overwrites_nothing(small_path, tmp_path, command_here):
    (tmp_path / "taken").write_text("a thesis")
    ran = command_here("backup", tmp_path / "taken", "--store", small_path)
    assert (ran.status, ran.err) == (2, f"{tmp_path}/taken: is there already; name a new file\n")
    assert (tmp_path / "taken").read_text() == "a thesis"


def test_a_backup_while_others_write_is_one_moment(small_store, rename, tmp_path, empty_store_file):
    stop = threading.Event()

    def write():
        for n in itertools.count():
            rename(small_store, f"Aino {n}")
            if stop.is_set():
                return

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)
        try:
            for n in range(3):
                keeping.back_up(small_store, tmp_path / f"{n}.zip")
        finally:
            stop.set()
        writing.result()
    for n in range(3):
        keeping.restore(tmp_path / f"{n}.zip", tmp_path / f"{n}.duckdb")
        with Store.open(tmp_path / f"{n}.duckdb") as again, again.board() as board:
            aino, mail = board.register(Person)[0], board.register(Service)[0]
            assert board.version == 1 or aino.name == mail.name
            ((newest,),) = board.cursor.execute(
                "SELECT max(recorded_at) FROM history.person"
            ).fetchall()
            assert newest == board.known_at


def test_backups_of_one_process_may_be_made_at_the_same_time(small_store, tmp_path, contents):
    def back_up(n):
        keeping.back_up(small_store, tmp_path / f"{n}.zip")
        keeping.restore(tmp_path / f"{n}.zip", tmp_path / f"{n}.duckdb")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(back_up, range(8)))
    small_store.close()
    expected = contents(small_store.path)
    assert len(expected["person"]) > 0
    for n in range(8):
        assert contents(tmp_path / f"{n}.duckdb") == expected


@pytest.mark.parametrize(
    "name",
    [
        "it's.duckdb",
        "a b;c.duckdb",
        'say "hi".duckdb',
        "mémoire.duckdb",
        "memory",
        "temp",
        "backup.duckdb",
        "store",
        "main.db",
        ".hidden",
    ],
)
def test_a_store_may_have_any_name(name, small_path, tmp_path, command_here, contents):
    path = tmp_path / "named" / name
    path.parent.mkdir()
    small_path.rename(path)
    before = contents(path)
    assert command_here("status", "--store", path).status == 0
    ran = command_here("backup", tmp_path / 'kept\'s "best".zip', "--store", path)
    assert ran.status == 0, ran
    assert (
        command_here("restore", tmp_path / 'kept\'s "best".zip', "--force", "--store", path).status
        == 0
    )
    assert contents(path) == before
    assert command_here("export", tmp_path / 'out\'s "best"', "--store", path).status == 0


# --- verify --------------------------------------------------------------------------------------


def test_a_whole_store_verifies_and_says_so(small_path, command_here):
    ran = command_here("verify", "--store", small_path)
    assert (ran.status, ran.out, ran.err) == (0, "", "the store is whole\n")


AT = "TIMESTAMPTZ '2099-01-01 00:00:00Z'"
FAULTS = {
    "two_current_versions": (
        "INSERT INTO history.person SELECT * REPLACE (recorded_at - INTERVAL 1 DAY AS recorded_at) FROM history.person WHERE person = 'aino'",
        ["people: two current versions of one key"],
    ),
    "a_row_twice": (
        "INSERT INTO history.service FROM history.service WHERE service = 'mail'",
        ["services: "],
    ),
    "two_organisations": (
        "INSERT INTO history.organization SELECT * REPLACE (recorded_at + INTERVAL 0 DAY AS recorded_at, 'Other' AS name) FROM history.organization",
        ["organization: "],
    ),
    "versions_that_overlap": (
        "INSERT INTO history.metric SELECT * REPLACE (recorded_at - INTERVAL 2 DAY AS recorded_at, recorded_at + INTERVAL 1 DAY AS superseded_at) FROM history.metric WHERE metric = 'load'",
        ["metrics: two versions that overlap"],
    ),
    "a_gap_between_versions": (
        "INSERT INTO history.reading SELECT * REPLACE (recorded_at - INTERVAL 2 DAY AS recorded_at, recorded_at - INTERVAL 1 DAY AS superseded_at) FROM history.reading WHERE metric = 'load'",
        ["readings: a gap between two versions"],
    ),
    "no_version_in_force": (
        f"UPDATE history.target SET superseded_at = {AT} WHERE metric = 'load'",
        ["targets: a key without a version in force"],
    ),
    "a_version_that_ends_before_it_begins": (
        "UPDATE history.outcome SET superseded_at = recorded_at - INTERVAL 1 DAY",
        ["outcomes: a version that ends before it begins"],
    ),
    "a_version_after_the_last_write": (
        f"UPDATE history.objective SET recorded_at = {AT} WHERE objective = 'decoy'",
        ["objectives: a version recorded after the last write"],
    ),
    "a_person_who_is_not_there": (
        "UPDATE history.service SET owner = 'nobody' WHERE service = 'mail'",
        ["services: owner 'nobody' refers to nothing"],
    ),
    "a_metric_that_is_not_there": (
        "DELETE FROM history.metric WHERE metric = 'other-metric'",
        ["readings: metric 'other-metric' refers to nothing"],
    ),
    "a_service_that_is_not_there": (
        "DELETE FROM history.service WHERE service = 'mail'",
        [
            "targets: service 'mail' refers to nothing",
            "target_points: service 'mail' refers to nothing",
            "readings: service 'mail' refers to nothing",
        ],
    ),
    "a_migration_of_others": (
        "UPDATE history.migration SET digest = 'another'",
        ["migration 0001_registers is not the one this software knows"],
    ),
    "two_faults": (
        "UPDATE history.service SET owner = 'nobody'; UPDATE history.objective SET outcome = 'nothing' WHERE objective = 'decoy'",
        [
            "services: owner 'nobody' refers to nothing",
            "objectives: outcome 'nothing' refers to nothing",
        ],
    ),
    "a_write_that_was_not_counted": (
        "DELETE FROM history.write",
        [""],
    ),
}


@pytest.mark.parametrize(("plant", "expected"), FAULTS.values(), ids=FAULTS)
def test_verify_finds_what_is_not_whole_and_exits_with_1(plant, expected, small_path, command_here):
    in_file(small_path, plant)
    ran = command_here("verify", "--store", small_path)
    assert ran.status == 1, ran
    found = ran.out.splitlines()
    assert all(any(line.startswith(words) for line in found) for words in expected), found


def test_verify_accepts_every_history_that_an_import_makes(store, bundle):
    def row(name, day, **more):
        return {
            "person": "aino",
            "name": name,
            "withdrawn": "",
            "recorded_at": f"2026-01-{day:02}T00:00:00Z",
            **more,
        }

    import_bundle(
        store,
        [
            bundle(
                people=[
                    row("A", 1),
                    row("B", 2),
                    row("B", 3),
                    row("", 4, withdrawn=True),
                    row("B", 6),
                ]
            )
        ],
        "x",
    )
    import_bundle(store, [bundle(people=[{"person": "aino", "withdrawn": True}])], "x")
    import_bundle(store, [bundle(people=[{"person": "aino", "name": "C"}])], "x")
    assert keeping.verify(store) == []


def test_verify_reports_a_thousand_dangling_codes_in_a_readable_number_of_lines(
    small_path, command_here
):
    in_file(
        small_path,
        "INSERT INTO history.reading BY NAME SELECT 'gone-' || i AS metric, DATE '2026-01-01' AS period_start, "
        "1 AS value, false AS not_applicable, (SELECT max(recorded_at) FROM history.write) AS recorded_at, "
        "'x' AS recorded_by, false AS withdrawn, TIMESTAMPTZ 'infinity' AS superseded_at FROM range(1000) AS r(i)",
    )
    ran = command_here("verify", "--store", small_path)
    assert ran.status == 1
    assert 0 < len(ran.out.splitlines()) <= 1000


def test_verify_changes_nothing(small_path, command_here):
    before = small_path.read_bytes()
    assert command_here("verify", "--store", small_path).status == 0
    assert small_path.read_bytes() == before
