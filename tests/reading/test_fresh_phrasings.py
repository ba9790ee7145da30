"""Requests with small talk, slips, units and stories around them, and what must stay chatter."""

import pytest

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.misspelt import mend_asking
from bot.tutor.reading.read import read

# Message, formula, variable, points, and whatever else is not usual; a kind of phrase per group.
ASKED = [
    # its own name, greetings, faces
    ("hey nudge, slope of ln x at 2", "ln(x)", "x", "2", {}),
    ("nudge, x^3 at 1", "x^3", "x", "1", {}),
    ("yo what's the slope of 4x² − 7x + 2 when x equals 3", "4*x^2 - 7*x + 2", "x", "3", {}),
    ("how steep y = sqrt(x) is at 9 pls 🙏", "sqrt(x)", "x", "9", {}),
    ("2^x at 3 🙂", "2^x", "x", "3", {}),
    ("slope of x^2 at 3 :)", "x^2", "x", "3", {}),
    # a sentence before or after, a story, a correction
    ("Hi! My teacher wants the gradient of x^2 at 3. Could you show me?", "x^2", "x", "3", {}),
    ("A ball's height is h(t) = 20t. How fast is it rising at t = 1?", "20*t", "t", "1", {}),
    ("loss L = (3w-6)^2, dL/dw at w=1", "(3*w - 6)^2", "w", "1", {}),
    ("C(q) = 5q + q^2, marginal cost at q = 100", "5*q + q^2", "q", "100", {}),
    ("speed at t=3 if s=5t^2", "5*t^2", "t", "3", {}),
    ("slope of the secant... no wait, the slope of y=x^2 at x=1.5", "x^2", "x", "1.5", {}),
    ("slope of x^2 at 3, no wait, at 4", "x^2", "x", "4", {}),
    ("slope of x^2 at 3 I mean x^3", "x^3", "x", "3", {}),
    # slips in the words that ask
    ("gradent of y=x^2-6x at x=-1", "x^2 - 6*x", "x", "-1", {}),
    ("whats teh derivitve of sin(2x) at 0", "sin(2*x)", "x", "0", {}),
    ("slpe of 7b at 12", "7*b", "b", "12", {}),
    ("gradeint of x^2 at 3", "x^2", "x", "3", {}),
    # units, steps, decimal places
    ("rate of change of 5t^2+3t at t=2 seconds", "5*t^2 + 3*t", "t", "2", {}),
    ("rate of change of 5t^2 at t=2s", "5*t^2", "t", "2", {"repairs": (("2s", "2"),)}),
    ("slope of 2x^2 at x=3cm", "2*x^2", "x", "3", {}),
    ("slope of x^2 at 3 to 4 decimal places", "x^2", "x", "3", {}),
    ("slope of x^2 at 3, show steps", "x^2", "x", "3", {}),
    ("How would I find the derivative of (2x+1)^5?", "(2*x + 1)^5", "x", "", {}),
    # an h of the formula's own, a place with another letter, degrees
    ("slope of h^2 with h=2", "h^2", "h", "2", {"run": None}),
    ("slope of a^2 at 2 with h=0.1", "a^2", "a", "2", {"run": "0.1"}),
    ("slope of h^2 at 3 with h=0.1", "h^2", "h", "3", {"run": "0.1"}),
    ("slope of x h at x=2 with h=3", "x*h", "x", "2", {"given": (("h", "3"),), "run": None}),
    ("h^2在h=2处的斜率，h取2", "h^2", "h", "2", {"run": None}),
    ("slope of x^2 at t=3", "x^2", "x", "3", {"repairs": (("t = 3", "x = 3"),)}),
    ("x^2在t=3处的斜率", "x^2", "x", "3", {"repairs": (("t = 3", "x = 3"),)}),
    ("slope of x^2 at x==3", "x^2", "x", "3", {"repairs": ()}),
    ("slope of sin x at 150°", "sin(x)", "x", "5*pi/6", {}),
    ("sin x在90度的斜率", "sin(x)", "x", "pi/2", {}),
    # an average between two points
    ("average rate of change of x^2 from 1 to 3", "x^2", "x", "1 3", {"wants": "average"}),
    ("average rate of change of 3x from x=1 to x=3", "3*x", "x", "1 3", {"wants": "average"}),
    ("average slope of 1/x between 1 and 2", "1/x", "x", "1 2", {"wants": "average"}),
    ("slope of the secant line of x^2 on [0, 2]", "x^2", "x", "0 2", {"wants": "average"}),
    ("x^2从1到3的平均变化率", "x^2", "x", "1 3", {"wants": "average"}),
    ("y=x^2，x从1变到3时的平均变化率", "x^2", "x", "1 3", {"wants": "average"}),
    ("|x|在区间[0,2]上的平均变化率", "abs(x)", "x", "0 2", {"wants": "average"}),
    ("s=5t^2 从 t=1 到 t=3 的平均速度", "5*t^2", "t", "1 3", {"wants": "average"}),
    ("slope of x^2 from 2 to 2.001", "x^2", "x", "2", {"run": "0.001"}),
    ("y=x^2，当x从1变到1.001时的斜率", "x^2", "x", "1", {"run": "0.001"}),
    # the normal line
    ("normal line to x^2 at 1", "x^2", "x", "1", {"wants": "normal"}),
    ("equation of the normal to y = x^3 at x = 2", "x^3", "x", "2", {"wants": "normal"}),
    ("y=x^2在x=1处的法线方程", "x^2", "x", "1", {"wants": "normal"}),
    ("x^3在2处的法线", "x^3", "x", "2", {"wants": "normal"}),
    # straight lines as equations
    (
        "slope of 2x+3y=6", "-2*x/3 + 2", "x", "",
        {"repairs": (("2x+3y=6", "y = −2x/3 + 2"),)},
    ),
    ("直线x-y+1=0的斜率", "x + 1", "x", "", {"repairs": (("x-y+1=0", "y = x + 1"),)}),
    ("y-3=2(x-1)的斜率", "2*x + 1", "x", "", {"repairs": (("y-3=2(x-1)", "y = 2x + 1"),)}),
    # straight lines through two points
    (
        "find the slope of the line through (1, 2) and (3, 8)", "3*x - 1", "x", "",
        {"repairs": (("(1, 2) and (3, 8)", "y = 3x − 1"),)},
    ),
    (
        "过点(1,2)和(3,8)的直线的斜率", "3*x - 1", "x", "",
        {"repairs": (("(1,2)和(3,8)", "y = 3x − 1"),)},
    ),
    (
        "slope through A(0,1/2), B(2,-1.5)", "-x + 1/2", "x", "",
        {"repairs": (("A(0,1/2), B(2,-1.5)", "y = −x + 1/2"),)},
    ),
    # pieces
    (
        "f(x) = {x^2, x<1; 3, x=1; 2x-1, x>1}, slope at 1",
        "{x^2 if x < 1; 3 if x == 1; 2*x - 1 if x > 1}", "x", "1", {},
    ),
    (
        "f(x)=x+1当x<1，x^2当x>=1，在x=1处的导数",
        "{x + 1 if x < 1; x^2 if x >= 1}", "x", "1", {},
    ),
    # by the definition
    (
        "use the definition of the derivative to find the slope of 1/x at 2", "1/x", "x", "2",
        {"wants": "definition"},
    ),
    ("derivative of x^2 from first principles", "x^2", "x", "", {"wants": "definition"}),
    ("limit definition of the derivative of x^2 at 3", "x^2", "x", "3", {"wants": "definition"}),
    ("用定义法求√x在4处的导数", "sqrt(x)", "x", "4", {"wants": "definition"}),
    ("利用导数的定义求 x^3 的导函数", "x^3", "x", "", {"wants": "definition"}),
    ("用定义求 x^2 在 x=1 处的切线方程", "x^2", "x", "1", {"wants": "tangent"}),
    (
        "J = 3(a+bc), a=5, b=3, c=2, 对a的偏导", "3*(a + b*c)", "a", "5",
        {"given": (("b", "3"), ("c", "2"))},
    ),
    # where
    ("where is the slope of e^x 0?", "e^x", "x", "", {"wants": "where", "target": "0"}),
    ("where is the slope of 2^x 4", "2^x", "x", "", {"wants": "where", "target": "4"}),
    ("where is the slope of e^(2*x) 4?", "e^(2*x)", "x", "", {"wants": "where", "target": "4"}),
    ("when is the slope of x^3 zero", "x^3", "x", "", {"wants": "where", "target": "0"}),
    ("at what x does x^2 have gradient 10", "x^2", "x", "", {"wants": "where", "target": "10"}),
    ("where is x^2-4x flat", "x^2 - 4*x", "x", "", {"wants": "where", "target": "0"}),
    # code and notation
    (r"Find $\frac{dy}{dx}\Big|_{x=\pi/3}$ for $y = \cos x$", "cos(x)", "x", "pi/3", {}),
    ("def f(x): return x**3 - x slope at 2", "x^3 - x", "x", "2", {}),
    ("d/dx[x^2]_{x=3}", "x^2", "x", "3", {}),
    ("D_x(x^3) at 2", "x^3", "x", "2", {}),
    ("∂/∂x (x²y) at x=1", "x^2*y", "x", "1", {}),
    ("diff(x**2, x).subs(x, 3)", "x^2", "x", "3", {}),
    ("sp.diff(x**3, x)", "x^3", "x", "", {}),
    # letters that hold still, and capitals of a telephone
    ("slope of p^2 q with p=2 at q=1", "p^2*q", "q", "1", {"given": (("p", "2"),)}),
    ("slope of a x^2 with a=2", "a*x^2", "x", "", {"given": (("a", "2"),)}),
    ("slope of J = 3(a+bc) at a=5 with b=3 and c=2", "3*(a + b*c)", "a", "5", {}),
    ("slope of h^2 at h = 2", "h^2", "h", "2", {"run": None}),
    ("f(x) = x^2, a=1, a=2", "x^2", "x", "1 2", {}),
    ("F(x)=X^2 at X=3", "X^2", "X", "3", {"repairs": (("x", "X"),)}),
    # functions without brackets, numbers in words
    ("cosin x at pi", "cos(x)", "x", "pi", {"repairs": (("cosin", "cos"),)}),
    ("tangens x at 0", "tan(x)", "x", "0", {"repairs": (("tangens", "tan"),)}),
    ("leaky relu at -1", "leaky_relu(x)", "x", "-1", {}),
    ("relu6(x) at 3", "relu6(x)", "x", "3", {}),
    ("cube root of x at -8", "cbrt(x)", "x", "-8", {}),
    ("slope of the cube root of x at 8", "cbrt(x)", "x", "8", {}),
    ("f(x) = {x if x != 0; 1 if x = 0} at 0", "{x if x != 0; 1 if x == 0}", "x", "0", {}),
    ("f(x) = 7 at x = 3", "7", "x", "3", {}),
    ("x^2 at minus one", "x^2", "x", "-1", {}),
    # both readings
    ("x^2/3 at 3", "x^2/3", "x", "3", {"others": ("x^(2/3)",)}),
    ("x^-1/2 at 4", "x^(-1)/2", "x", "4", {"others": ("x^(-1/2)",)}),
    ("x^2/4 at 1", "x^2/4", "x", "1", {"others": ()}),
    ("ln x^2 at 3", "ln(x^2)", "x", "3", {"others": ("ln(x)^2",)}),
    ("ln(x^2) at 3", "ln(x^2)", "x", "3", {"others": ()}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "formula", "variable", "points", "unusual"), ASKED, ids=[row[0] for row in ASKED]
)
def test_what_stands_around_a_request_does_not_hide_it(text, formula, variable, points, unusual):
    request = read(text).request
    said = (request.formulas, request.variable, request.points)
    assert said == ((formula,), variable, tuple(points.split()))
    assert {name: getattr(request, name) for name in unusual} == unusual
    assert request.wants == unusual.get("wants", "slope")


