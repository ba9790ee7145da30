"""HTML is read as strictly as Telegram's server reads it."""

import pytest

from bot.localchat.entities import formatted
from bot.localchat.errors import Refused

ACCEPTED = {
    "plain": ("3 > 2", "3 > 2", []),
    "bold": ("<b>slope</b> 3", "slope 3", [("bold", 0, 5)]),
    "synonyms": (
        "<strong>a</strong><em>b</em><ins>c</ins><del>d</del>",
        "abcd",
        [("bold", 0, 1), ("italic", 1, 1), ("underline", 2, 1), ("strikethrough", 3, 1)],
    ),
    "nested": ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    "upper case": ("<B>a</B>", "a", [("bold", 0, 1)]),
    "UTF-16 offsets": ("😀<b>導</b>", "😀導", [("bold", 2, 1)]),
    "named references": ("&lt;b&gt; &amp; &quot;", '<b> & "', []),
    "numeric references": ("&#60;&#x3C;", "<<", []),
    "reference without semicolon": ("a &lt b", "a < b", []),
    "unknown reference stays": ("&times; & &nbsp;", "&times; & &nbsp;", []),
    "empty tag": ("a<b></b>", "a", []),
    "end tag without a name": ("<b>a</>", "a", [("bold", 0, 1)]),
    "link": ('<a href="https://e.org/?a&amp;b">x</a>', "x", [("text_link", 0, 1)]),
    "bare attribute": ("<a href=e.org>x</a>", "x", [("text_link", 0, 1)]),
    "link to nowhere is dropped": ('<a href="x">y</a>', "y", []),
    "link to its own text": ("<a>😀 e.org</a>", "😀 e.org", []),
    "spoiler": (
        '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
        "ab",
        [("spoiler", 0, 1), ("spoiler", 1, 1)],
    ),
    "quotations": (
        "<blockquote>a</blockquote><blockquote expandable>b</blockquote>",
        "ab",
        [("blockquote", 0, 1), ("expandable_blockquote", 1, 1)],
    ),
    "code is opaque": ("<code>/slope</code> /help", "/slope /help",
                       [("code", 0, 6), ("bot_command", 7, 5)]),
    "trimmed": ("  \n<b>a</b> \n", "a", [("bold", 0, 1)]),
    "trimmed only as far as an entity": ("<b> a</b>", " a", [("bold", 0, 2)]),
}  # fmt: skip
REFUSED = {
    "comparison": ("a<b", "Unclosed start tag at byte offset 1"),
    "comparison with a number": ("f < 3 and b > 2", 'Unsupported start tag "" at byte offset 2'),
    "unknown tag": ("x<p>y</p>", 'Unsupported start tag "p" at byte offset 1'),
    "line break": ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
    "offset counts bytes": ("導<p>", 'Unsupported start tag "p" at byte offset 3'),
    "not closed": ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    "crossed": (
        "<b><i>a</b></i>",
        'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    "never opened": ("a</b>", "Unexpected end tag at byte offset 1"),
    "end tag unfinished": ("<b>a</b", "Unclosed end tag at byte offset 4"),
    "attribute without a name": (
        "<b =x>a</b>",
        'Empty attribute name in the tag "b" at byte offset 0',
    ),
    "attribute unfinished": ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    "quote unfinished": ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    "strange bare value": ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    "plain span": ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    "half a surrogate pair": (
        "&#xD83D;",
        (
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        ),
    ),
}
RECOGNISED = {
    "command first": ("/slope 3a at 5", ["/slope"]),
    "command by name": ("/slope@nudge_local_bot 3a", ["/slope@nudge_local_bot"]),
    "command in the middle": ("try /help or /start.", ["/help", "/start"]),
    "command before a comma": ("/help, please", ["/help"]),
    "mention": ("hey @nudge_local_bot!", ["@nudge_local_bot"]),
    "address": ("see https://e.org/a?b.", ["https://e.org/a?b"]),
}
NOTHING = {
    "fraction": "3/4a and x/y",
    "two slashes": "//slope",
    "no word boundary": "/slope求",
    "half a tag": "</slope>",
    "mail": "ada@example.org",
    "a lone slash": "/ 2",
}


@pytest.mark.parametrize(("html", "text", "entities"), ACCEPTED.values(), ids=ACCEPTED)
def test_html_becomes_text_and_entities(html, text, entities):
    read = formatted(html, "HTML")
    assert read.text == text
    assert [(e.type, e.offset, e.length) for e in read.entities] == entities


@pytest.mark.parametrize(("html", "reason"), REFUSED.values(), ids=REFUSED)
def test_html_is_refused_in_telegram_s_words(html, reason):
    with pytest.raises(Refused) as refusal:
        formatted(html, "html")
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(("text", "parts"), RECOGNISED.values(), ids=RECOGNISED)
def test_commands_mentions_and_addresses_are_found_in_plain_text(text, parts):
    entities = formatted(text).entities
    assert [text[e.offset : e.offset + e.length] for e in entities] == parts


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_only_looks_like_a_command_is_none(text):
    assert formatted(text).entities == ()


def test_a_link_keeps_its_address_decoded():
    (link,) = formatted('<a href="https://e.org/?a&amp;b">x</a>', "HTML").entities
    assert link.as_json()["url"] == "https://e.org/?a&b"


def test_other_parse_modes_are_refused():
    with pytest.raises(Refused, match="unsupported parse_mode"):
        formatted("*a*", "MarkdownV2")
