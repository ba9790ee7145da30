"""A few processes that think: a short and fair queue, limits on time and memory, SIGKILL.

pool.py       Workers: which worker does what, and what happens when one overruns or dies
line.py       who is next
worker.py     a worker as the bot sees it
nursery.py    the warmed process that workers are forked from, as the bot sees it
inside.py     what runs inside the nursery and inside a worker
confinement.py  what a worker may not do
timed.py      how long a turn's steps take
wire.py       the frames between them
"""

from bot.workers.line import Busy as Busy
from bot.workers.line import Limits as Limits
from bot.workers.pool import TooLong as TooLong
from bot.workers.pool import Workers as Workers
from bot.workers.timed import timed as timed
