"""A turn as JSON: every field is there, exact, in the form that SymPy prints."""

import json

import pytest

from bot.tutor.record import FIELDS, POINT_FIELDS, record
from bot.tutor.scene import Said, Scene


def facts(text):
    found, _ = record(Said(text), Scene())
    assert tuple(found) == FIELDS
    assert all(tuple(point) == POINT_FIELDS for point in found["points"])
    json.dumps(found)
    return found


def test_the_lesson_s_own_example_is_exact():
    found = facts("slope of 3a at 5")
    assert found["kind"] == "slope"
    assert (found["formula"], found["variable"], found["order"]) == ("3*a", "a", 1)
    assert found["derivative"] == "3"
    assert found["points"] == [
        {
            "kind": "slope",
            "formula": "3*a",
            "variable": "a",
            "at": "5",
            "value": "15",
            "derivative": "3",
            "decimal": "3.000000000000000000000000",
            "run": "1/1000",
            "rise": "3/1000",
            "ratio": "3",
            "left": None,
            "right": None,
            "limit": None,
            "tangent": "3*a",
        }
    ]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("slope of a^2 at 2", "slope", {"ratio": "4001/1000", "tangent": "4*a - 4"}),
        ("slope of |a| at 0", "corner", {"left": "-1", "right": "1", "decimal": None}),
        ("slope of 1/a at 0", "pole", {"left": "-oo", "right": "oo", "value": None}),
        ("slope of ln a at -1", "outside", {"value": None, "decimal": None}),
        ("slope of sqrt(a) at 0", "vertical-tangent", {"left": None, "right": "oo"}),
        ("slope of |a|/a at 0", "jump", {"left": "-1", "right": "1"}),
        ("slope of (a^2-1)/(a-1) at 1", "hole", {"limit": "2"}),
        ("slope of sin(1/a) at 0", "oscillation", {"decimal": None}),
        ("what is the value of a^2 at 3", "value", {"value": "9"}),
    ],
)
def test_each_kind_of_point(text, kind, expected):
    found = facts(text)
    assert found["kind"] == kind
    assert found["points"][0].items() >= expected.items()


def test_a_table_has_a_row_for_every_nudge():
    found = facts("table of a^2 at 2")
    assert found["kind"] == "table"
    assert found["table"][0] == {"run": "1/10", "right": "41/10", "left": "39/10"}
    assert [row["run"] for row in found["table"]] == [f"1/{10**k}" for k in range(1, 9)]
    assert found["points"][0]["derivative"] == "4"


def test_where_the_function_does_not_live_a_row_says_null():
    assert facts("table of sqrt(a) at 0")["table"][1] == {
        "run": "1/100",
        "right": "10",
        "left": None,
    }


@pytest.mark.parametrize("text", ["slope of a^2 at 2", "table of 1/a at 0", "good morning"])
def test_without_a_table_there_is_null(text):
    assert facts(text)["table"] is None


def test_points_that_were_searched_are_those_of_slopes():
    found = facts("where is the slope of a^3 12")
    assert found["kind"] == "where"
    assert [(point["at"], point["derivative"]) for point in found["points"]] == [
        ("-2", "12"),
        ("2", "12"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "points"),
    [
        ("derivative of x^3", "derivative", 0),
        ("3a at 2 and 5", "comparison", 2),
        ("why is the slope of a^2 at 3?", "why", 1),
        ("why is the derivative of x^3?", "why", 0),
        ("good morning", "misunderstood", 0),
        ("", "misunderstood", 0),
    ],
)
def test_each_kind_of_answer(text, kind, points):
    found = facts(text)
    assert found["kind"] == kind
    assert len(found["points"]) == points
