"""The log has a line for each request, with what it took, and no word of any learner."""

import logging
import re
from collections import Counter

import pytest
from stage import LATE, bot_beside_us

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECRET = "geheimnis"
LINE = re.compile(
    r"request kind=(\w+) language=(en|zh) read=(\d+\.\d{3}) taught=(\d+\.\d{3})"
    r" drawn=(\d+\.\d{3}) sent=(\d+\.\d{3}) took=(\d+\.\d{3})"
)
SAID = {
    "an answer": ("slope of 12345 a at 5", "en"),
    "in Chinese": ("求 67891 a^2 在 a=2 处的导数", "zh"),
    "not understood": (f"slope of {SECRET} at 5", "en"),
    "a command": (f"/slope {SECRET}", "en"),
}


async def test_each_request_has_one_line_of_figures_and_no_words_at_any_level(
    workers, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG, logger="handlers")
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.INFO)
    async with bot_beside_us(tmp_path, workers=workers) as (telegram, desk):
        for text, _ in SAID.values():
            telegram.say(text)
            answer = await telegram.reply(within=LATE)
        telegram.say("slope of 24681 a^2 at 3")
        answer = await telegram.reply(within=LATE)
        telegram.tap(answer, "÷")
        await telegram.changed(within=LATE)
        telegram.forge(answer, SECRET)
        await telegram.notice(within=LATE)
        for _ in range(desk.allowance.learner + 1):  # the last is told that it is enough
            telegram.say("/slope 3a at 5", chat=telegram.group)
            await telegram.reply(telegram.group, within=LATE)
        await telegram.results(telegram.look_up(f"slope of {SECRET} a at 5"), within=LATE)
    lines = [LINE.fullmatch(one.getMessage()) for one in caplog.records if told(one)]
    assert all(lines)
    kinds = Counter(line[1] for line in lines)
    messages = 6 + desk.allowance.learner
    assert kinds == {"message": messages, "callback_query": 2, "inline_query": 1}
    assert [line[2] for line in lines[:4]] == [language for _, language in SAID.values()]
    read, taught, drawn, sent, took = map(float, lines[0].groups()[2:])
    assert min(read, taught, drawn, sent) > 0
    assert read + taught + drawn + sent <= took
    for word in (SECRET, "12345", "67891", "24681", "求"):
        assert word not in caplog.text


def told(record):
    return record.name == "handlers.journal"
