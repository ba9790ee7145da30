"""A few processes that think: a short and fair queue, limits on time and memory, SIGKILL.

line.py       who is next
pool.py       Workers: which worker does it, and what happens when it overruns or dies
nursery.py    the warmed process that workers are forked from, as the bot holds it
work.py       what runs in that process and in a worker
wire.py       the frames between them
"""

from bot.workers.line import Busy as Busy
from bot.workers.line import Limits as Limits
from bot.workers.pool import TooLong as TooLong
from bot.workers.pool import Workers as Workers
