"""What goes wrong around a store: killed processes, full disks, damaged and wrong files, locks.

Each has its own error and way out in one line, ends with exit status 3, and loses nothing.
"""

import io
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

from smsdata import evidence
from smsdata.beside import made_beside
from smsdata.models import Person
from smsdata.store import Store, migrations
from tests.conftest import ONE_VALUE_DAYS

# Runs commands in children forked from one process that has imported everything: a tenth of the
# time of a new process. A child can be killed `after` some seconds, counted from its start or, with
# `mark`, from when it says that; and its files can be limited to a size.
WARM = """
import json, os, resource, signal, sys, time, traceback
import openpyxl, rich.console, rich.table
import smsdata.answers, smsdata.board, smsdata.bundle, smsdata.demo, smsdata.keeping
from smsdata import __main__ as commands, command_line

# one that a limit cuts short would be read by whoever runs next
sys.dont_write_bytecode = True
for line in sys.stdin:
    order = json.loads(line)
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        if order["limit"]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
        sys.argv = ["smsdata", *order["argv"]]
        status = 1
        try:
            command_line.run(commands.app)
        except SystemExit as ended:
            status = ended.code
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    ended = (0, 0)
    marked = start
    if order["mark"]:
        while order["mark"] not in open(order["err"]).read() and ended == (0, 0):
            time.sleep(0.001)
            ended = os.waitpid(child, os.WNOHANG)
        marked = time.monotonic()
    if order["after"] is not None and ended == (0, 0):
        time.sleep(order["after"])
        os.kill(child, signal.SIGKILL)
    if ended == (0, 0):
        ended = os.waitpid(child, 0)
    status = os.waitstatus_to_exitcode(ended[1])
    print(json.dumps([status, time.monotonic() - marked]), flush=True)
"""


class Warm:
    """The process that forks, and what its last child said."""

    def __init__(self, folder):
        self.out, self.err = folder / "out", folder / "err"
        self.process = subprocess.Popen(
            [sys.executable, "-c", WARM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(folder)},
            text=True,
        )
        self.seconds = 0.0

    def __call__(self, *argv, limit=None, after=None, mark=None):
        """The exit status and the lines of standard error."""
        for path in (self.out, self.err):
            path.write_text("")
        order = {"argv": [str(part) for part in argv], "out": str(self.out), "err": str(self.err)}
        self.process.stdin.write(
            json.dumps({**order, "limit": limit, "after": after, "mark": mark}) + "\n"
        )
        self.process.stdin.flush()
        status, self.seconds = json.loads(self.process.stdout.readline())
        told = self.err.read_text()
        assert "Traceback" not in told, told.splitlines()[-1]
        return status, told.splitlines()


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    made = Warm(tmp_path_factory.mktemp("warm"))
    yield made
    made.process.stdin.close()
    made.process.wait()
    made.process.stdout.close()


def values(path):
    """What the readings in force say, how many there are, and whose name goes with them."""
    with Store.open(path) as store:
        return (
            store.cursor()
            .execute(
                "SELECT value, count(*), (SELECT name FROM history.person WHERE superseded_at = 'infinity'), "
                "(SELECT count(*) FROM history.write) "
                "FROM history.reading WHERE superseded_at = 'infinity' GROUP BY value ORDER BY value"
            )
            .fetchall()
        )


def complete(value, writes):
    return [(value, len(ONE_VALUE_DAYS), f"Aino {value}", writes)]


# --- killed --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_an_import_killed_at_any_moment_leaves_the_store_as_before_or_complete(
    seed, warm, of_one_value, store_path
):
    """50 times for each seed; a third of them while it stores, every tenth is let through."""
    chance = random.Random(seed)
    assert warm("import", of_one_value(0), "--store", store_path)[0] == 0
    assert warm("import", of_one_value(1), "--store", store_path)[0] == 0
    whole = warm.seconds
    assert warm("import", of_one_value(2), "--store", store_path, mark="storing")[0] == 0
    storing = warm.seconds
    value, writes = 2, 3
    for attempt in range(3, 53):
        if attempt % 10 == 0:
            moment = {}
        elif attempt % 3 == 0:
            moment = {"after": chance.uniform(0, 1.2 * storing), "mark": "storing"}
        else:
            moment = {"after": chance.uniform(0, 1.1 * whole)}
        warm("import", of_one_value(attempt), "--store", store_path, **moment)
        if attempt % 5 == 0:
            status, told = warm("verify", "--store", store_path)
            assert (status, told[-1]) == (0, "the store is whole")
            # what a write that was cut through left is mended, and that is said
            assert all(line.endswith("was made whole") for line in told[:-1]), told
        found = values(store_path)
        assert found in (complete(value, writes), complete(attempt, writes + 1))
        if found == complete(attempt, writes + 1):
            value, writes = attempt, writes + 1
    assert writes >= 3 + 5