NOT = "not-a-request"
REFUSED = [
    ("hey nudge, how are you at 5?", NOT),
    ("nudge, nudge", NOT),
    ("good morning 🙏", "concept-hello"),
    ("scope of 3a at 5", NOT),
    ("slot 3a at 5", NOT),
    ("my radiant 3a at 5", NOT),
    ("the graduate 3a at 5", NOT),
    ("my friend's slope of 3a at 5 restaurant", NOT),
    ("Great lecture today. The slope was on it.", NOT),
    ("f(x)=x^2 slope at 3 is on my exam tomorrow", NOT),
    ("no wait, x at 3 is my seat", NOT),
    ("I mean the meeting at 3", NOT),
    ("see you at 3, no wait, at 4", NOT),
    ("my phone is at 3cm", NOT),
    ("the speed at 60 is too high", "unknown-name"),
    ("when is the slope opening", "unknown-name"),
    ("slope of 🍌 + x at 🍎", "unreadable"),
    ("gradient of mse (y-3)^2 at y=1", "unknown-name"),
    ("slope of mse at 2", "unknown-name"),
    ("2nd?", NOT),
    ("huh", NOT),
    ("abc", NOT),
    ("ab + b^2", "which-variable"),
    ("derivative of ab at 3", "which-variable"),
    ("slope of x^2 at 3 and b=2", "point"),
    ("slope of x^2 at x=1, t=2", "point"),
    # an average of one point or none, a where without a value, a table of nowhere
    ("average rate of change of x^2 at 3", "average-ends"),
    ("average rate of change of x^2", "average-ends"),
    ("x^2的平均变化率", "average-ends"),
    ("when is x^2 increasing", "where-what"),
    ("where is the slope of x^3", "where-what"),
    ("normal line to x^2", "bare-formula"),
    ("y=x^3的切线", "bare-formula"),
    ("x^2列表", "bare-formula"),
    ("average speed of my car", NOT),
    ("the normal of my day", NOT),
    ("limits are hard", NOT),
    ("slope between (1,2) and (1,8)", NOT),
    ("slope of x^2 + y^2 = 25 at (3,4)", "equation"),
    ("slope of x*y = 6 at 2", "equation"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[text for text, _ in REFUSED])
def test_chatter_and_riddles_are_refused(text, reason):
    with pytest.raises(Misunderstood) as trouble:
        read(text)
    assert trouble.value.reason == reason


MENDED = [
    ("slpe", "slope"), ("slopee", "slope"), ("gradent", "gradient"), ("derivitve", "derivative"),
    ("deravitive", "derivative"), ("Tanget", "tangent"), ("diferntiate", "differentiate"),
]  # fmt: skip
LEFT = [
    "slope", "scope", "hope", "elope", "slop", "sole", "radiant", "ingredient", "graduate",
    "derivation", "differential", "agent", "tangens", "tan", "diff", "grad", "slop(x)",
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), MENDED)
def test_a_slip_in_a_word_that_asks_is_mended(written, meant):
    assert mend_asking(f"the {written} of x") == f"the {meant} of x"


