"""The queue's own tables: made at the first start, and brought up to date at a later one."""

import asyncio
from importlib import resources

import psycopg
from procrastinate.schema import SchemaManager

from bot.fleet.patience import CONNECTION, address, waited_out
from bot.fleet.queue import ADOPT, lane_of, line_in
from bot.memory.inbox import TRIES
from handlers.intake import read

ALONE = 0x4E756467  # the advisory lock under which only one machine changes tables
MIGRATIONS = resources.files("procrastinate.sql") / "migrations"
OURS = 1  # raised when the statements below change

# Procrastinate tells its workers of a new job, and not that a chat's next one has become free.
# Its search for a job asks for each whether another one of its chat is before it.
STATEMENTS = (
    """
    CREATE INDEX IF NOT EXISTS nudge_jobs_lock ON procrastinate_jobs (lock, priority DESC, id)
    WHERE status IN ('todo', 'doing')
    """,
    """
    CREATE OR REPLACE FUNCTION nudge_next_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE following procrastinate_jobs;
    BEGIN
        SELECT * INTO following FROM procrastinate_jobs
        WHERE lock = OLD.lock AND status = 'todo' ORDER BY priority DESC, id LIMIT 1;
        IF FOUND THEN
            PERFORM pg_notify(
                'procrastinate_queue_v1#' || following.queue_name,
                json_build_object('type', 'job_inserted', 'job_id', following.id)::text
            );
        END IF;
        RETURN NULL;
    END;
    $$
    """,
    """
    CREATE OR REPLACE TRIGGER nudge_next_is_free AFTER DELETE ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.lock IS NOT NULL) EXECUTE FUNCTION nudge_next_is_free()
    """,
)


async def prepare(url: str) -> None:
    """Make the queue's tables in the memory's database, and a job for whatever waits without one.

    Such updates come from a single machine's time, or were too much for their first workers.
    """
    await waited_out(lambda: asyncio.to_thread(_prepare, address(url)))


def _prepare(conninfo: str) -> None:
    with psycopg.connect(conninfo, **CONNECTION) as connection:  # one transaction
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [ALONE])
        _make(connection)
        _adopt(connection)


def _make(connection: psycopg.Connection) -> None:
    files = {each.name: each for each in MIGRATIONS.iterdir() if each.name.endswith(".sql")}
    today = f"nudge {OURS}, procrastinate {max(files)}"
    there, found = connection.execute(
        "SELECT to_regclass('procrastinate_jobs') IS NOT NULL,"
        " obj_description(to_regclass('procrastinate_jobs'))"
    ).fetchone() or (False, None)
    if found == today:
        return
    if not there:
        connection.execute(SchemaManager.get_schema())
    elif found:
        for name in sorted(files):
            if name > found.rpartition(" ")[2]:
                connection.execute(files[name].read_bytes())
    for statement in STATEMENTS:
        connection.execute(statement.encode())
    connection.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{today}'".encode())


def _adopt(connection: psycopg.Connection) -> None:
    waiting = connection.execute(
        """
        SELECT update_id, body FROM inbox
        WHERE body IS NOT NULL AND tries < %s AND NOT EXISTS (
            SELECT FROM procrastinate_jobs AS job
            WHERE (job.args->>'update_id')::bigint = inbox.update_id
        )
        ORDER BY place
        """,
        [TRIES],
    ).fetchall()
    for update_id, body in waiting:
        if update := read(body, None):
            connection.execute(ADOPT, (lane_of(update), line_in(update), update_id))
        else:
            connection.execute("UPDATE inbox SET body = NULL WHERE update_id = %s", [update_id])
