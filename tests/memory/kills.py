"""Writes to a memory and is killed, again and again; prints what it was told is kept.

python kills.py URL ROUNDS SEED

The process forks (importing once is what makes a kill cheap): each child works and is killed.
"""

import asyncio
import itertools
import os
import random
import signal
import sys
import time

from bot.memory import open_memory
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene, Settings


async def work(url, start, pipe):
    async with open_memory(url) as memory:
        for number in itertools.count(start):
            request = Request(formulas=(str(number),))
            await memory.inbox.store(number, 1, f"update {number}")
            os.write(pipe, f'{{"stored": {number}}}\n'.encode())
            if number % 2:
                memory.inbox.at_work.is_on(number)
                await memory.inbox.answered(number)
                os.write(pipe, f'{{"answered": {number}}}\n'.encode())
            await memory.scenes.save(1, 0, number % 3, Scene(last=request))
            os.write(pipe, f'{{"saved": [{number % 3}, {number}]}}\n'.encode())
            await memory.settings.save(number % 3, Settings(nudge=str(number)))
            os.write(pipe, f'{{"set": [{number % 3}, {number}]}}\n'.encode())
            kept = await memory.answers.keep(request, chat=1, learner=7, question=number)
            os.write(pipe, f'{{"kept": ["{kept}", {number}]}}\n'.encode())


def main():
    url, rounds, order = sys.argv[1], int(sys.argv[2]), random.Random(int(sys.argv[3]))
    for turn in range(rounds):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            asyncio.run(work(url, turn * 1_000_000, writing))
        os.close(writing)
        with os.fdopen(reading) as lines:
            told = [lines.readline()] if turn % 2 else []  # every other one dies while it starts
            time.sleep(order.uniform(0.0, 0.03))  # the moment of the kill is what is random here
            os.kill(child, signal.SIGKILL)
            told += lines
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.writelines(line for line in told if line.endswith("\n"))


if __name__ == "__main__":
    main()