@pytest.mark.parametrize("word", LEFT)
def test_another_word_is_left_alone(word):
    assert mend_asking(f"the {word} of x") == f"the {word} of x"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("let f(x)=x^2", "f(x)=x^2"),
        ("use x^3 instead", "x^3"),
        ("f(x) = x²", "x²"),
        ("how about |x-3|?", "|x-3|"),
    ],
)
def test_a_bare_formula_is_asked_about_without_the_words_around_it(text, shown):
    with pytest.raises(Misunderstood) as trouble:
        read(text)
    assert dict(trouble.value.slots)["formula"] == shown


@pytest.mark.parametrize(
    ("text", "reason", "near"),
    [
        ("integrate x^2 from 0 to 3", "integral", "x²"),
        ("∫ sin x dx", "integral", "sin x"),
        ("x^3的不定积分", "integral", "x³"),
        ("solve x^2 - 5x + 6 = 0", "solve", "x² − 5x + 6"),
        ("solve for x: 2x+3=7", "solve", "2x + 3"),
        ("factor x^2 - 9", "solve", "x² − 9"),
        ("limit of my patience", "limit", "x² − 4"),
        ("solve x + y = 3", "solve", "x² − 4"),
    ],
)
def test_a_question_for_somebody_else_gets_an_example_near_to_it(text, reason, near):
    with pytest.raises(Misunderstood) as trouble:
        read(text)
    assert (trouble.value.reason, dict(trouble.value.slots)["formula"]) == (reason, near)
