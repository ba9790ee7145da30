"""What a fleet needs for so many messages a second: `python tests/benchmarks/simulation.py [RATE]`.

A simulation (simpy) of docs/fleet.md's reckoning: messages come at random from many chats, some of
which ask much more than others; a receiver stores each, its chat's line is kept, a worker process
takes it, thinks (or remembers), draws (or knows the picture), waits in its narrow for its turn in
the pace, sends, and notes it. Each wait is for what is really scarce: PostgreSQL's cores and its
disk, a machine's cores, a process's one event loop, its narrow, the pace.
The costs below were measured; whoever has others gives them there. Seconds throughout.
"""

import random
import sys
from dataclasses import dataclass, field
from statistics import quantiles

import simpy

SPAN, WARMING = 7.0, 3.0  # simulated seconds, of which the first are not counted
SEED = 5
RATE = 950.0  # messages a second; at the 1,000 that Telegram takes at most, any queue would grow
CHATS = 200_000
IN_HAND = 32  # updates of one process: fleet.at_once in two lanes


@dataclass(frozen=True)
class Costs:
    """Of one update, processor seconds but where it says waiting.

    Attributes:
        stored: of PostgreSQL, to store an update and its job.
        noted: of PostgreSQL, for all the rest: the job, scene, answer, pace, what was replied.
        statements: into which that divides, one after the other.
        commit: waiting for the disk, shared by all that is written meanwhile.
        loop: of a worker's event loop.
        taught, drawn: of a process that thinks, for what is new to it.
        new: the share of requests that are new; the rest is remembered.
        sending: waiting for Telegram to take a message.
        patience: of a message for the one before it in the process: handlers/pace.py.
    """

    stored: float = 0.0008
    noted: float = 0.0032
    statements: int = 12
    commit: float = 0.002
    loop: float = 0.022
    taught: float = 0.016
    drawn: float = 0.022
    new: float = 0.5
    sending: float = 0.06
    patience: float = 0.18


@dataclass(frozen=True)
class Fleet:
    """So many worker machines of so many cores, each with so many `nudge work`; one PostgreSQL."""

    machines: int
    database_cores: int
    cores: int = 4
    processes: int = 2
    per_second: int = 1000


@dataclass
class Seen:
    """What came of it: seconds from the update to its reply, and who was busy for how long."""

    latencies: list[float] = field(default_factory=list)
    busy: dict[str, float] = field(default_factory=dict)

    def use(self, what: str, seconds: float) -> None:
        self.busy[what] = self.busy.get(what, 0.0) + seconds


