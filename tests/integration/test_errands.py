"""Commands beside the dashboard that has the store open: as if it were not there.

The dashboard here is another process that holds the store and serves it, which is all that commands
know of the real one.
"""

import contextlib
import json
import os
import pickle
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import duckdb
import openpyxl
import pytest
import typer

from smsdata import command_line, serving
from smsdata.bundle import export_bundle, import_bundle
from smsdata.bundle_files import read_bundle
from smsdata.command_line import at_store
from smsdata.errands import Errand, Import, Select
from smsdata.errors import Conflict, ConflictError, InputError, Problem, SmsError, StoreUnavailable
from smsdata.serving import Serving, close_shared, shared_store
from smsdata.store import LOCK_WAIT_SECONDS, Store
from tests.conftest import ONE_VALUE_DAYS

# Forks commands and dashboards from one process that has imported everything. A dashboard serves
# until SIGTERM; then it says the most that Python had allocated in it, where that was asked.
FORKS = """
import json, os, signal, sys, traceback, tracemalloc
import openpyxl, rich.console, rich.table
import reports.management_review, smsdata.reviewing
from reports import __main__ as reports_commands
from smsdata import __main__ as smsdata_commands, command_line
from smsdata.serving import Serving
from smsdata.store import Store

# DuckDB 1.5 would do so on first use, where they are there
for name in ("pandas", "pyarrow"):
    try:
        __import__(name)
    except ImportError:
        pass

def serve(path, measured):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    with Store.open(path) as store, Serving(store):
        if measured:
            tracemalloc.start()
        print("serving", flush=True)
        signal.sigwait({signal.SIGTERM})
        if measured:
            print(tracemalloc.get_traced_memory()[1])

# whoever runs the tests in the background has Ctrl-C ignored in them
signal.signal(signal.SIGINT, signal.default_int_handler)
for line in sys.stdin:
    order = json.loads(line)
    if "wait" in order:
        _, ended = os.waitpid(order["wait"], 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)
        continue
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.chdir(order["cwd"])
        status = 0
        try:
            if "serve" in order:
                serve(order["serve"], order["measured"])
            else:
                sys.argv = [order["module"], *order["argv"]]
                command_line.run(globals()[order["module"] + "_commands"].app)
        except SystemExit as ended:
            status = ended.code
        except BaseException:
            traceback.print_exc()
            status = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    print(child, flush=True)
"""


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit status, its answer, its words."""

    status: int
    out: str
    err: str


class Child:
    """A forked process, to be waited for once."""

    def __init__(self, forks, pid, out, err):
        self.forks, self.pid, self.out, self.err = forks, pid, out, err

    def kill(self, number=signal.SIGKILL):
        os.kill(self.pid, number)

    def wait(self):
        status = int(self.forks.order(wait=self.pid))
        self.forks.running.remove(self)
        # one that was killed at once has written nothing
        told = (file.read_text() if file.exists() else "" for file in (self.out, self.err))
        return Ran(status, *told)


class Forks:
    def __init__(self, folder):
        self.folder, self.number, self.running = folder, 0, []
        (folder / "tmp").mkdir()
        self.process = subprocess.Popen(
            [sys.executable, "-c", FORKS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "PYTHONIOENCODING": "utf-8",
                "TMPDIR": str(folder / "tmp"),
            },
            text=True,
        )

    def order(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def fork(self, **order):
        self.number += 1
        out, err = (self.folder / f"{self.number}.{name}" for name in ("out", "err"))
        child = Child(self, int(self.order(**order, out=str(out), err=str(err))), out, err)
        self.running.append(child)
        return child


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    made = Forks(tmp_path_factory.mktemp("forks"))
    yield made
    made.process.stdin.close()
    made.process.wait()
    made.process.stdout.close()


@pytest.fixture
def forks(warm):
    yield warm
    for child in list(warm.running):
        child.kill()
        child.wait()


@pytest.fixture
def begin(forks, tmp_path):
    """Begin a command in the test's own folder."""

    def start(*argv, module="smsdata"):
        return forks.fork(argv=[str(part) for part in argv], module=module, cwd=str(tmp_path))

    return start


@pytest.fixture
def run(begin):
    """Run a command to its end."""

    def to_the_end(*argv, module="smsdata"):
        ran = begin(*argv, module=module).wait()
        assert "Traceback" not in ran.err, ran.err
        return ran

    return to_the_end


@pytest.fixture
def dashboard(forks, tmp_path):
    """Start a dashboard that holds a store: `dashboard(path)`."""

    def start(path, measured=False):
        child = forks.fork(serve=str(path), measured=measured, cwd=str(tmp_path))
        until(lambda: "serving" in (child.out.read_text() if child.out.exists() else ""))
        return child

    return start


