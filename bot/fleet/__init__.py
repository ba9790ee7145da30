"""Many machines over one PostgreSQL: who receives, who works, and the queue between them.

receive.py    an update is stored before Telegram is told that we have it
elected.py    of several machines one does what only one may
queue.py      the update and its job in one transaction, in the order of its chat
tables.py     the queue's own tables, made or brought up to date at the start
work.py       jobs are done: an update is answered as on one machine
lost.py       the jobs of a lost machine are taken over
patience.py   PostgreSQL may be away for a while: whatever is asked of it waits
listening.py  a web server inside our loop
health.py     what an operator asks a receiver or a worker
metrics.py    what came in, what became of it, how long it took, what waits

Nothing here is imported before many machines are asked for: it needs the extra `fleet`.
"""
