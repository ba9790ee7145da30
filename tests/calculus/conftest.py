import pytest

from bot.tutor.calculus.teach import teach
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request


@pytest.fixture
def at():
    """What happens to a formula at a point: the lesson's one outcome."""

    def outcome(formula, point, variable="x", **others):
        request = Request((plain(parse(formula)),), variable, (plain(parse(point)),), **others)
        return teach(request).outcomes[0]

    return outcome
