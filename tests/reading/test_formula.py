"""Formulas as people write them, what each is read as, and what is refused."""

import pytest

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import parse, understand
from bot.tutor.reading.printing import plain

READ = {
    "implied product": ("3a", "3*a"),
    "spaces": (" 3 a ", "3*a"),
    "star and caret": ("2*x^2", "2*x^2"),
    "two stars": ("x**-1", "x^(-1)"),
    "powers from the right": ("2^x^2", "2^(x^2)"),
    "minus before a power": ("-x^2", "-x^2"),
    "a bracketed minus": ("(-x)^2", "(-x)^2"),
    "double minus": ("--x", "x"),
    "many terms": ("x^2 - 4x + 3", "x^2 - 4*x + 3"),
    "from left to right": ("a/b*c", "a/b*c"),
    "mixed brackets": ("[x^2+1]{x-1}", "(x^2 + 1)*(x - 1)"),
    "superscript": ("x²", "x^2"),
    "negative superscript": ("x⁻¹", "x^(-1)"),
    "superscript letter": ("xⁿ", "x^n"),
    "half": ("½x", "1/2*x"),
    "two and a half": ("2½x", "(2 + 1/2)*x"),
    "unicode minus and times": ("−3×a", "-3*a"),
    "middle dot": ("x·eˣ", "x*e^x"),
    "division sign": ("4 ÷ x", "4/x"),
    "root sign": ("√x", "sqrt(x)"),
    "root of a bracket": ("√(x+1)", "sqrt(x + 1)"),
    "cube root sign": ("³√x", "cbrt(x)"),
    "full-width": ("３ａ＋１", "3*a + 1"),
    "mathematical italics": ("3𝑥^2", "3*x^2"),
    "pi": ("πr²", "pi*r^2"),
    "greek": ("λ^2", "lambda^2"),
    "greek by name": ("2theta", "2*theta"),
    "bars": ("|x|/x", "abs(x)/x"),
    "nested bars": ("||x|-1|", "abs(abs(x) - 1)"),
    "two pairs of bars": ("|x||y|", "abs(x)*abs(y)"),
    "floor brackets": ("⌊x⌋", "floor(x)"),
    "zero width space": ("si\u200bn(x)", "sin(x)"),
    "direction marks": ("x\u202e^2", "x^2"),
    "no-break spaces": ("x^2\u00a0+\u00a01", "x^2 + 1"),
    "decimal": ("0.1x", "0.1*x"),
    "decimal comma": ("0,5x", "0.5*x"),
    "thousands": ("1,000x", "1000*x"),
    "scientific": ("1.5e3 x", "1500*x"),
    "tiny": ("1e-30", "1e-30"),
    "percent": ("5%", "0.05"),
    "degrees": ("30°", "pi/6"),
    "factorial": ("x!", "factorial(x)"),
    "run together": ("xlnx", "x*ln(x)"),
    "run together twice": ("sinxcosx", "sin(x)*cos(x)"),
    "number and function": ("3sinx", "3*sin(x)"),
    "without brackets": ("sin 2x", "sin(2*x)"),
    "capitals": ("SIN(X)", "sin(X)"),
    "power of a function": ("sin^2 x", "sin(x)^2"),
    "power of a function, superscript": ("sec² x", "sec(x)^2"),
    "power behind the brackets": ("ln(t)^2", "ln(t)^2"),
    "russian names": ("tg x + ctg x", "tan(x) + cot(x)"),
    "arc names": ("arctan(x) + arsinh(x)", "atan(x) + asinh(x)"),
    "root in the exponent": ("e^√2", "e^sqrt(2)"),
    "number and letter in the exponent": ("e^-sin 2x", "e^(-sin(2*x))"),
    "base ten": ("log10(x)", "log10(x)"),
    "base as a foot": ("log_2(8x)", "log2(8*x)"),
    "base as a low digit": ("log₃ x", "log(x, 3)"),
    "function in the exponent": ("e^sin x", "e^sin(x)"),
    "several arguments": ("max(0, x, 2)", "max(0, x, 2)"),
    "remainder": ("x mod 2", "mod(x, 2)"),
    "pow": ("pow(x, 3)", "x^3"),
    "fourth root": (r"\sqrt[4]{x}", "root(x, 4)"),
    "square root with its index": (r"\sqrt[2]{x}", "sqrt(x)"),
    "natural base": ("log_e x", "ln(x)"),
    "number, constant, letter": ("sin 2πx", "sin(2*pi*x)"),
    "a product in an argument": ("sin 2*x", "sin(2*x)"),
    "two products in an argument": ("sin 2*x y", "sin(2*x*y)"),
    "a number before a bracket": ("sin 2(x+1)", "sin(2*(x + 1))"),
    "a function of a function": ("ln sin x", "ln(sin(x))"),
    "bars behind a name": ("sin |x|", "sin(abs(x))"),
    "a bracket behind a space": ("sin (x+1) y", "sin(x + 1)*y"),
    "a power behind a space": ("sin (x+1)^2", "sin(x + 1)^2"),
    "a power of a foot": ("log_2^3 x", "log2(x)^3"),
    "degrees by word": ("sin(30 degrees)", "sin(pi/6)"),
    "greek beside a function": ("θsinθ", "theta*sin(theta)"),
    "Han numerals": ("x的十二次方", "x^12"),
    "Han tens": ("x的二十次方", "x^20"),
    "numpy": ("np.exp(x)", "exp(x)"),
    "torch": ("torch.nn.functional.relu(x)", "relu(x)"),
    "fraction": (r"\frac{1}{x-3}", "1/(x - 3)"),
    "fraction in a fraction": (r"\frac{1}{1+\frac{1}{x}}", "1/(1 + 1/x)"),
    "latex function": (r"\sin^2 x", "sin(x)^2"),
    "latex root": (r"\sqrt[3]{x^{2}}", "cbrt(x^2)"),
    "latex brackets": (r"\left(\frac{x}{2}\right)^{2}", "(x/2)^2"),
    "latex bars": (r"\left|x\right|", "abs(x)"),
    "latex operator": (r"\operatorname{arccot}\left(\frac{x}{40}\right)", "acot(x/40)"),
    "latex base": (r"\log_{10} x", "log10(x)"),
    "dollars": (r"$2 \cdot x \times 3$", "2*x*3"),
    "latex cases": (
        r"\begin{cases} x^2 & x<0 \\ x & \text{otherwise}\end{cases}",
        "{x^2 if x < 0; x otherwise}",
    ),
    "python pieces": ("x^2 if x<0 else x", "{x^2 if x < 0; x otherwise}"),
    "pieces with commas": (
        "x^2 if x < 1, 2x - 1 if x >= 1",
        "{x^2 if x < 1; 2*x - 1 if x >= 1}",
    ),
    "squared": ("x squared over two", "x^2/2"),
    "square root of": ("the square root of x", "sqrt(x)"),
    "to the power of": ("x to the power of 5", "x^5"),
    "平方": ("x的平方", "x^2"),
    "次方": ("2的x次方", "2^x"),
    "三次方": ("x的三次方", "x^3"),
    "根号": ("根号x", "sqrt(x)"),
    "分之": ("二分之一x", "1/2*x"),
    "绝对值": ("x的绝对值", "abs(x)"),
    "a function's square brackets": ("sin[x]", "sin(x)"),
    "a power of a function's square brackets": ("ln[x]^2", "ln(x)^2"),
    "square brackets around a sum": ("[x + 1]^2", "(x + 1)^2"),
}


