"""Where people mean different things by the same writing, each named after its other reading."""

from typing import Literal

Doubt = Literal[
    "tight-bottom",  # 1/2x as 1/(2x)
    "tight-exponent",  # e^2x as e^(2x)
    "fraction-exponent",  # x^2/3 as x^(2/3)
    "left-tower",  # x^2^3 as (x^2)^3
    "outer-exponent",  # ln x^2 as (ln x)^2
    "wide-function",  # sin x cos x as sin(x cos x), √2x as √(2x)
    "narrow-function",  # sin x y as sin(x) y
    "log-ten",  # log x as log10(x)
    "reciprocal",  # sin^-1 x as 1/sin(x)
    "mere-brackets",  # [x] as x
    "not-lost",  # x2 as 2x: no superscript was lost
]