def test_making_a_store_killed_at_any_moment_can_be_begun_again(warm, of_one_value, tmp_path):
    chance = random.Random(3)
    folder = of_one_value(1)
    assert warm("import", folder, "--store", tmp_path / "first.duckdb")[0] == 0
    whole = warm.seconds
    for attempt in range(4):
        path = tmp_path / f"{attempt}.duckdb"
        warm("import", folder, "--store", path, after=chance.uniform(0, whole))
        status, told = warm("import", folder, "--store", path)
        assert status == 0, told
        assert values(path) == complete(1, 1)
        assert warm("verify", "--store", path)[0] == 0


def test_a_demo_killed_on_the_way_leaves_no_store_that_is_half_of_it(warm, tmp_path):
    path = tmp_path / "sms.duckdb"
    warm("demo", "--store", path, after=0.1, mark="storing")
    killed = path.exists()
    status, told = warm("demo", "--store", path)
    assert status == 0
    assert ("left alone" in told[-1]) == killed
    assert warm("verify", "--store", path)[0] == 0


def test_a_restore_killed_at_any_moment_leaves_the_old_store_or_the_new(
    warm, small_path, of_one_value, tmp_path, contents
):
    backup = tmp_path / "good"
    assert warm("backup", backup, "--store", small_path)[0] == 0
    new = contents(small_path)
    small_path.unlink()
    assert warm("import", of_one_value(1), "--store", small_path)[0] == 0
    old = contents(small_path)
    saved = small_path.read_bytes()
    forced = ("restore", backup, "--force", "--store", small_path)
    assert warm(*forced)[0] == 0
    chance, whole = random.Random(5), warm.seconds
    found = []
    for attempt in range(10):
        small_path.write_bytes(saved)
        # most of it goes by before anything is put in place
        least = 0 if attempt < 3 else 0.7
        warm(*forced, after=chance.uniform(least * whole, whole))
        assert warm("verify", "--store", small_path) == (0, ["the store is whole"])
        assert contents(small_path) in (old, new)
        found.append(contents(small_path) == new)
    assert False in found
    assert warm(*forced)[0] == 0
    assert contents(small_path) == new


def test_two_restores_at_once_go_one_after_the_other_and_keep_what_was_there(
    warm, small_store_file, small_path, tmp_path, contents
):
    backups, held = [], []
    for name in ("one", "other"):
        with Store.open(small_path) as store:
            proof = evidence.keep(store, name, io.BytesIO(name.encode()))
            evidence.add(store, "aino", "objectives", "decoy", proof)
        backups.append(tmp_path / name)
        assert warm("backup", backups[-1], "--store", small_path)[0] == 0
        held.append(contents(small_path))
        # the other's files are not this one's
        shutil.copy(small_store_file, small_path)
        shutil.rmtree(evidence.folder_of(small_path))
    found = [
        subprocess.Popen(
            [sys.executable, "-m", "smsdata", "restore", backup, "--force", "--store", small_path],
            stderr=subprocess.PIPE,
            text=True,
        )
        for backup in backups
    ]
    told = [process.communicate()[1] for process in found]
    assert [process.returncode for process in found] == [0, 0], told
    assert warm("verify", "--store", small_path) == (0, ["the store is whole"])
    first, last = contents(max(small_path.parent.glob("*.before-*Z"))), contents(small_path)
    assert sorted([held.index(first), held.index(last)]) == [0, 1]