def until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.002)


def interrupted(child):
    """What a command did that was told to stop by Ctrl-C.

    It is pressed again after a while, as people do: Python drops one that comes while it cleans up.
    """
    ended = threading.Event()

    def press():
        child.kill(signal.SIGINT)
        while not ended.wait(5):
            with contextlib.suppress(ProcessLookupError):
                child.kill(signal.SIGINT)

    pressing = threading.Thread(target=press)
    pressing.start()
    try:
        return child.wait()
    finally:
        ended.set()
        pressing.join()


def stop(child):
    child.kill(signal.SIGTERM)
    ran = child.wait()
    assert (ran.status, ran.err) == (0, ""), ran
    return ran


def beside(path):
    return path.with_name(f"{path.name}.running")


# --- the same with and without -------------------------------------------------------------------

TIMES = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00")
ODD = (
    "SELECT 0.1::DOUBLE + 0.2 AS number, true AS flag, DATE '0999-12-31' AS day, "
    "TIMESTAMPTZ '2026-01-31 12:00:00.5+02' AS moment, 'ä\nb,\"' AS words, NULL AS nothing, "
    "12.50::DECIMAL(9, 2) AS price, [1, NULL] AS list, {'a': DATE '2026-01-01'} AS struct, "
    "MAP {'k': 1.5} AS map, '\\x00ab'::BLOB AS bytes, INTERVAL 1 DAY AS span, TIME '12:00' AS hour, "
    "12345678901234567890123456789::HUGEINT AS huge, 'NaN'::DOUBLE AS nan, "
    "'00000000-0000-0000-0000-000000000001'::UUID AS id, 'infinity'::DATE AS never"
)
LATE = "SELECT CASE WHEN range < 30000 THEN range ELSE error('row ' || range) END AS n FROM range(40000)"
REVIEW = ["management-review", "--from", "2026-01-01", "--to", "2026-03-31"]
CASES = {
    "import": ["import", "{good}", "--as", "olli", "--note", "June"],
    "import by file": ["import", "{good}/people.csv", "{good}/services.csv"],
    "import by relative path": ["import", "good"],
    "import workbook": ["import", "{workbook}"],
    "import what is there already": ["import", "{same}"],
    "import dry run": ["import", "{good}", "--dry-run"],
    "import dry run of nothing new": ["import", "{same}", "--dry-run"],
    "import bad": ["import", "{bad}"],
    "import bad dry run": ["import", "{bad}", "--dry-run"],
    "import twice the same register": ["import", "{good}", "{bad}/people.csv"],
    "import nothing": ["import", "{here}/nothing"],
    "import an empty folder": ["import", "{empty}"],
    "import no workbook": ["import", "{here}/no.xlsx"],
    "readings": ["import-readings", "{desk}", "--as", "olli", "--note", "June"],
    "readings by relative path": ["import-readings", "desk.csv"],
    "readings dry run": ["import-readings", "{desk}", "--dry-run"],
    "readings with problems": ["import-readings", "{wrong_desk}"],
    "readings with problems dry run": ["import-readings", "{wrong_desk}", "--dry-run"],
    "readings with questions": ["import-readings", "{open_desk}"],
    "readings by no mapping": ["import-readings", "{desk}", "--mapping", "gone"],
    "readings of nothing": ["import-readings", "{here}/nothing"],
    "readings of no workbook": ["import-readings", "{here}/no.xlsx"],
    "export": ["export", "{out}/deep/er"],
    "export xlsx": ["export", "{out}", "--format", "xlsx"],
    "export into a full folder": ["export", "{good}"],
    **{
        f"{words[0]} {number} {form}": [*words, "--format", form]
        for form in ("table", "csv", "json")
        for number, words in enumerate(
            [
                ["status"],
                ["status", "--on", "2026-03-20", "--known-at", "2099-01-01T00:00"],
                ["check", "--on", "2026-03-20"],
                ["sql", ODD],
                ["sql", "FROM reading WHERE false"],
                ["sql", "SELECT 1 AS a, 2 AS a"],
                ["sql", "SELECT range AS n FROM range(25001) ORDER BY n"],
                ["sql", LATE],
            ]
        )
    },
    "sql that writes": ["sql", "DELETE FROM history.write"],
    "sql that is none": ["sql", "SELEC 1"],
    "sql on nothing": ["sql", "FROM nowhere"],
    "sql on a file": ["sql", "FROM read_text('/etc/passwd')"],
    "a clock that is none": ["status", "--known-at", "yesterday"],
    "a day that is none": ["status", "--on", "yesterday"],
    "backup": ["backup", "{out}/deep/kept"],
    "backup over something": ["backup", "{good}/people.csv"],
    "backup below a file": ["backup", "{good}/people.csv/kept"],
    "verify": ["verify"],
    "demo": ["demo"],
    "pack": [*REVIEW, "-o", "{here}/pack.pdf"],
    "pack as known then": [
        *REVIEW,
        "--known-at",
        "2026-02-01",
        "--paper",
        "letter",
        "-o",
        "pack.pdf",
    ],
    "pack backwards": [*REVIEW[:3], "--to", "2025-01-01", "-o", "pack.pdf"],
    "pack at no time": [*REVIEW, "--known-at", "soon", "-o", "pack.pdf"],
    "pack to nowhere": [*REVIEW, "-o", "{out}/nowhere/pack.pdf"],
}


