"""What docs/deploy says is what there is: keys of the configuration, metrics, commands."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.__main__ import app
from bot.config import Config
from bot.fleet.metrics import Metrics
from bot.memory import open_memory
from bot.workers import Workers
from handlers import Desk
from handlers.door import ARRIVAL
from handlers.journal import Entry
from handlers.serve import DRAIN

DEPLOY = Path(__file__).parents[1] / "docs" / "deploy"
KEY = re.compile(r"NUDGE_([A-Z]+)__([A-Z_]+)")
METRIC = re.compile(r"\bnudge_[a-z_]+")


@pytest.fixture
async def told(tmp_path):
    """The names of all samples of a process in which each kind has happened."""
    async with open_memory(f"sqlite:///{tmp_path / 'nudge.db'}") as memory:
        metrics = Metrics(Desk(Workers(), memory))
        metrics.received("message", 1.0)
        metrics.handled(Entry("message", read=0.1), 1.0)
        text = (await metrics.told(memory.database)).decode()
    families = list(text_string_to_metric_families(text))
    # The queue's length comes from PostgreSQL's tables, which are not here.
    assert "nudge_jobs" in {family.name for family in families}
    return {"nudge_jobs"} | {sample.name for family in families for sample in family.samples}


def keys_in(name):
    return {(section.lower(), key.lower()) for section, key in KEY.findall(read(name))}


def read(name):
    return (DEPLOY / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "nudge.service", "README.md"])
def test_every_variable_is_a_key_of_the_configuration(name):
    for section, key in keys_in(name):
        assert key in type(getattr(Config(), section)).model_fields


def test_every_command_is_one():
    commands = {each.name or each.callback.__name__ for each in app.registered_commands}
    used = set(re.findall(r'command: \["(\w+)"\]', read("compose.yaml")))
    assert used == {"receive", "work"}
    assert used | set(re.findall(r"`nudge (\w+)", read("README.md"))) <= commands


def test_the_dashboard_asks_for_what_is_told(told):
    panels = json.loads(read("grafana.json"))["panels"]
    asked = {each["expr"] for panel in panels for each in panel["targets"]}
    asked = {name for expression in asked for name in METRIC.findall(expression)}
    assert asked
    assert asked <= told


def test_every_metric_is_in_the_table_and_on_the_dashboard(told):
    made = "_(bucket|count|sum|created)$"  # by the library, of each histogram and counter
    bare = {name for name in told if not re.search(made, name)} | {"nudge_step_seconds"}
    written = set(METRIC.findall(read("README.md")))
    assert bare == written
    dashboard = read("grafana.json")
    assert all(name in dashboard for name in bare)


def test_there_is_time_enough_to_stop():
    unit = int(re.search(r"TimeoutStopSec=(\d+)", read("nudge.service"))[1])
    [grace] = re.findall(r"stop_grace_period: (\d+)s\n  read_only", read("compose.yaml"))
    assert min(unit, int(grace)) > DRAIN + ARRIVAL + 5


def test_what_is_secret_is_written_where_git_does_not_look():
    written = re.findall(r"> (docs/deploy/\S+)", read("compose.yaml"))
    assert len(written) == 2
    ignored = (DEPLOY.parents[1] / ".gitignore").read_text("utf-8").splitlines()
    assert set(written) <= set(ignored)


def test_what_is_started_comes_back_with_its_machine():
    policies = set(re.findall(r"restart: (\S+)", read("compose.yaml")))
    assert policies == {"unless-stopped"}
