"""Metrics for Prometheus: what came in, what became of it, how long it took, what waits."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.fleet.queue import FIRST, MESSAGES
from bot.memory.database import Database
from handlers import Desk
from handlers.journal import Entry

# Seconds: an answer takes some tenths, the workers allow 2.5, a busy Telegram takes more.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0)
STEPS = ("read", "taught", "drawn", "sent", "took")

_WAITING = text(
    "SELECT queue_name, status, count(*) AS waiting FROM procrastinate_jobs GROUP BY 1, 2"
)


class Metrics:
    """Of one process; what is the whole fleet's (the queue's length) each of them tells alike.

    Attributes:
        last_update: when the last one was received, or came from the queue, in seconds since 1970;
            None: none has come yet.
    """

    def __init__(self, desk: Desk | None = None) -> None:
        """A receiver has no desk, and so no workers and nothing to send."""
        self.last_update: float | None = None
        self._registry = registry = CollectorRegistry()
        self._received = Counter(
            "nudge_updates_received", "Updates stored.", ["kind"], registry=registry
        )
        self._handled = Counter(
            "nudge_updates_handled",
            "Updates worked on, by what came of them.",
            ["kind", "outcome"],
            registry=registry,
        )
        self._steps = Histogram(
            "nudge_step_seconds",
            "What the steps of an answer took; took: all of it, from its turn in the chat's line.",
            ["step"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._jobs = Gauge(
            "nudge_jobs", "Jobs in the queue.", ["queue", "status"], registry=registry
        )
        self._last = Gauge(
            "nudge_last_update_timestamp_seconds",
            "When an update came last, in seconds since 1970; 0: none yet.",
            registry=registry,
        )
        if desk:
            registry.register(_Counted(desk))

    def received(self, kind: str, now: float) -> None:
        """An update of a kind such as "message" is stored."""
        self.last_update = now
        self._received.labels(kind).inc()

    def handled(self, entry: Entry, now: float) -> None:
        """An update has been worked on."""
        self.last_update = now
        self._handled.labels(entry.kind, entry.outcome).inc()
        for step in STEPS:
            if seconds := getattr(entry, step):
                self._steps.labels(step).observe(seconds)

    async def told(self, database: Database) -> bytes:
        """All of them, as Prometheus reads them; without the queue while the database is away."""
        self._jobs.clear()
        self._last.set(self.last_update or 0.0)
        try:
            rows = await database.read(_WAITING)
        except SQLAlchemyError:  # /healthz tells of it
            return generate_latest(self._registry)
        for queue in (FIRST, MESSAGES):
            self._jobs.labels(queue, "todo").set(0)
        for row in rows:
            self._jobs.labels(row.queue_name, row.status).set(row.waiting)
        return generate_latest(self._registry)


class _Counted(Collector):
    """What others count by themselves."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def describe(self) -> Iterable[Metric]:
        """So that nothing is asked when it is registered."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """The counters as they stand."""
        refusals = self._desk.paced.refusals if self._desk.paced else 0
        yield CounterMetricFamily(
            "nudge_telegram_refusals", "How often Telegram told us to wait (429).", refusals
        )
        yield CounterMetricFamily(
            "nudge_worker_restarts",
            "Processes that think and were replaced: killed, lost, or grown old.",
            self._desk.workers.restarts,
        )
