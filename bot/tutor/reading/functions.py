"""The functions that a formula may use: one table, one row each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FunctionRow:
    """A real function of real arguments.

    Attributes:
        name: its one canonical name, by which calculus, telling and drawing key their own tables.
        spellings: other ways in which it is written, lower case.
        arity: the fewest and the most arguments.
        latex: its name in TeX, as far as drawing sets that in type.
        known: arguments, and the value there from outside sympy (tables, the C library, torch),
            to 15 digits or more.
    """

    name: str
    spellings: tuple[str, ...]
    arity: tuple[int, int]
    latex: str
    known: tuple[tuple[str, ...], str]


def row(
    name: str,
    spellings: str,
    latex: str,
    known: tuple[str, str],
    arity: tuple[int, int] = (1, 1),
) -> FunctionRow:
    """One row, with spellings and arguments separated by spaces."""
    arguments, value = known
    return FunctionRow(
        name, tuple(spellings.split()), arity, latex, (tuple(arguments.split()), value)
    )


# Conventions where authors differ: acot takes values in (0, pi) and has no jump at 0;
# cbrt, and root with an odd n, are real for negative numbers; mod has the sign of its divisor;
# gelu is x times the normal distribution, silu is x times sigmoid, elu has alpha 1,
# leaky_relu has slope 0.01, and the hard functions are those of torch.
FUNCTIONS: tuple[FunctionRow, ...] = (
    row("sin", "", r"\sin", ("1", "0.841470984807896507")),
    row("cos", "", r"\cos", ("1", "0.540302305868139717")),
    row("tan", "tg", r"\tan", ("1", "1.557407724654902231")),
    row("cot", "ctg cotg cotan", r"\cot", ("1", "0.642092615934330703")),
    row("sec", "", r"\sec", ("1", "1.850815717680925618")),
    row("csc", "cosec", r"\csc", ("1", "1.188395105778121216")),
    row("asin", "arcsin", r"\arcsin", ("0.5", "0.523598775598298873")),
    row("acos", "arccos", r"\arccos", ("0.5", "1.047197551196597746")),
    row("atan", "arctan arctg atg", r"\arctan", ("2", "1.107148717794090503")),
    row("acot", "arccot arcctg arccotan", r"\mathrm{arccot}", ("-1", "2.356194490192344929")),
    row("asec", "arcsec", r"\mathrm{arcsec}", ("2", "1.047197551196597746")),
    row("acsc", "arccsc arccosec", r"\mathrm{arccsc}", ("2", "0.523598775598298873")),
    row("sinh", "sh", r"\sinh", ("1", "1.175201193643801457")),
    row("cosh", "ch", r"\cosh", ("1", "1.543080634815243778")),
    row("tanh", "th tgh", r"\tanh", ("1", "0.761594155955764888")),
    row("coth", "cth ctgh", r"\coth", ("1", "1.313035285499331304")),
    row("sech", "", r"\mathrm{sech}", ("1", "0.648054273663885400")),
    row("csch", "cosech", r"\mathrm{csch}", ("1", "0.850918128239321545")),
    row("asinh", "arcsinh arsinh argsinh arsh", r"\mathrm{arsinh}", ("1", "0.881373587019543025")),
    row("acosh", "arccosh arcosh argcosh arch", r"\mathrm{arcosh}", ("2", "1.316957896924816709")),
    row(
        "atanh", "arctanh artanh argtanh arth", r"\mathrm{artanh}", ("0.5", "0.549306144334054846")
    ),
    row("acoth", "arccoth arcoth", r"\mathrm{arcoth}", ("2", "0.549306144334054846")),
    row("asech", "arcsech arsech", r"\mathrm{arsech}", ("0.5", "1.316957896924816709")),
    row("acsch", "arccsch arcsch", r"\mathrm{arcsch}", ("1", "0.881373587019543025")),
    row("exp", "", r"\exp", ("1", "2.718281828459045235")),
    row("ln", "", r"\ln", ("2", "0.693147180559945309")),
    row("log10", "lg", r"\log_{10}", ("2", "0.301029995663981195")),
    row("log2", "lb ld", r"\log_{2}", ("10", "3.321928094887362348")),
    row("log", "", r"\log", ("2 3", "0.630929753571457437"), (2, 2)),
    row("sqrt", "", r"\sqrt", ("2", "1.414213562373095049")),
    row("cbrt", "", r"\sqrt[3]", ("-2", "-1.259921049894873165")),
    row("root", "nthroot", r"\sqrt", ("16 4", "2.000000000000000000"), (2, 2)),
    row("abs", "absolute fabs", r"\mathrm{abs}", ("-2", "2.000000000000000000")),
    row("sign", "sgn signum", r"\mathrm{sgn}", ("-2", "-1.000000000000000000")),
    row("floor", "", r"\mathrm{floor}", ("-1.5", "-2.000000000000000000")),
    row("ceil", "ceiling", r"\mathrm{ceil}", ("-1.5", "-1.000000000000000000")),
    row("max", "maximum", r"\max", ("2 3", "3.000000000000000000"), (1, 12)),
    row("min", "minimum", r"\min", ("2 3", "2.000000000000000000"), (1, 12)),
    row("factorial", "fact", r"\mathrm{factorial}", ("5", "120.000000000000000000")),
    row("gamma", "", r"\Gamma", ("0.5", "1.772453850905516027")),
    row("erf", "", r"\mathrm{erf}", ("1", "0.842700792949714869")),
    row("relu", "", r"\mathrm{relu}", ("-2", "0.000000000000000000")),
    row("relu6", "", r"\mathrm{relu6}", ("8", "6.000000000000000000")),
    row("leaky_relu", "leakyrelu lrelu", r"\mathrm{leaky\_relu}", ("-2", "-0.020000000000000000")),
    row("elu", "", r"\mathrm{elu}", ("-1", "-0.632120558828557678")),
    row("sigmoid", "logistic expit", r"\mathrm{sigmoid}", ("1", "0.731058578630004879")),
    row("softplus", "", r"\mathrm{softplus}", ("0", "0.693147180559945309")),
    row("silu", "swish", r"\mathrm{silu}", ("1", "0.731058578630004879")),
    row("gelu", "", r"\mathrm{gelu}", ("1", "0.841344746068542949")),
    row("hard_sigmoid", "hardsigmoid", r"\mathrm{hard\_sigmoid}", ("1", "0.666666666666666667")),
    row("hard_tanh", "hardtanh", r"\mathrm{hard\_tanh}", ("0.5", "0.500000000000000000")),
    row("hard_swish", "hardswish", r"\mathrm{hard\_swish}", ("1", "0.666666666666666667")),
    row("mod", "fmod modulo", r"\mathrm{mod}", ("-1 3", "2.000000000000000000"), (2, 2)),
)

BY_NAME: dict[str, FunctionRow] = {entry.name: entry for entry in FUNCTIONS}
CANONICAL: dict[str, str] = {
    spelling: entry.name for entry in FUNCTIONS for spelling in (entry.name, *entry.spellings)
}
