"""The door through which commands reach a store that the dashboard has open.

DuckDB lets one process in. So the dashboard listens on this machine's own address, and says where
in a file beside the store that its owner alone may read: the port, and a secret that is new each
time. Command and dashboard prove to each other that they know the secret (an HMAC of a challenge,
both ways; the secret itself never travels) before either of them reads anything else from the
other. So what is unpickled here comes from a process of the same owner, who could have done the
same without asking.

A command sends the files that go with its errand, then the errand; parts come back until None, or
the error that ended it. A dashboard that was killed leaves its file behind: nobody answers at its
port, or nobody who knows the secret, and the store is opened as if the file were not there.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smsdata.errors import SmsError, StoreHeld, StoreUnavailable
from smsdata.parts import Parts, chunks_of
from smsdata.settings import default_store_path
from smsdata.store import Store, errors_of

if TYPE_CHECKING:
    from smsdata.errands import Errand

HOST = "127.0.0.1"
# Whoever has not proved by then that he knows the secret is a stranger.
HANDSHAKE_SECONDS = 5.0
# How soon it is noticed that a command went away.
NOTICE_SECONDS = 0.1
# How long commands in progress may keep a dashboard from stopping.
STOP_SECONDS = 10.0

_log = logging.getLogger(__name__)


# --- the file beside the store -------------------------------------------------------------------


@dataclass(frozen=True)
class _Notice:
    """Where the dashboard of a store is, as the file beside the store says it."""

    port: int
    secret: bytes
    pid: int


def runtime_file(store: Path) -> Path:
    """The file beside a store, however the store's path is written."""
    # unlike Path.resolve it takes any path, also one that leads round in a circle
    path = Path(os.path.realpath(store))
    return path.with_name(f"{path.name}.running")


def _is_ours_alone(status: os.stat_result) -> bool:
    return status.st_mode & 0o077 == 0 and status.st_uid == os.geteuid()