@pytest.fixture(scope="module")
def workbook_file(small_store_file, tmp_path_factory):
    """The small organisation as a workbook; copy it, never write to it."""
    folder = tmp_path_factory.mktemp("workbook")
    copied = shutil.copy(small_store_file, folder / "copied.duckdb")
    with Store.open(copied) as store:
        (workbook,) = export_bundle(store, folder / "out", form="xlsx")
    return workbook


@pytest.fixture
def given(bundle, small, workbook_file, tmp_path):
    """What the cases speak of, by name."""
    good = bundle(
        people=[
            {"person": "aino", "name": "Aino Salo", "withdrawn": ""},
            {"person": "lumi", "name": "Lumi", "withdrawn": ""},
        ],
        services=[{"service": "other-service", "withdrawn": True}],
    ).rename(tmp_path / "good")
    bad = bundle(
        people=[{"person": "a b", "name": "A"}, {"person": "", "name": "B"}],
        services=[{"service": "mail", "name": "Mail", "owner": "nobody"}],
        outcomes=[{"outcome": "x", "titel": "X"}],
    )
    (bad / "metrics.csv").write_bytes(b"metric,name\nx,\xff\n")
    (bad / "readings.csv").write_text('metric,period_start,value\nload,"2026-Q1,1\n')
    (bad / "thesis.txt").write_text("mine")
    desk = "metric;period;value\nresolved;Jan 2026;95,5\nresolved;2026-03;n/a\nTotal;;95\n"
    (tmp_path / "desk.csv").write_text(desk)
    (tmp_path / "wrong.csv").write_text(f"{desk}resolved;2026-04;195\nresolved;2099-01;5\n")
    (tmp_path / "open.csv").write_text(f"{desk}resolvd;3/4/2026;0.5\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "no.xlsx").write_text("no workbook")
    return {
        "good": good,
        "bad": bad,
        "same": bundle(small),
        "workbook": shutil.copy(workbook_file, tmp_path / "bundle.xlsx"),
        "desk": tmp_path / "desk.csv",
        "wrong_desk": tmp_path / "wrong.csv",
        "open_desk": tmp_path / "open.csv",
        "empty": tmp_path / "empty",
        "here": tmp_path,
        "out": tmp_path / "out",
    }


def what_lies_in(folder):
    """Every file and what it says; of a workbook its cells, of a backup that it is there."""

    def read(path):
        if path.suffix == ".xlsx" and path.name != "no.xlsx":
            book = openpyxl.load_workbook(path)
            return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
        return None if path.name == "kept" else path.read_bytes()

    return {
        str(path.relative_to(folder)): read(path) if path.is_file() else None
        for path in folder.rglob("*")
        if not path.name.startswith("sms.duckdb")
    }


@pytest.mark.parametrize("case", CASES)
def test_a_command_does_and_says_the_same_whether_a_dashboard_has_the_store_or_not(
    case, given, run, dashboard, small_store_file, tmp_path, contents
):
    path = tmp_path / "sms.duckdb"
    argv = [part.format(**given) if part[:1] in "{g" else part for part in CASES[case]]
    module = "reports" if argv[0] == "management-review" else "smsdata"

    def look(served):
        shutil.copy(small_store_file, path)
        around = what_lies_in(tmp_path)
        holder = dashboard(path) if served else None
        ran = run(*argv, "--store", path, module=module)
        if holder is not None:
            stop(holder)
        made = what_lies_in(tmp_path)
        assert {name: made[name] for name in around} == around
        shutil.rmtree(given["out"], ignore_errors=True)
        (tmp_path / "pack.pdf").unlink(missing_ok=True)
        stored = {
            table: sorted(TIMES.sub("then", row) for row in rows)
            for table, rows in contents(path).items()
        }
        assert [p.name for p in tmp_path.iterdir() if p.name.startswith("sms.")] == ["sms.duckdb"]
        return ran, made, stored

    alone = look(served=False)
    assert look(served=True) == alone
    assert alone[0].status in (0, 1, 2, 3)


def test_a_dashboard_is_asked_and_not_waited_for(run, dashboard, small_path):
    dashboard(small_path)
    began = time.monotonic()
    assert run("status", "--store", small_path).status == 0
    assert time.monotonic() - began < LOCK_WAIT_SECONDS


def test_what_a_command_stores_is_what_the_dashboard_reads_next(
    bundle, run, dashboard, small_path, contents
):
    holder = dashboard(small_path)
    for name in ("Aino Salo", "Aino Virta"):
        given = bundle(people=[{"person": "aino", "name": name}])
        assert run("import", given, "--as", "olli", "--store", small_path).status == 0
        asked = "SELECT name, recorded_by FROM person WHERE person = 'aino'"
        ran = run("sql", asked, "--format", "csv", "--store", small_path)
        assert ran.out == f"name,recorded_by\n{name},olli\n"
    stop(holder)
    assert run("verify", "--store", small_path) == Ran(0, "", "the store is whole\n")
    assert len(contents(small_path)["write"]) == 3


def test_a_backup_from_beside_the_dashboard_is_the_store(
    run, dashboard, small_path, tmp_path, contents
):
    holder = dashboard(small_path)
    assert run("backup", tmp_path / "kept", "--store", small_path).status == 0
    again = tmp_path / "again.duckdb"
    # restore needs no dashboard to be stopped where it replaces nothing
    assert run("restore", tmp_path / "kept", "--store", again).status == 0
    stop(holder)
    assert contents(again) == contents(small_path)


def test_a_store_that_is_not_whole_is_told_with_exit_status_1(run, dashboard, small_path):
    with duckdb.connect(str(small_path)) as connection:
        connection.execute("UPDATE history.service SET owner = 'nobody' WHERE service = 'mail'")
    alone = run("verify", "--store", small_path)
    assert alone.status == 1
    assert alone.out.startswith("services: owner 'nobody' refers to nothing")
    dashboard(small_path)
    assert run("verify", "--store", small_path) == alone


def test_a_store_is_found_however_its_path_is_written(run, dashboard, small_path, tmp_path):
    alone = run("status", "--store", small_path)
    link = tmp_path / "links" / "link.duckdb"
    link.parent.mkdir()
    link.symlink_to(small_path)
    for served, asked in ((small_path, link), (link, small_path), ("sms.duckdb", link)):
        holder = dashboard(served)
        assert beside(small_path).exists()
        for path in (asked, "sms.duckdb", "links/../sms.duckdb"):
            assert run("status", "--store", path) == alone
        stop(holder)
        assert not beside(small_path).exists()


@pytest.mark.parametrize(
    "argv", [["demo", "--fresh"], ["restore", "kept", "--force"]], ids=" ".join
)
def test_what_replaces_the_store_asks_for_the_dashboard_to_be_stopped(
    argv, run, dashboard, small_path, tmp_path
):
    assert run("backup", "kept", "--store", small_path).status == 0
    before = small_path.read_bytes()
    holder = dashboard(small_path)
    ran = run(*argv, "--store", small_path)
    told = f"{small_path} is open in the dashboard; stop the dashboard and run this again\n"
    assert ran == Ran(3, "", told)
    assert small_path.read_bytes() == before
    stop(holder)
    assert run(*argv, "--store", small_path).status == 0


# --- large ---------------------------------------------------------------------------------------

MEGABYTE = 1 << 20


def test_a_large_import_passes_through_the_dashboard_in_little_memory(
    run, dashboard, small_path, tmp_path
):
    metrics = [f"m{n:03}" for n in range(100)]
    with duckdb.connect() as connection:
        days = [
            day
            for (day,) in connection.execute(
                "SELECT CAST(DATE '2020-01-01' + CAST(range AS INTEGER) AS VARCHAR) FROM range(2000)"
            ).fetchall()
        ]
    folder = tmp_path / "large"
    folder.mkdir()
    with (folder / "metrics.csv").open("w") as file:
        file.write("metric,name,unit,direction,frequency,aggregation\n")
        file.writelines(f"{metric},{metric},tickets,lower,daily,last\n" for metric in metrics)
    with (folder / "readings.csv").open("w") as file:
        file.write("metric,period_start,value,note\n")
        note = "seen by hand " * 12
        file.writelines(f"{metric},{day},1,{note}\n" for metric in metrics for day in days)
    assert (folder / "readings.csv").stat().st_size > 30 * MEGABYTE
    holder = dashboard(small_path, measured=True)
    with at_store(small_path) as place:
        read = read_bundle([folder], place.folder, str)
        _, *touched = place.carry_out(Import(read, "olli", None, dry_run=True))
    assert sum(map(len, touched)) == 100 + 200_000
    ran = run("import", folder, "--store", small_path)
    assert (ran.status, ran.err.splitlines()[-2:]) == (
        0,
        ["metrics: 100 new", "readings: 200,000 new"],
    )
    exported = run("export", tmp_path / "out", "--store", small_path)
    assert exported.status == 0
    assert int(stop(holder).out.split()[-1]) < 16 * MEGABYTE


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_large_answer_passes_through_the_dashboard_in_little_memory(
    form, run, dashboard, small_path
):
    holder = dashboard(small_path, measured=True)
    asked = "SELECT range AS n, repeat('x', 200) AS x FROM range(250000)"
    ran = run("sql", asked, "--format", form, "--store", small_path)
    assert (ran.status, ran.out.count("\n")) == (0, 250_001 if form == "csv" else 250_002)
    assert int(stop(holder).out.split()[-1]) < 16 * MEGABYTE


# --- who may come in -----------------------------------------------------------------------------


def test_the_file_beside_the_store_is_the_owners_alone_and_gone_after_a_clean_stop(
    dashboard, small_path
):
    before = os.umask(0)
    try:
        with Store.open(small_path) as store, Serving(store):
            assert beside(small_path).stat().st_mode & 0o777 == 0o600
            told = json.loads(beside(small_path).read_text())
    finally:
        os.umask(before)
    assert told["pid"] == os.getpid()
    assert len(bytes.fromhex(told["secret"])) == 32
    holder = dashboard(small_path)
    again = json.loads(beside(small_path).read_text())
    assert again["pid"] == holder.pid
    assert again["secret"] != told["secret"]
    stop(holder)
    assert list(small_path.parent.iterdir()) == [small_path]


class Bomb:
    """What a stranger would like us to unpickle."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_a_stranger_without_the_secret_gets_nothing(run, dashboard, small_path, tmp_path):
    holder = dashboard(small_path)
    port = json.loads(beside(small_path).read_text())["port"]
    with pytest.raises(AuthenticationError):
        Client((serving.HOST, port), authkey=b"guessed")
    for said in (
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\xff" * 1000,
        b"\0\0\0\0",
        b"\x7f\xff\xff\xff",
        b"",
    ):
        with socket.create_connection((serving.HOST, port), 10) as stranger:
            stranger.sendall(said)
            stranger.shutdown(socket.SHUT_WR)
            heard = b""
            with contextlib.suppress(ConnectionResetError):
                while chunk := stranger.recv(1000):
                    heard += chunk
        # the challenge, perhaps that it was failed, and nothing about the store
        assert len(heard) < 100, heard
    with Client((serving.HOST, port)) as stranger:
        stranger.recv_bytes()
        stranger.send(Bomb(tmp_path / "exploded"))
        stranger.send(Select("FROM person", None, None))
        with contextlib.suppress(EOFError, OSError):
            # that it has failed, perhaps
            assert len(stranger.recv_bytes()) < 100
        with pytest.raises((EOFError, OSError)):
            stranger.recv_bytes()
    assert not (tmp_path / "exploded").exists()
    assert run("status", "--store", small_path).status == 0
    stop(holder)


def test_strangers_who_say_nothing_keep_nobody_waiting(run, dashboard, small_path):
    dashboard(small_path)
    port = json.loads(beside(small_path).read_text())["port"]
    silent = [socket.create_connection((serving.HOST, port)) for _ in range(20)]
    began = time.monotonic()
    assert run("status", "--store", small_path).status == 0
    # one after the other they would take a hundred
    assert time.monotonic() - began < 2 * serving.HANDSHAKE_SECONDS
    for stranger in silent:
        stranger.settimeout(3 * serving.HANDSHAKE_SECONDS)
        # the challenge, then they are sent away
        while stranger.recv(1000):
            pass
        stranger.close()


def test_a_file_that_others_may_read_is_not_trusted(run, dashboard, small_path):
    holder = dashboard(small_path)
    beside(small_path).chmod(0o640)
    ran = run("status", "--store", small_path)
    held = f"is held by another process (process {holder.pid}); stop it or wait until it is done"
    assert ran == Ran(3, "", f"{small_path} {held}\n")
    beside(small_path).chmod(0o600)
    assert run("status", "--store", small_path).status == 0


# --- stale ---------------------------------------------------------------------------------------


def test_the_file_of_a_killed_dashboard_is_ignored_and_removed(run, dashboard, small_path):
    alone = run("status", "--store", small_path)
    holder = dashboard(small_path)
    holder.kill()
    holder.wait()
    assert beside(small_path).exists()
    assert run("status", "--store", small_path) == alone
    assert not beside(small_path).exists()
    stop(dashboard(small_path))


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{}",
        "[1, 2]",
        "no JSON",
        '{"port": 99999999, "secret": "00", "pid": 1}',
        '{"port": 0, "secret": "00", "pid": 1}',
        '{"port": -1, "secret": "00", "pid": 1}',
        '{"port": "x", "secret": "00", "pid": 1}',
        '{"port": 1, "secret": "no hex", "pid": 1}',
        '{"port": null, "secret": null, "pid": null}',
        "\0\xff",
    ],
)
def test_garbage_in_the_file_is_ignored(said, run, small_path):
    beside(small_path).write_text(said)
    beside(small_path).chmod(0o600)
    assert run("status", "--store", small_path).status == 0
    assert not beside(small_path).exists()


def hangs_up(connection):
    pass


def speaks_http(connection):
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 100)


def greets(connection):
    connection.sendall(b"220 mail.example.com ESMTP\r\n")
    connection.recv(1000)


def repeats(connection):
    while said := connection.recv(1000):
        connection.sendall(said)


def challenges_and_repeats(connection):
    connection.sendall(b"\0\0\0\x20#CHALLENGE#" + b"x" * 21)
    while said := connection.recv(1000):
        connection.sendall(said)


def says_nothing(connection):
    connection.recv(1000)


@pytest.fixture
def stranger():
    """Somebody else at a port."""
    listener = socket.create_server((serving.HOST, 0))
    met = []

    def listen(behave):
        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                met.append(behave)
                with connection, contextlib.suppress(OSError):
                    behave(connection)

        threading.Thread(target=serve, daemon=True).start()
        return listener.getsockname()[1], met

    yield listen
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


@pytest.mark.parametrize(
    "behave",
    [hangs_up, speaks_http, greets, repeats, challenges_and_repeats, says_nothing],
    ids=lambda behave: behave.__name__,
)
def test_somebody_else_at_the_port_is_not_taken_for_the_dashboard(
    behave, stranger, run, small_path
):
    alone = run("status", "--store", small_path)
    port, met = stranger(behave)
    beside(small_path).write_text(json.dumps({"port": port, "secret": "00" * 32, "pid": 1}))
    beside(small_path).chmod(0o600)
    assert run("status", "--store", small_path) == alone
    assert met
    assert not beside(small_path).exists()


# --- together, killed, stopped -------------------------------------------------------------------


def test_eight_commands_at_once_are_all_done(begin, dashboard, bundle, small_path, tmp_path, run):
    holder = dashboard(small_path)
    begun = []
    for n in range(8):
        person = bundle(people=[{"person": f"p{n}", "name": f"Person {n}"}])
        argv = [
            ["import", person],
            ["export", tmp_path / f"out-{n}"],
            ["sql", "FROM range(100000)", "--format", "csv"],
            ["backup", tmp_path / f"kept-{n}"],
        ]
        begun.append(begin(*argv[n % 4 if n % 2 else 0], "--store", small_path))
    ended = [child.wait() for child in begun]
    assert [ran.status for ran in ended] == [0] * 8, ended
    stop(holder)
    assert run("verify", "--store", small_path).status == 0
    told = run("sql", "SELECT count(*) AS n FROM person", "--format", "csv", "--store", small_path)
    assert told.out == "n\n6\n"


def test_a_command_that_nobody_reads_keeps_no_other_waiting(
    begin, run, dashboard, bundle, small_path
):
    dashboard(small_path)
    endless = "SELECT repeat('x', 1000) AS x FROM range(10000000)"
    stopped = begin("sql", endless, "--format", "csv", "--store", small_path)
    until(lambda: stopped.out.exists() and stopped.out.stat().st_size > MEGABYTE)
    stopped.kill(signal.SIGSTOP)
    given = bundle(people=[{"person": "aino", "name": "Aino Salo"}])
    assert run("import", given, "--store", small_path).status == 0
    assert run("verify", "--store", small_path).status == 0


def seconds_of(pid):
    """How long a process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_idle(pid):
    before = seconds_of(pid)
    time.sleep(0.5)
    return seconds_of(pid) - before < 0.1


@pytest.mark.parametrize("served", [False, True])
def test_an_interrupted_command_says_that_it_was_stopped(served, begin, dashboard, small_path):
    if served:
        dashboard(small_path)
    child = begin("sql", "FROM range(100000000)", "--format", "csv", "--store", small_path)
    until(lambda: child.out.exists() and child.out.stat().st_size > 0)
    ran = interrupted(child)
    assert (ran.status, ran.err) == (130, "stopped\n")


@pytest.mark.parametrize("cause", [KeyboardInterrupt(), None])
def test_an_interrupt_that_meets_duckdb_computing_is_one_like_any_other(cause, monkeypatch, capsys):
    # seldom: only where the signal comes within a call of the driver
    app = typer.Typer()

    @app.command()
    def compute() -> None:
        raise RuntimeError("Query interrupted") from cause

    monkeypatch.setattr(sys, "argv", ["compute"])
    with pytest.raises(SystemExit) as ended:
        command_line.run(app)
    assert (ended.value.code, capsys.readouterr().err) == (130, "stopped\n")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_statement_whose_command_was_stopped_is_stopped_too(number, begin, dashboard, small_path):
    holder = dashboard(small_path)
    endless = (
        "SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b WHERE a.range > b.range"
    )
    child = begin("sql", endless, "--store", small_path)
    until(lambda: seconds_of(holder.pid) > 0.5)
    if number == signal.SIGINT:
        assert interrupted(child) == Ran(130, "", "stopped\n")
    else:
        child.kill()
        child.wait()
    until(lambda: is_idle(holder.pid))
    stop(holder)


VALUES = (
    "SELECT value, count(*) AS n, (SELECT name FROM person) AS name, "
    "(SELECT count(*) FROM history.write) AS writes FROM reading GROUP BY ALL ORDER BY ALL"
)


def complete(value, writes):
    return f"value,n,name,writes\n{value}.0,{len(ONE_VALUE_DAYS)},Aino {value},{writes}\n"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_an_import_that_is_stopped_leaves_the_store_as_before_or_complete(
    number, begin, run, dashboard, of_one_value, empty_path
):
    chance = random.Random(number)
    holder = dashboard(empty_path)
    began = time.monotonic()
    assert run("import", of_one_value(1), "--store", empty_path).status == 0
    whole = time.monotonic() - began
    value, writes = 1, 1
    for attempt in range(2, 8):
        child = begin("import", of_one_value(attempt), "--store", empty_path)
        time.sleep(chance.uniform(0, 1.1 * whole))
        with contextlib.suppress(ProcessLookupError):
            child.kill(number)
        ran = child.wait()
        # what was begun may still come to its end
        time.sleep(0.2)
        found = run("sql", VALUES, "--format", "csv", "--store", empty_path).out
        assert found in (complete(value, writes), complete(attempt, writes + 1))
        if found == complete(attempt, writes + 1):
            value, writes = attempt, writes + 1
        else:
            assert ran.status != 0
    stop(holder)
    assert run("verify", "--store", empty_path) == Ran(0, "", "the store is whole\n")


LOST = (
    "the dashboard stopped meanwhile; whether anything was stored is not known; "
    "run the import again: what is stored already changes nothing"
)


@pytest.mark.slow
def test_a_dashboard_killed_during_an_import_loses_nothing_that_was_acknowledged(
    begin, run, dashboard, of_one_value, empty_path
):
    """50 times; every command says what happened, and runs again to the same end."""
    chance = random.Random(5)
    assert run("import", of_one_value(1), "--store", empty_path).status == 0
    holder = dashboard(empty_path)
    began = time.monotonic()
    assert run("import", of_one_value(2), "--store", empty_path).status == 0
    whole = time.monotonic() - began
    value, writes, lost = 2, 2, 0
    for attempt in range(3, 53):
        given = of_one_value(attempt)
        child = begin("import", given, "--store", empty_path)
        time.sleep(chance.uniform(0, whole))
        holder.kill()
        holder.wait()
        ran = child.wait()
        told = run("sql", VALUES, "--format", "csv", "--store", empty_path).out
        if ran.status == 0:
            assert told == complete(attempt, writes + 1)
        else:
            lost += 1
            assert (ran.status, ran.out, ran.err.splitlines()[-1]) == (3, "", LOST)
            assert told in (complete(value, writes), complete(attempt, writes + 1))
        if told == complete(attempt, writes + 1):
            value, writes = attempt, writes + 1
        if attempt % 5 == 0:
            assert run("verify", "--store", empty_path) == Ran(0, "", "the store is whole\n")
        holder = dashboard(empty_path)
    assert lost
    again = run("import", of_one_value(99), "--store", empty_path)
    assert again.status == 0
    assert "unchanged" not in again.err.splitlines()[-1]
    again = run("import", of_one_value(99), "--store", empty_path)
    assert again.err.splitlines()[-1] == f"readings: {len(ONE_VALUE_DAYS)} unchanged"


def test_a_dashboard_that_is_stopped_ends_what_it_was_reading(begin, dashboard, small_path, run):
    holder = dashboard(small_path)
    endless = "SELECT repeat('x', 1000) AS x FROM range(10000000)"
    child = begin("sql", endless, "--format", "csv", "--store", small_path)
    until(lambda: child.out.exists() and child.out.stat().st_size > MEGABYTE)
    stop(holder)
    ran = child.wait()
    assert (ran.status, ran.err) == (3, "the dashboard stopped meanwhile; run this again\n")
    assert run("verify", "--store", small_path).status == 0


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_that_is_cut_short_leaves_nothing(
    form, begin, dashboard, bundle, small_path, tmp_path
):
    people = [{"person": f"p{n}", "name": "x" * 200} for n in range(20_000)]
    with Store.open(small_path) as store:
        import_bundle(store, [bundle(people=people)], "x")
    holder = dashboard(small_path)
    child = begin("export", tmp_path / "out", "--format", form, "--store", small_path)
    until(lambda: child.err.exists() and "people" in child.err.read_text())
    holder.kill()
    holder.wait()
    ran = child.wait()
    assert ran.status in (0, 3)
    assert (tmp_path / "out").exists() == (ran.status == 0)


# --- what goes wrong inside ----------------------------------------------------------------------


def test_errors_travel_as_they_are():
    problems = [Problem("people.csv", 2, "name", "is missing"), Problem("a.csv", 0, "", "is not")]
    conflicts = [Conflict("readings", ("load", "", "2026-01-01"), "dina", None, {"value": "5"})]
    carried = {InputError: problems, ConflictError: conflicts}
    for kind in [SmsError, *every_kind_of(SmsError)]:
        error = kind(carried.get(kind, "in words"))
        again = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own)
        assert (type(again), str(again), vars(again)) == (kind, str(error), vars(error))


