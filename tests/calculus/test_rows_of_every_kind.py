"""Every kind of lesson about a point has eight rows or more, their truth worked out without sympy.

The truth stands beside the rows, by hand or from mpmath; here they are counted.
"""

import pytest
import test_outcomes as outcomes
import test_truths as truths

FEWEST = 8
KINDS = {
    "slope": outcomes.test_a_slope,
    "slope at a joint": outcomes.test_a_slope_where_pieces_meet,
    "slope at a domain's edge": outcomes.test_a_slope_at_the_edge_of_a_domain_is_one_sided,
    "corner": outcomes.test_a_corner_has_two_slopes,
    "cusp": outcomes.test_a_cusp_rises_without_end_on_one_side_and_falls_on_the_other,
    "vertical tangent": outcomes.test_a_vertical_tangent,
    "jump": outcomes.test_a_jump_has_two_limits,
    "hole": outcomes.test_a_hole_has_a_limit_and_perhaps_a_slope_when_filled,
    "pole": outcomes.test_a_pole,
    "oscillation": outcomes.test_an_oscillation,
    "outside the domain": outcomes.test_outside_the_domain,
    "convention": truths.test_at_a_kink_the_convention_of_frameworks_is_told_as_one,
    "kind of point": truths.test_a_point_may_be_exact_decimal_large_or_tiny,
    "rise": truths.test_a_rise_keeps_more_than_six_digits_down_to_a_nudge_of_10_to_the_minus_30,
    "partial derivative": truths.test_a_partial_derivative_holds_the_other_letters,
    "parameter": truths.test_a_parameter_is_put_in,
    "tangent line": truths.test_a_tangent_line_has_the_slope_and_runs_through_the_point,
    "second derivative": truths.test_a_second_derivative_tells_how_the_curve_bends,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_eight_rows_or_more(kind):
    tables = [mark.args[1] for mark in KINDS[kind].pytestmark if mark.name == "parametrize"]
    assert max(map(len, tables)) >= FEWEST
