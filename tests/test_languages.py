"""Every language says everything, with the same slots."""

import re

import pytest

from bot.tutor.languages import LANGUAGES, words

OTHERS = [language for language in LANGUAGES if language != "en"]
# What learners say differs from language to language; what we say does not.
HEARD = {"ask"}


def sentences(table, path=()):
    """All strings under a table, by their path of keys."""
    if isinstance(table, str):
        return {path: table}
    pairs = enumerate(table) if isinstance(table, list) else table.items()
    return {
        where: text for key, part in pairs for where, text in sentences(part, (*path, key)).items()
    }


def said(language):
    tables = {name: part for name, part in words(language).items() if name not in HEARD}
    return sentences(tables)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_what_english_says_and_no_more(language):
    assert said(language).keys() == said("en").keys()


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_same_slots_in_every_language(language):
    def slots(text):
        return set(re.findall(r"{(\w+)}", text))

    different = {
        where: slots(text) ^ slots(said(language)[where])
        for where, text in said("en").items()
        if slots(text) != slots(said(language)[where])
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_left_in_another_language(language):
    for where, text in said(language).items():
        assert text.strip(), where
        if language == "zh" and re.search("[A-Za-z]{3}", re.sub(r"{\w+}", "", text)):
            assert re.search("[\u4e00-\u9fff]", text), where
        if language == "en":
            assert not re.search("[\u4e00-\u9fff]", text.replace("3a在5处的斜率", "")), where