def every_kind_of(kind):
    for below in kind.__subclasses__():
        yield below
        yield from every_kind_of(below)


def test_a_surprise_in_the_dashboard_is_logged_there_and_told_in_one_line(
    dashboard, run, small_path
):
    holder = dashboard(small_path)
    with at_store(small_path) as place, pytest.raises(StoreUnavailable) as told:
        next(place.carry_out(Select(3, None, None)))
    assert str(told.value).startswith("the dashboard failed at this (TypeError: ")
    assert str(told.value).endswith("); see its log")
    assert "\n" not in str(told.value)
    assert "Traceback" in holder.err.read_text()
    assert run("status", "--store", small_path).status == 0


class Unheard(Errand):
    """An errand of another version of this software."""

    def run(self, store, folder):
        yield 1


def test_a_dashboard_of_another_version_is_to_be_restarted(dashboard, small_path):
    dashboard(small_path)
    with at_store(small_path) as place, pytest.raises(StoreUnavailable) as told:
        next(place.carry_out(Unheard()))
    assert str(told.value) == (
        "the dashboard runs another version of this software; restart the dashboard"
    )


def test_nothing_is_left_in_the_temporary_folder(
    dashboard, run, warm, bundle, small_path, tmp_path
):
    holder = dashboard(small_path)
    spools = set((warm.folder / "tmp").iterdir())
    given = bundle(people=[{"person": "aino", "name": "Aino Salo"}])
    for argv in (["import", given], ["export", tmp_path / "out"], ["backup", tmp_path / "kept"]):
        assert run(*argv, "--store", small_path).status == 0
    assert set((warm.folder / "tmp").iterdir()) == spools
    stop(holder)


# --- one store for a process ---------------------------------------------------------------------


@pytest.fixture
def sharing():
    yield
    close_shared()


def test_a_process_opens_its_store_once_and_serves_it(sharing, run, small_path, monkeypatch):
    monkeypatch.setenv("SMS_STORE", str(small_path))
    alone = run("status", "--store", small_path)
    with ThreadPoolExecutor(8) as threads:
        stores = list(threads.map(lambda _: shared_store(), range(16)))
    assert len(set(map(id, stores))) == 1
    assert shared_store(small_path) is stores[0]
    assert beside(small_path).exists()
    assert run("status", "--store", small_path) == alone
    close_shared()
    assert not beside(small_path).exists()
    assert shared_store() is not stores[0]


def test_a_store_that_was_missing_is_made_and_one_that_was_held_is_tried_again(
    sharing, run, dashboard, tmp_path
):
    path = tmp_path / "new" / "sms.duckdb"
    shared_store(path)
    close_shared()
    holder = dashboard(path)
    with pytest.raises(StoreUnavailable, match="is held by another process"):
        shared_store(path)
    stop(holder)
    assert shared_store(path).version == 0
