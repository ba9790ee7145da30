"""Deep links: what they carry comes back, and what is no request is nothing."""

import pytest

from handlers.links import payload, text_of

REQUESTS = ["slope of 3a at 5", "3a在5处的斜率", "x²?", "a", "x" * 48]

NO_REQUESTS = {
    "nothing": "",
    "an advert's tag": "spring-campaign",
    "another tag": "abcd",
    "a length that nothing has": "c2xvc",
    "no base64": "c2xv cGU!",
    "no UTF-8": "_____w",
    "bits that nobody wrote": "YR",
    "a line's end": "YQpi",
    "a NUL": "AGEA",
    "a direction turned round": "4oCuYQ",
    "a copy of an answer": "c_AAAAAAAAAAA",
}


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_comes_back_as_it_was(text):
    packed = payload(text)
    assert len(packed) <= 64
    assert text_of(packed) == text


@pytest.mark.parametrize("packed", NO_REQUESTS.values(), ids=NO_REQUESTS)
def test_what_was_never_packed_is_nothing(packed):
    assert text_of(packed) == ""


@pytest.mark.parametrize("text", ["", "x" * 49, "斜" * 17], ids=["empty", "long", "long in UTF-8"])
def test_what_does_not_fit_has_no_link(text):
    assert payload(text) is None