@pytest.mark.parametrize(("text", "meant"), READ.values(), ids=READ.keys())
def test_a_formula_is_read(text, meant):
    assert plain(parse(text)) == meant


DOUBTFUL = {
    "half of x": ("1/2x", "1/2*x", "1/(2*x)"),
    "e squared times x": ("e^2x", "e^2*x", "e^(2*x)"),
    "lost superscript": ("x2", "x^2", "2*x"),
    "lost superscripts": ("2x3+4x2+1", "2*x^3 + 4*x^2 + 1", "2*(3*x) + 4*(2*x) + 1"),
    "brackets around one letter": ("[x] + 1", "floor(x) + 1", "x + 1"),
    "two functions": ("sin x cos x", "sin(x)*cos(x)", "sin(x*cos(x))"),
    "function over a number": ("sin x/2", "sin(x)/2", "sin(x/2)"),
    "root of two": ("√2x", "sqrt(2)*x", "sqrt(2*x)"),
    "bare logarithm": ("log x", "ln(x)", "log10(x)"),
    "two letters behind a name": ("sin x y", "sin(x*y)", "sin(x)*y"),
    "a letter in its own exponent": ("x^2x", "x^2*x", "x^(2*x)"),
    "a negative exponent": ("e^-2x", "e^(-2)*x", "e^(-2*x)"),
    "a bracket with a lost superscript": ("(x+1)2", "(x + 1)^2", "2*(x + 1)"),
    "inverse or one over": ("sin^-1 x", "asin(x)", "1/sin(x)"),
}