def _read(path: Path) -> _Notice | None:
    """What the file says; None where there is none, or none to trust."""
    try:
        with path.open("rb") as file:
            if not _is_ours_alone(os.fstat(file.fileno())):
                return None
            told = json.loads(file.read(1000))
        return _Notice(int(told["port"]), bytes.fromhex(told["secret"]), int(told["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, notice: _Notice) -> None:
    """Write the file: never readable by others, never half of it."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123  (a descriptor)
            json.dump({"port": notice.port, "secret": notice.secret.hex(), "pid": notice.pid}, file)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def forget(store: Path) -> None:
    """Remove the file of a dashboard that is gone: for whoever has the store's own lock."""
    with suppress(OSError):
        path = runtime_file(store)
        if _is_ours_alone(path.lstat()):
            path.unlink()


# --- the connection ------------------------------------------------------------------------------


class _Gone(Exception):
    """The other side went away."""


class _Stranger(Exception):
    """The other side does not know the secret."""


class Channel:
    """A connection between a command and a dashboard that have proved who they are."""

    def __init__(self, sock: socket.socket, secret: bytes, *, serves: bool) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = sock
        self._connection: Connection[Any, Any] = Connection(sock.dup().detach())
        steps = (deliver_challenge, answer_challenge)
        # ends the wait for somebody who says nothing
        patience = threading.Timer(HANDSHAKE_SECONDS, self.hang_up)
        patience.daemon = True
        patience.start()
        try:
            for step in steps if serves else reversed(steps):
                step(self._connection, secret)
        except (OSError, EOFError, AuthenticationError, AssertionError, ValueError) as error:
            self.close()
            raise _Stranger from error
        finally:
            patience.cancel()

    def __enter__(self) -> Channel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hang_up(self) -> None:
        """End the connection, whoever is waiting at it."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the connection go."""
        self.hang_up()
        self._connection.close()
        self._socket.close()

    def send(self, part: object) -> None:
        """Send anything that can be pickled; raises _Gone."""
        with _either_there_or_gone():
            self._connection.send(part)

    def receive(self) -> Any:
        """What the other side has sent; raises _Gone."""
        with _either_there_or_gone():
            try:
                return self._connection.recv()
            except (EOFError, OSError):
                raise
            except Exception as error:
                # what cannot be read was written by other code than this
                raise StoreUnavailable(
                    "the dashboard runs another version of this software; restart the dashboard"
                ) from error

    def send_file(self, path: Path) -> None:
        """Send what a file holds; raises _Gone."""
        for chunk in chunks_of(path):
            with _either_there_or_gone():
                self._connection.send_bytes(chunk)
        with _either_there_or_gone():
            self._connection.send_bytes(b"")

    def receive_file(self, path: Path) -> None:
        """Receive a file to the end, also where it cannot be kept: then raise OSError."""
        chunks = iter(self._receive_chunk, b"")
        try:
            with path.open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
        except OSError:
            # the other side listens only when it has sent everything
            for _ in chunks:
                pass
            raise

    def _receive_chunk(self) -> bytes:
        with _either_there_or_gone():
            return self._connection.recv_bytes()

    def is_left(self, seconds: float = 0.0) -> bool:
        """Whether the other side went away, when it has nothing more to say."""
        try:
            return self._connection.poll(seconds)
        except OSError:
            return True


@contextmanager
def _either_there_or_gone() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as error:
        raise _Gone from error


# --- the command's side --------------------------------------------------------------------------


def reach(store: Path) -> Channel | None:
    """A connection to the dashboard that has a store open; None where there is none."""
    notice = _read(runtime_file(store))
    if notice is None:
        return None
    try:
        sock = socket.create_connection((HOST, notice.port), HANDSHAKE_SECONDS)
        sock.settimeout(None)
        return Channel(sock, notice.secret, serves=False)
    except (OSError, OverflowError, _Stranger):
        return None


def ask(channel: Channel, errand: Errand, folder: Path) -> Parts:
    """Have the dashboard do an errand, with the files in `folder`; what comes of it."""
    try:
        files = sorted(folder.iterdir())
        channel.send([path.name for path in files])
        for path in files:
            channel.send_file(path)
        channel.send(errand)
        while (part := channel.receive()) is not None:
            if isinstance(part, Exception):
                raise part
            yield part
    except _Gone as error:
        raise StoreUnavailable(f"the dashboard stopped meanwhile; {errand.when_lost}") from error


def refuse_while_served(store: Path) -> None:
    """Raise StoreHeld where a dashboard has the store open, for what needs it to be stopped."""
    channel = reach(store)
    if channel is not None:
        channel.close()
        raise StoreHeld(
            f"{store.absolute()} is open in the dashboard; stop the dashboard and run this again"
        )


# --- the dashboard's side ------------------------------------------------------------------------


class Serving:
    """Does the errands of commands at an open store, each in a thread of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._secret = secrets.token_bytes(32)
        self._visits: dict[threading.Thread, socket.socket] = {}
        self._stopping = False
        self._file = runtime_file(store.path)
        self._listener = socket.create_server((HOST, 0), backlog=64)
        self._porter = threading.Thread(target=self._admit, name="errands", daemon=True)
        try:
            with errors_of(store.path):
                _write(self._file, _Notice(self._port, self._secret, os.getpid()))
        except BaseException:
            self._listener.close()
            raise
        self._porter.start()

    def __enter__(self) -> Serving:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _port(self) -> int:
        return int(self._listener.getsockname()[1])

    def close(self) -> None:
        """Stop: what is not yet stored will not be, and its command is told that we stopped."""
        with suppress(OSError):
            self._file.unlink()
        self._stopping = True
        # a thread that waits at a socket does not notice that it is closed
        with suppress(OSError):
            socket.create_connection((HOST, self._port), HANDSHAKE_SECONDS).close()
        self._porter.join(HANDSHAKE_SECONDS)
        self._listener.close()
        visits = list(self._visits.items())
        for _, sock in visits:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        deadline = time.monotonic() + STOP_SECONDS
        for visit, _ in visits:
            visit.join(max(0.0, deadline - time.monotonic()))

    def _admit(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                # out of file descriptors, or closed
                if self._stopping:
                    return
                time.sleep(NOTICE_SECONDS)
                continue
            if self._stopping:
                sock.close()
                return
            visit = threading.Thread(target=self._visit, args=(sock,), name="errand", daemon=True)
            self._visits[visit] = sock
            visit.start()

    def _visit(self, sock: socket.socket) -> None:
        """One connection: a stranger gets nothing, a command its errand done."""
        try:
            with Channel(sock, self._secret, serves=True) as channel:
                try:
                    self._do(channel)
                    channel.send(None)
                except (SmsError, OSError) as error:
                    channel.send(error)
                except _Gone:
                    raise
                except Exception as error:  # noqa: BLE001  (the dashboard goes on, whatever it is)
                    if channel.is_left():
                        # it is no surprise that something was cut short
                        return
                    _log.exception("an errand failed")
                    words = " ".join(f"{type(error).__name__}: {error}".split())
                    channel.send(
                        StoreUnavailable(f"the dashboard failed at this ({words}); see its log")
                    )
        except (_Stranger, _Gone, OSError):
            # nobody is there to be told anything
            pass
        finally:
            sock.close()
            self._visits.pop(threading.current_thread(), None)

    def _do(self, channel: Channel) -> None:
        with self._store.folder() as folder:
            failed: OSError | None = None
            for name in channel.receive():
                try:
                    channel.receive_file(folder / Path(name).name)
                except OSError as error:
                    failed = error
            errand: Errand = channel.receive()
            if failed is not None:
                raise failed
            with self._noticing(channel), closing(errand.run(self._store, folder)) as parts:
                for part in parts:
                    if channel.is_left():
                        raise _Gone
                    channel.send(part)

    @contextmanager
    def _noticing(self, channel: Channel) -> Iterator[None]:
        """Meanwhile stop what this thread reads, once nobody waits for it any more."""
        reader = threading.get_ident()
        done = threading.Event()
        # once this thread is done, another one may go by its number
        one = threading.Lock()

        def watch() -> None:
            while not done.is_set():
                if channel.is_left(NOTICE_SECONDS):
                    with one:
                        if not done.is_set():
                            self._store.interrupt(reader)
                    done.wait(NOTICE_SECONDS)

        threading.Thread(target=watch, name="errand left", daemon=True).start()
        try:
            yield
        finally:
            with one:
                done.set()


# --- one store for a whole process ---------------------------------------------------------------

_shared: dict[Path, tuple[Store, Serving]] = {}
_sharing = threading.Lock()


def shared_store(path: Path | None = None) -> Store:
    """The store of this process, made where there is none: opened once, and served to commands.

    Raises StoreUnavailable where it cannot be opened; the next call tries again.
    """
    path = Path(os.path.realpath(path or default_store_path()))
    with _sharing:
        if path not in _shared:
            store = Store.open(path, create=True)
            try:
                _shared[path] = store, Serving(store)
            except BaseException:
                store.close()
                raise
        return _shared[path][0]


@atexit.register
def close_shared() -> None:
    """Close what `shared_store` has opened, so that it can be opened elsewhere."""
    with _sharing:
        while _shared:
            _, (store, serving) = _shared.popitem()
            serving.close()
            store.close()
