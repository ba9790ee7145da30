"""The bots that are measured: `python tests/benchmarks/bots.py nudge|bare PORT FOLDER`.

Nudge is the whole program; when it is asked to stop, it writes FOLDER/steps.json: by step how
often it was done and in how many seconds, waiting included.
The bare bot echoes a photo by its file_id, and does nothing else.
"""

import asyncio
import json
import sys
import time
from functools import wraps
from pathlib import Path
from typing import Any

from crowd import TOKEN
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.config import Config
from bot.memory.answers import Answers
from bot.memory.inbox import Inbox
from bot.starting import on_telegram
from handlers import deliver
from handlers.desk import Desk

STEPS = {
    "inbox": ((Inbox, "store"), (Inbox, "answered")),
    "scene": ((Desk, "scene"),),
    "ask": ((Desk, "ask"),),
    "draw": ((Desk, "drawn"),),
    "send": ((deliver, "send"),),
    "save": ((Desk, "keep"), (Desk, "save"), (Answers, "sent"), (Desk, "note_picture")),
}


def nudge(base_url: str, folder: Path) -> None:
    times: dict[str, list[float]] = {step: [] for step in STEPS}
    for step, functions in STEPS.items():
        for owner, name in functions:
            setattr(owner, name, _timed(getattr(owner, name), times[step]))
    config = Config(
        telegram={"base_url": base_url},
        memory={"url": f"sqlite:///{folder}/nudge.db"},
        log={"level": "ERROR"},
    )
    asyncio.run(on_telegram(config, TOKEN))
    steps = {step: (len(taken), sum(taken)) for step, taken in times.items()}
    (folder / "steps.json").write_text(json.dumps(steps))


def _timed(function: Any, times: list[float]) -> Any:
    @wraps(function)
    async def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return await function(*arguments, **named)
        finally:
            times.append(time.perf_counter() - start)

    return timed


def bare(base_url: str, _: Path) -> None:
    app = ApplicationBuilder().token(TOKEN).base_url(base_url).concurrent_updates(256).build()
    app.add_handler(MessageHandler(filters.TEXT, _echo))
    app.run_polling()


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.message
    assert message
    await message.reply_photo("1-1080", do_quote=True)


if __name__ == "__main__":
    bot, port, folder = sys.argv[1:]
    {"nudge": nudge, "bare": bare}[bot](f"http://127.0.0.1:{port}/bot", Path(folder))