def test_what_a_killed_process_left_unfinished_is_swept_by_the_next_but_nobody_elses(tmp_path):
    path = tmp_path / "sms.duckdb"
    with made_beside(path) as held:
        held.write_text("on its way")
        left = tmp_path / f"{held.parent.name}-left"
        young = tmp_path / f"{held.parent.name}-young"
        for folder in (left, young):
            folder.mkdir()
            (folder / "sms.duckdb").write_text("killed")
        for folder in (left, held.parent):
            os.utime(folder, (0, 0))
        with made_beside(path):
            assert held.read_text() == "on its way"
            assert not left.exists()
            assert young.exists()
    assert list(tmp_path.iterdir()) == [young]


def test_what_a_killed_process_wrote_for_itself_is_swept_when_a_store_is_opened(
    small_path, tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    left = tmp_path / "temporary" / "sms-spool-left"
    left.mkdir(parents=True)
    (left / "copy.duckdb").write_text("killed")
    os.utime(left, (0, 0))
    with Store.open(small_path) as store:
        assert list(left.parent.iterdir()) == [store.spool]
    assert list(left.parent.iterdir()) == []


# --- no room -------------------------------------------------------------------------------------

FULL = "is full"


@pytest.fixture(params=["limit", "tmpfs"])
def small_disk(request, tmp_path):
    """A folder on a disk with room for some kilobytes more: what a command gets to know of it."""
    if request.param == "limit":
        folder = tmp_path / "disk"
        folder.mkdir()
        yield lambda room: (folder, {"limit": room})
        return
    if os.geteuid() != 0:
        pytest.skip("a tmpfs needs root; the same is tested with a limit on the size of files")
    mounted = []

    def mount(room):
        folder = tmp_path / f"disk-{len(mounted)}"
        folder.mkdir()
        size = f"size={room + 4096 * 4}"
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", folder], check=False)
        if made.returncode:
            pytest.skip("no tmpfs may be mounted here; the same is tested with a limit on files")
        mounted.append(folder)
        return folder, {}

    yield mount
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("room", [20_000, 60_000, 120_000, 200_000, 300_000])
def test_a_disk_too_small_for_a_new_store_is_said_and_nothing_is_left(
    room, small_disk, warm, of_one_value
):
    folder, limit = small_disk(room)
    given = of_one_value(1)
    status, told = warm("import", given, "--store", folder / "sms.duckdb", **limit)
    if status == 0:
        # all of it is in the write-ahead log
        assert values(folder / "sms.duckdb") == complete(1, 1)
        return
    assert (status, FULL in told[-1]) == (3, True), told
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("small_disk", ["tmpfs"], indirect=True)
def test_a_store_on_a_disk_that_may_not_be_written_to_is_said_with_the_way_out(
    small_disk, warm, small_path
):
    folder, _ = small_disk(small_path.stat().st_size)
    path = folder / "sms.duckdb"
    shutil.copy(small_path, path)
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    told = (
        f"{path} lies where nothing may be written; copy it to a folder of yours and open it there"
    )
    assert warm("status", "--store", path) == (3, [told])


@pytest.mark.parametrize("room", [5_000, 40_000, 120_000])
def test_a_disk_that_fills_up_during_an_import_is_said_and_nothing_is_lost(
    room, small_disk, warm, of_one_value, tmp_path
):
    made = tmp_path / "made.duckdb"
    assert warm("import", of_one_value(1), "--store", made)[0] == 0
    folder, limit = small_disk(made.stat().st_size + room)
    path = folder / "sms.duckdb"
    shutil.copy(made, path)
    status, told = warm(
        "import", of_one_value(2), "--store", path, **({"limit": room} if limit else {})
    )
    if status != 0:
        assert (status, FULL in told[-1]) == (3, True), told
    assert values(path) == (complete(2, 2) if status == 0 else complete(1, 1))
    shutil.copy(path, tmp_path / "roomy.duckdb")
    assert warm("verify", "--store", tmp_path / "roomy.duckdb") == (0, ["the store is whole"])
    assert warm("import", of_one_value(2), "--store", tmp_path / "roomy.duckdb")[0] == 0
    assert values(tmp_path / "roomy.duckdb") == complete(2, 2)


@pytest.mark.parametrize("limit", [2_000, 30_000])
@pytest.mark.parametrize("command", ["backup", "export", "restore", "demo"])
def test_a_full_disk_is_said_by_every_command_that_writes_files(
    command, limit, warm, small_path, of_one_value, tmp_path, contents
):
    out = tmp_path / "out"
    if command == "export":
        assert warm("import", of_one_value(1), "--store", small_path)[0] == 0
    if command == "restore":
        assert warm("backup", tmp_path / "good", "--store", small_path)[0] == 0
    argv = {
        "backup": ["backup", out],
        "export": ["export", out],
        "restore": ["restore", tmp_path / "good", "--force"],
        "demo": ["demo", "--fresh"],
    }[command]
    before = contents(small_path)
    around = {path.name for path in tmp_path.iterdir()}
    status, told = warm(*argv, "--store", small_path, limit=limit)
    assert (status, FULL in told[-1]) == (3, True), told
    assert contents(small_path) == before
    left = {path.name for path in tmp_path.iterdir()} - around
    assert left <= ({"out"} if command == "export" else set())


def test_a_backup_whose_copy_finds_no_room_is_none(warm, small_path, tmp_path):
    """Its rows fit into the copy's log, but not into the copy."""
    out = tmp_path / "out"
    status, told = warm("backup", out, "--store", small_path, limit=600_000)
    assert (status, FULL in told[-1]) == (3, True), told
    assert not out.exists()


def test_a_pack_that_finds_no_room_is_said_and_nothing_is_left_of_it(small_path, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    period = ["--from", "2026-01-01", "--to", "2026-03-31"]
    ran = subprocess.run(
        [sys.executable, "-m", "reports", "management-review", *period, "-o", out / "pack.pdf"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        # a compiled module that is cut short is a trap for whoever runs next
        env={**os.environ, "SMS_STORE": str(small_path), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert (ran.returncode, FULL in ran.stderr) == (3, True), ran.stderr
    assert list(out.iterdir()) == []


def test_an_answer_that_finds_no_room_is_said(warm, small_path):
    status, told = warm(
        "sql", "FROM range(100000)", "--format", "csv", "--store", small_path, limit=5_000
    )
    assert status == 3
    assert len(told) == 1


def test_no_work_is_given_up_because_its_words_find_no_room(empty_path, bundle, tmp_path):
    people = bundle(people=[{"person": "aino", "name": "Aino"}])
    command = [sys.executable, "-m", "smsdata", "import", str(people), "--store", str(empty_path)]
    with Path("/dev/full").open("w") as full:
        assert subprocess.run(command, stderr=full, check=False).returncode == 0
    with Store.open(empty_path) as store, store.board() as board:
        assert [row.person for row in board.register(Person)] == ["aino"]


@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1, 2)])
def test_a_command_that_was_started_without_streams_does_its_work(closed, empty_path, bundle):
    people = bundle(people=[{"person": "aino", "name": "Aino"}])
    closing = " ".join(f"{stream}>&-" for stream in closed)
    shell = f'exec "$0" -m smsdata "$@" {closing}'
    for argv in (["import", people], ["sql", "FROM person"], ["verify"]):
        command = ["sh", "-c", shell, sys.executable, *map(str, argv), "--store", str(empty_path)]
        ended = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
        assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr
    with Store.open(empty_path) as store, store.board() as board:
        assert [row.person for row in board.register(Person)] == ["aino"]


# --- damaged -------------------------------------------------------------------------------------

HEADERS, BLOCK = 3 * 4096, 262_144
DAMAGED = "is damaged; bring back a backup with `python -m smsdata restore FILE --force`"


def flipped(at):
    def damage(data):
        return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]

    return damage


DAMAGES = {
    "main_header": flipped(20),
    "its_checksum": flipped(0),
    "first_header": flipped(4096 + 24),
    "second_header": flipped(2 * 4096 + 24),
    "first_block": flipped(HEADERS + 500),
    "first_blocks_checksum": flipped(HEADERS + 3),
    "second_block": flipped(HEADERS + BLOCK + 1000),
    "a_middle_block": flipped(HEADERS + 2 * BLOCK + BLOCK // 2),
    "a_block_of_zeros": lambda data: (
        data[: HEADERS + BLOCK] + bytes(BLOCK) + data[HEADERS + 2 * BLOCK :]
    ),
    "cut_in_the_header": lambda data: data[:100],
    "cut_after_the_headers": lambda data: data[:HEADERS],
    "cut_in_a_block": lambda data: data[: HEADERS + BLOCK + 5000],
    "cut_in_half": lambda data: data[: len(data) // 2],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_store_is_said_to_be_damaged(damage, warm, small_path, bundle):
    small_path.write_bytes(damage(small_path.read_bytes()))
    people = bundle(people=[{"person": "lumi", "name": "Lumi"}])
    before = small_path.read_bytes()
    # whichever touches the damage first; whoever opens only a healthy part may carry on
    for argv in (["verify"], ["status"], ["import", people, "--dry-run"]):
        status, told = warm(*argv, "--store", small_path)
        if argv == ["verify"]:
            assert status == 3
        if status != 0:
            assert (status, told[-1]) == (3, f"{small_path} {DAMAGED}"), told
    assert small_path.read_bytes() == before


def test_verify_reads_every_block_that_holds_something(warm, small_path):
    data = small_path.read_bytes()
    blocks = (len(data) - HEADERS) // BLOCK
    unread = []
    for block in range(blocks):
        small_path.write_bytes(flipped(HEADERS + block * BLOCK + 100)(data))
        status, told = warm("verify", "--store", small_path)
        assert (status, told) in (
            (0, ["the store is whole"]),
            (3, [f"{small_path} {DAMAGED}"]),
        )
        if status == 0:
            unread.append(block)
    # the file may end with a block that was let go
    assert len(unread) <= 1


@pytest.mark.parametrize("damage", ["flip", "cut"])
def test_a_damaged_log_of_a_killed_process_is_no_traceback(damage, warm, of_one_value, store_path):
    assert warm("import", of_one_value(1), "--store", store_path)[0] == 0
    log = store_path.with_name(f"{store_path.name}.wal")
    # one that committed and was killed before it tidied up
    code = (
        "import os, sys; from pathlib import Path\n"
        "from smsdata.bundle import import_bundle; from smsdata.store import Store\n"
        "store = Store.open(sys.argv[1]); import_bundle(store, [Path(sys.argv[2])], 'x')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, store_path, of_one_value(2)],
        check=False,
        stderr=subprocess.DEVNULL,
    )
    assert ended.returncode == -signal.SIGKILL
    assert log.stat().st_size > 10_000
    data = log.read_bytes()
    middle = len(data) // 2
    log.write_bytes(flipped(middle)(data) if damage == "flip" else data[:middle])
    status, told = warm("verify", "--store", store_path)
    assert status in (0, 3), told
    assert len(told) == 1
    if status == 0:
        assert values(store_path) in (complete(1, 1), complete(2, 2))


# --- wrong files ---------------------------------------------------------------------------------


def a_text(path):
    path.write_text("The store is elsewhere.\n" * 500)


def an_empty_file(path):
    path.touch()


def another_database(path):
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE history AS SELECT 1 AS migration")


def a_database_that_looks_alike(path):
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA history; CREATE TABLE history.migration (id INTEGER)")


def an_sqlite_database(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()


def a_folder(path):
    path.mkdir()
    (path / "something").touch()


WRONG = {
    a_text: "is no DuckDB database",
    an_empty_file: "is no DuckDB database",
    an_sqlite_database: "",
    another_database: "is a DuckDB database, but not a store of this software",
    a_database_that_looks_alike: "is a DuckDB database, but not a store of this software",
    a_folder: "is a folder, not a store",
}


@pytest.mark.parametrize("make", WRONG, ids=lambda make: make.__name__)
@pytest.mark.parametrize(
    "argv", ["status", "verify", "export out", "backup out", "demo --fresh", "import"]
)
def test_what_is_no_store_is_refused_and_left_as_it_is(make, argv, warm, tmp_path, bundle):
    path = tmp_path / "sms.duckdb"
    make(path)
    before = path.read_bytes() if path.is_file() else list(path.iterdir())
    paths = [bundle(people=[{"person": "aino", "name": "Aino"}])] if argv == "import" else []
    words = [str(tmp_path / word) if word == "out" else word for word in argv.split()]
    status, told = warm(*words, *paths, "--store", path)
    assert status == 3, told
    assert len(told) == 1 or argv == "import"
    assert str(path) in told[-1]
    assert WRONG[make] in told[-1]
    assert (path.read_bytes() if path.is_file() else list(path.iterdir())) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("name", "text"), [("x.csv", "a,b\n1,2\n"), ("x.json", '{"a": 1}')])
def test_a_table_is_no_store_though_duckdb_opens_it(name, text, warm, tmp_path):
    path = tmp_path / name
    path.write_text(text)
    for argv in (["status"], ["verify"], ["demo", "--fresh"]):
        status, (line,) = warm(*argv, "--store", path)
        assert status == 3
        assert line == f"{path} is no DuckDB database; name another file with --store"
    assert path.read_text() == text


@pytest.mark.parametrize(
    "argv", ["status", "sql FROM(metric)", "export out", "backup out", "verify"]
)
def test_a_store_that_is_not_there_is_not_made_by_reading(argv, warm, tmp_path):
    words = [str(tmp_path / word) if word == "out" else word for word in argv.split()]
    status, told = warm(*words, "--store", tmp_path / "nowhere" / "sms.duckdb")
    assert status == 3
    (line,) = told
    assert line.startswith(f"there is no store at {tmp_path}/nowhere/sms.duckdb; make one with ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["text/sms.duckdb", "x" * 300], ids=["below_a_file", "long"])
@pytest.mark.parametrize("argv", ["status", "import", "demo", "restore"])
def test_a_path_that_cannot_be_is_refused(name, argv, warm, small_store_file, tmp_path, bundle):
    (tmp_path / "text").write_text("no folder")
    assert warm("backup", tmp_path / "good", "--store", small_store_file)[0] == 0
    more = {
        "import": [bundle(people=[{"person": "aino", "name": "Aino"}])],
        "restore": [tmp_path / "good"],
    }.get(argv, [])
    status, told = warm(argv, *more, "--store", tmp_path / name)
    assert status == 3, told
    assert len(told) == 1


def test_a_store_made_by_newer_software_is_refused_and_not_touched(warm, small_path):
    with duckdb.connect(str(small_path)) as connection:
        connection.execute("INSERT INTO history.migration VALUES ('0999_tomorrow', '', now())")
    before = small_path.read_bytes()
    for argv in (["status"], ["verify"], ["demo", "--fresh"]):
        status, told = warm(*argv, "--store", small_path)
        assert (status, len(told)) == (3, 1), told
        assert "was made by a newer version of this software (0999_tomorrow" in told[0]
        assert "update the software to open it" in told[0]
    assert small_path.read_bytes() == before


def test_a_store_written_by_a_newer_duckdb_is_refused_as_such(warm, small_path):
    def checksum(block):
        # DuckDB's own, over 8 bytes at a time
        total = 5381
        for (word,) in struct.iter_unpack("<Q", block):
            total ^= word * 0xBF58476D1CE4E5B9 % 2**64
        return struct.pack("<Q", total)

    data = small_path.read_bytes()
    header = data[8:4096]
    assert checksum(header) == data[:8]
    assert header[:4] == b"DUCK"
    newer = header[:4] + struct.pack("<Q", 9999) + header[12:]
    small_path.write_bytes(checksum(newer) + newer + data[4096:])
    status, told = warm("status", "--store", small_path)
    assert (status, len(told)) == (3, 1), told
    assert "newer DuckDB" in told[0]


def test_older_rules_in_a_store_are_replaced_when_it_is_opened(warm, small_path):
    with duckdb.connect(str(small_path)) as connection:
        connection.execute("CREATE OR REPLACE VIEW objective_status AS SELECT 1 AS nothing")
        connection.execute("UPDATE history.rules SET digest = 'older'")
    assert warm("status", "--store", small_path)[0] == 0
    assert warm.out.read_text().split()[0] == "objective"


def test_every_migration_of_a_store_is_remembered(store):
    known = store.cursor().execute("SELECT name FROM history.migration ORDER BY name").fetchall()
    assert [name for (name,) in known] == list(migrations())


# --- rights --------------------------------------------------------------------------------------


@pytest.fixture
def as_somebody(tmp_path):
    """Run a command as a user who must ask for rights, also where the tests run as root."""
    before = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root has every right, and there is no setpriv to take them away")
        before = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]

    def run(*argv):
        ended = subprocess.run(
            [*before, sys.executable, "-m", "smsdata", *map(str, argv)],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            encoding="utf-8",
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended.returncode, ended.stderr.splitlines()

    return run


def test_a_store_without_the_right_to_it_is_said(as_somebody, small_path):
    small_path.chmod(0)
    assert as_somebody("status", "--store", small_path) == (
        3,
        [f"{small_path} may not be opened by you; ask for the rights to it"],
    )


def test_a_folder_without_the_right_to_write_is_said(as_somebody, tmp_path, bundle):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    people = bundle(people=[{"person": "aino", "name": "Aino"}])
    for path in (folder / "sms.duckdb", folder / "new" / "sms.duckdb"):
        status, told = as_somebody("import", people, "--store", path)
        assert (status, len(told)) == (3, 1), told
        assert str(path) in told[0]
    assert list(folder.iterdir()) == []


def test_a_bundle_without_the_right_to_read_it_is_bad_input(as_somebody, small_path, bundle):
    folder = bundle(people=[{"person": "aino", "name": "Aino"}])
    (folder / "people.csv").chmod(0)
    status, told = as_somebody("import", folder, "--store", small_path)
    assert status == 2, told
    assert told[-1].startswith("people.csv: ")
    folder.chmod(0)
    status, told = as_somebody("import", folder, "--store", small_path)
    assert status == 2, told
    assert told[-1].startswith(f"{folder}: ")


# --- held ----------------------------------------------------------------------------------------


@pytest.fixture
def holder(small_path):
    """Another process that has the store open."""
    code = (
        "import sys; from smsdata.store import Store\n"
        "with Store.open(sys.argv[1]): print('open', flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, small_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "open\n"
    yield process
    process.stdin.close()
    process.wait()
    process.stdout.close()


def test_a_store_that_another_process_holds_is_said_with_the_way_out(
    command, small_path, holder, contents
):
    ran = command("status", "--store", small_path)
    assert (ran.status, ran.out) == (3, "")
    assert ran.lines == [
        f"{small_path} is held by another process (process {holder.pid}); stop it or wait until it is done"
    ]
    restored = command("restore", small_path, "--force", "--store", small_path)
    assert restored.status in (2, 3)


def test_a_store_is_waited_for_while_another_process_is_about_to_let_it_go(small_path, holder):
    code = (
        "import sys; from smsdata.store import Store\n"
        "print('waiting', flush=True)\n"
        "with Store.open(sys.argv[1]) as store: print(store.version, flush=True)\n"
    )
    waiting = subprocess.Popen(
        [sys.executable, "-c", code, small_path], stdout=subprocess.PIPE, text=True
    )
    assert waiting.stdout.readline() == "waiting\n"
    holder.stdin.close()
    assert waiting.stdout.readline() == "1\n"
    assert waiting.wait() == 0
    waiting.stdout.close()


# --- within a process ----------------------------------------------------------------------------


def test_a_write_that_fails_leaves_the_store_usable(small_store):
    version = small_store.version

    class Surprise(Exception):
        pass

    def write(fail):
        with small_store.write("someone") as writing:
            writing.cursor.execute(
                "INSERT INTO history.service BY NAME SELECT 'new' AS service, 'New' AS name, "
                "? AS recorded_at, 'someone' AS recorded_by, false AS withdrawn, "
                "TIMESTAMPTZ 'infinity' AS superseded_at",
                [writing.recorded_at],
            )
            writing.wrote(writing.recorded_at)
            if fail:
                raise Surprise

    with pytest.raises(Surprise):
        write(fail=True)
    assert small_store.version == version
    with small_store.board() as board:
        assert board.select(
            "SELECT count(*) FROM service WHERE service = 'new'"
        ).cursor.fetchall() == [(0,)]
    write(fail=False)
    assert small_store.version == version + 1
    with small_store.board() as board:
        assert board.select(
            "SELECT count(*) FROM service WHERE service = 'new'"
        ).cursor.fetchall() == [(1,)]


def test_nothing_is_left_in_the_temporary_folder_when_a_store_is_closed(
    tmp_path, monkeypatch, small_path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with Store.open(small_path):
        assert len(list((tmp_path / "temporary").iterdir())) == 1
    assert list((tmp_path / "temporary").iterdir()) == []