class Simulation:
    """One run; `run` gives what was seen."""

    def __init__(self, rate: float, fleet: Fleet, costs: Costs) -> None:
        self._rate, self._fleet, self._costs = rate, fleet, costs
        self._random = random.Random(SEED)
        self._now = env = simpy.Environment()
        self._seen = Seen()
        self._database = simpy.Resource(env, fleet.database_cores)
        self._cores = [simpy.Resource(env, fleet.cores) for _ in range(fleet.machines)]
        count = fleet.machines * fleet.processes
        self._loops = [simpy.Resource(env, 1) for _ in range(count)]
        self._narrows = [simpy.Resource(env, 1) for _ in range(count)]
        self._hands = simpy.Store(env)
        self._hands.items = [number for number in range(count) for _ in range(IN_HAND)]
        self._random.shuffle(self._hands.items)
        self._lines: dict[int, simpy.Resource] = {}
        self._slots = [-1.0] * fleet.per_second
        self._next = 0

    def run(self) -> Seen:
        self._now.process(self._arrivals())
        self._now.run(until=SPAN)
        return self._seen

    def _arrivals(self):
        while True:
            yield self._now.timeout(self._random.expovariate(self._rate))
            # A few chats ask much more than the others: the first some 20 times in a minute.
            chat = int(CHATS * self._random.random() ** 1.5)
            self._now.process(self._update(chat))

    def _update(self, chat):
        came = self._now.now
        yield from self._asked(self._costs.stored, 1)
        line = self._lines.setdefault(chat, simpy.Resource(self._now, 1))
        with line.request() as turn:
            yield turn
            process = yield self._hands.get()
            yield from self._answered(process)
            yield self._hands.put(process)
        if not line.users and not line.queue:
            self._lines.pop(chat, None)
        if self._now.now > WARMING:
            self._seen.latencies.append(self._now.now - came)

    def _answered(self, process):
        costs, machine = self._costs, process // self._fleet.processes
        yield from self._asked(costs.noted / 2, costs.statements // 2)
        with self._loops[process].request() as loop:
            yield loop
            yield from self._worked(machine, costs.loop)
        if self._random.random() < costs.new:
            yield from self._worked(machine, costs.taught)
            yield from self._worked(machine, costs.drawn)
        sent = self._random.gammavariate(4, costs.sending / 4)
        with self._narrows[process].request() as narrow:
            yield narrow
            yield from self._paced()
            alone = min(sent, costs.patience)
            yield self._now.timeout(alone)
            self._use("narrow", alone)
        yield self._now.timeout(sent - alone)
        yield from self._asked(costs.noted / 2, costs.statements - costs.statements // 2)

    def _asked(self, seconds, statements):
        """PostgreSQL's processor for each statement, and the disk that many wait for together."""
        for _ in range(statements):
            with self._database.request() as core:
                yield core
                yield self._now.timeout(seconds / statements)
            self._use("database", seconds / statements)
            yield self._now.timeout(self._random.uniform(0.5, 1.5) * self._costs.commit)

    def _worked(self, machine, seconds):
        with self._cores[machine].request() as core:
            yield core
            yield self._now.timeout(self._random.gammavariate(4, seconds / 4))
        self._use("cores", seconds)

    def _paced(self):
        """The slot that was used longest ago, as in bot/memory/pace.py."""
        at = max(self._now.now, self._slots[self._next] + 1.0)
        self._slots[self._next] = at
        self._next = (self._next + 1) % len(self._slots)
        yield self._now.timeout(at - self._now.now)

    def _use(self, what, seconds):
        if self._now.now > WARMING:
            self._seen.use(what, seconds)


def report(rate: float, fleet: Fleet, costs: Costs) -> str:
    """One line: the fleet, how many it answers, how soon, and how busy each part is."""
    seen = Simulation(rate, fleet, costs).run()
    span, processes = SPAN - WARMING, fleet.machines * fleet.processes
    parts = {
        "database": fleet.database_cores,
        "cores": fleet.machines * fleet.cores,
        "narrow": processes,
    }
    busy = " ".join(f"{seen.busy.get(p, 0) / span / n:6.0%}" for p, n in parts.items())
    hundredths = quantiles(seen.latencies, n=100) if len(seen.latencies) > 1 else [0.0] * 99
    soon = f"{hundredths[49]:7.2f} {hundredths[94]:7.2f} {hundredths[98]:7.2f}"
    size = f"{fleet.machines:8} {processes:9} {fleet.database_cores:8}"
    return f"{size} {len(seen.latencies) / span:8.0f} {soon} {busy}"


# Machines, `nudge work` on each, PostgreSQL's cores, and how long Telegram takes for a message.
FLEETS = (
    (12, 2, 8, 0.06),
    (12, 4, 8, 0.06),
    (12, 6, 4, 0.06),
    (12, 6, 6, 0.06),
    (16, 6, 8, 0.06),
    (8, 12, 8, 0.06),
    (16, 6, 8, 0.12),
    (16, 12, 8, 0.12),
)


def main() -> None:
    rate = float(sys.argv[1]) if len(sys.argv) > 1 else RATE
    _say(f"{rate:.0f} messages a second; {Costs()}")
    _say("machines processes db cores answered  median     p95     p99   database cores narrow")
    for machines, processes, cores, sending in FLEETS:
        scaled = (max(1, round(count * rate / RATE)) for count in (machines, cores))
        fleet = Fleet(*scaled, processes=processes)
        costs = Costs(sending=sending, patience=min(max(1 / 30, 3 * sending), 0.2))
        _say(f"{report(rate, fleet, costs)}   at {1000 * sending:.0f} ms a message")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the benchmark's output


if __name__ == "__main__":
    main()
