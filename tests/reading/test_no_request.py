"""What is no request, what is asked back, and what nothing in a message may do."""

import json

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from bot.tutor.errors import Misunderstood
from bot.tutor.languages import LANGUAGES, words
from bot.tutor.reading.read import language_of, read

NOT = "not-a-request"
REFUSED = [
    ("my slope is slippery today", NOT),
    ("导数太难了", NOT),
    ("这个山坡斜率好大啊哈哈", NOT),
    ("3a is my seat number, at 5 pm", NOT),
    ("meet at 5", NOT),
    ("room 3a at 5", NOT),
    ("it was 3x better at 5 am", NOT),
    ("can we meet at 3 and 5", NOT),
    ("see exercise 3a, page 5", NOT),
    ("I got 3 for the slope, is it right?", NOT),
    ("3 + 4", NOT),
    ("今天好热", NOT),
    ("😂", NOT),
    (" \t\n ", NOT),
    ("x,x,x,x,x,x,x,x,x,x,x,x", NOT),
    ("x^2", "bare-formula"),
    ("f(x) = x^2", "bare-formula"),
    ("Let f(x) be the blue derivative of x^2. What is the derivative of f(x)?", NOT),
    ("slope", "no-formula"),
    ("导数", "no-formula"),
    ("gradient at 3", "no-formula"),
    ("what is a derivative?", "concept-derivative"),
    ("什么是导数？", "concept-derivative"),
    ("导数是什么意思", "concept-derivative"),
    ("what is slope", "concept-slope"),
    ("斜率是什么", "concept-slope"),
    ("what does nudge mean", "concept-nudge"),
    ("切线是什么", "concept-tangent"),
    ("what is a limit", "concept-limit"),
    ("Thank you so much!", "concept-thanks"),
    ("hello there!", "concept-hello"),
    ("你好呀", "concept-hello"),
    ("what does d/da mean?", "concept-notation"),
    ("dx是什么意思", "concept-notation"),
    ("谢谢老师", "concept-thanks"),
    ("who are you?", "concept-you"),
    ("你是谁", "concept-you"),
    ("thanks to the slope we won", NOT),
    ("integrate x^2", "integral"),
    ("x^2的不定积分", "integral"),
    ("solve x^2 = 4", "solve"),
    ("解方程 x^2=4", "solve"),
    ("limit of sin(x)/x at 0", "limit"),
    ("求倒数 x^2 x=2", "reciprocal"),
    ("倒数怎么求", "reciprocal"),
    ("slope of x^2+y^2=25 at 3", "equation"),
    ("slope of x = 5 at 1", "equation"),
    ("dy/dx of x^2 y = 3", "equation"),
    ("slope of x<5 at 1", "inequality"),
    ("slope of x^2 at i", "imaginary"),
    ("slope of i^2 at 3", "imaginary"),
    ("slope of 1j*x at 1", "imaginary"),
    ("slope of I*x at 1", "imaginary"),
    ("slope of [0]*10**11 at 5", "unreadable"),
    ("slope of x[0]^2 at 5", "unreadable"),
    ("slope of x*y*z at 5", "which-variable"),
    ("slope of ab at 3", "which-variable"),
    ("slope of x;y;z at 5", "one-at-a-time"),
    ("slope of x^2 at 3 and x^3 at 4", "one-at-a-time"),
    ("slope of x^2 at nan", "point"),
    ("slope of x^2 at -inf", "point"),
    ("slope of test at 1", "unknown-name"),
    ("slope of x#comment at 1", "unreadable"),
    ("slope of 5%x at 1", "percent"),
    ("slope of x*х at 3", "look-alike"),
    ("slope of " + "x+" * 800 + "x", "too-long"),
    ("(" * 4000, "too-long"),
    ("好" * 4096, "too-long"),
    ("x" * 5000, "too-long"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[text[:30] for text, _ in REFUSED])
def test_what_is_no_request_is_refused_with_its_reason(text, reason):
    with pytest.raises(Misunderstood) as trouble:
        read(text)
    assert trouble.value.reason == reason


# What stock parsers read wrongly without a word.
TRAPS = {
    "a lost superscript": ("slope of x2 at 3", "x^2"),
    "lnx": ("slope of lnx at 2", "ln(x)"),
    "sinx": ("slope of sinx at 0", "sin(x)"),
    "relu": ("slope of relu(x) at 1", "relu(x)"),
    "e is e": ("slope of xe^x at 1", "x*e^x"),
    "x in italics": ("slope of 𝑥^2 at 3", "x^2"),
    "half of x": ("slope of 1/2x at 4", "1/2*x"),
    "x factorial is no exclamation": ("slope of x! at 2", "factorial(x)"),
    "an exclamation is no factorial": ("slope of x^2 at 3!", "x^2"),
    "a minus from the web": ("slope of −x at 1", "-x"),
}


@pytest.mark.parametrize(("text", "formula"), TRAPS.values(), ids=TRAPS.keys())
def test_no_trap_is_read_wrongly(text, formula):
    assert read(text).request.formulas == (formula,)


def test_an_exclamation_after_the_point_leaves_the_point():
    assert read("slope of x^2 at 3!").request.points == ("3",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("3a在5处的斜率", "zh"),
        ("slope of x² 在 3", "zh"),
        ("f(a)=3a，a=5", "zh"),
        ("slope of 3a at 5", "en"),
        ("hello", "en"),
        ("3a @ 5", None),
        ("sin(x), x=2", None),
        ("", None),
    ],
)
def test_a_message_shows_its_language(text, language):
    assert language_of(text) == language


ANYTHING = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = [
    *("slope of ", "d/dx ", "f'(", "at ", "x", "^", "(", ")", "|", "\\frac{", "}", "在", "的"),
    *("导数", "1", "e5", ",", "=", "f(x)=", " if ", "<", "√", "²", "sin ", "!", "%", "and "),
    *("let f(x) be the derivative of ", "\\begin{cases}", "&", "lambda x:", "'", "log_"),
]


@ANYTHING
@given(strategies.text(max_size=80), strategies.booleans())
def test_no_text_raises_anything_but_misunderstood(text, explicit):
    _read(text, explicit)


@ANYTHING
@given(strategies.lists(strategies.sampled_from(PIECES), max_size=30), strategies.booleans())
def test_no_jumble_of_phrases_raises_anything_but_misunderstood(pieces, explicit):
    _read("".join(pieces), explicit)


def _read(text, explicit):
    before = read("slope of a^2 at 2").request
    for earlier in (None, before):
        for language in LANGUAGES:
            assert _sentence(text, earlier, explicit, words(language)["misunderstood"])


def _sentence(text, earlier, explicit, sentences):
    try:
        return read(text, earlier, explicit=explicit)
    except Misunderstood as trouble:
        return sentences[trouble.reason].format_map(dict(trouble.slots))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_in_a_sentence_can_be_asked(language):
    for reason, sentence in words(language)["misunderstood"].items():
        example = sentence.replace("：", ":").rpartition(": ")[2] or sentence
        example = example.rpartition(":")[2].rstrip("。.")
        request = read(example.format(formula="x^2", name="f", point="3", letter="x"))
        assert request.language == language, (reason, json.dumps(example))


def test_both_languages_have_a_sentence_for_the_same_reasons():
    reasons = [set(words(language)["misunderstood"]) for language in LANGUAGES]
    assert reasons[0] == reasons[1]