@pytest.mark.parametrize(("text", "usual", "other"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_doubtful_writing_shows_the_other_reading(text, usual, other):
    formula = understand(text)
    assert plain(formula.tree) == usual
    assert [plain(tree) for tree in formula.others] == [other]


MENDED = {"sqroot(x)": "sqrt(x)", "cosin x": "cos(x)", "sine(x)": "sin(x)", "arctna(x)": "atan(x)"}


@pytest.mark.parametrize(("text", "meant"), MENDED.items(), ids=MENDED.keys())
def test_a_misspelt_function_is_mended_and_said(text, meant):
    formula = understand(text)
    assert plain(formula.tree) == meant
    assert len(formula.repairs) == 1


REFUSED = {
    "nothing": ("", "no-formula"),
    "a word": ("hello", "unknown-name"),
    "an English word": ("is", "unknown-name"),
    "two numbers": ("1.5.2x", "two-numbers"),
    "a number after a space": ("x 2", "two-numbers"),
    "an open bracket": ("((x)", "brackets"),
    "a closing bracket": ("x)", "brackets"),
    "a lonely bar": ("|x", "brackets"),
    "an end too early": ("x +", "unfinished"),
    "a double sign": ("x */ 2", "unreadable"),
    "an equation": ("x^2 + y^2 = 25", "equation"),
    "an inequality": ("x < 5", "inequality"),
    "a function that nobody gave": ("f(x)", "function-letter"),
    "O of x": ("O(x)", "function-letter"),
    "a function of nothing": ("sin", "no-argument"),
    "too many arguments": ("sin(x, 2)", "arguments"),
    "an inverse of ln": ("ln^-1 x", "no-inverse"),
    "a foot under a sine": ("sin_2 x", "unreadable"),
    "a percentage of a letter": ("x%", "percent"),
    "an unknown command": (r"\foo{x}", "unreadable"),
    "letters and two commas": ("(1, 2, 3)", "unreadable"),
    "percent or remainder": ("5%x", "percent"),
    "an attribute": ("x.__class__", "unreadable"),
    "a call of Python": ("__import__('os')", "unknown-name"),
    "a double factorial": ("3!!", "unreadable"),
    "floor division": ("x//2", "unreadable"),
    "a digit in a circle": ("②x", "unreadable"),
    "a keycap": ("3\ufe0f\u20e3x", "unreadable"),
    "a combining mark": ("x\u0302^2", "unreadable"),
    "a null character": ("x\x00", "unreadable"),
    "infinity": ("∞", "unreadable"),
    "a Cyrillic letter": ("х^2", "look-alike"),
    "an endless exponent": ("1e999999999x", "too-costly"),
    "4,000 brackets": ("(" * 4000, "too-long-formula"),
    "900 brackets": ("(" * 450 + "x" + ")" * 450, "too-long-formula"),
    "200 brackets": ("(" * 100 + "x" + ")" * 100, "too-deep"),
    "450 signs": ("x+" * 225 + "x", "too-long-formula"),
    "a tall tower": ("^".join("x" * 100), "too-deep"),
    "many functions": ("sin " * 60 + "x", "too-deep"),
    "a long run of letters": ("x" * 400, "unknown-name"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_formula_is_refused(text, reason):
    with pytest.raises(Misunderstood) as trouble:
        parse(text)
    assert trouble.value.reason == reason


def test_the_place_that_cannot_be_read_is_marked():
    with pytest.raises(Misunderstood) as trouble:
        parse("x + blah")
    start, end = trouble.value.span
    assert trouble.value.text[start:end] == "blah"
    assert trouble.value.slots == (("name", "blah"),)
