"""Telegram: an update becomes an event for the tutor, and its reply becomes messages.

door.py       everything that is listened to, in order, each with its why
addressed.py  whether a message was meant for us, and what it says
commands.py   what each command means, and the menu
messages.py   a question is answered once, a corrected one in place
taps.py       a button changes the answer that it is under
inline.py     what is typed behind our name, in any chat, is answered as it is typed
newest.py     of what a learner types only the newest counts
guest.py      called by our name in a chat that we are not in
anywhere.py   a reply for chats that we know nothing of
taps_anywhere.py  anyone may tap an inline message
shelf.py      where pictures get the file_id by which they go into any chat
groups.py     groups: greeted once, left where we may not be, followed when they move
admins.py     who may change what holds for a whole group
copies.py     a copy of an answer in a group, for whoever may not tap it
answer.py     a turn goes out: kept, drawn, delivered and noted
deliver.py    a reply becomes calls to Telegram
buttons.py    what a button carries
pace.py       how fast, and how often
paced.py      how fast, where several machines speak for one bot
wire.py       how a call reaches Telegram, over HTTP
allowance.py  how much is answered in a minute, in a group and to one learner
slow.py       who waits long in private sees that we are at it
trouble.py    what went wrong becomes a sentence
desk.py       takes an event to the tutor
place.py      where a reply belongs
quiz.py       a quiz in a group: polls, votes, one score
polls.py      a question becomes a poll with its pictures
rounds.py     whose turn it is with a quiz, and its clock
recent.py     what was replied lately
turns.py      how it was answered lately
sharing.py    what several machines that answer for one bot know together
intake.py     an update is on disk before Telegram is told that we have it
order.py      one at a time in a chat, and no chat waits for another
serve.py      start, listen, stop: nothing lost
journal.py    a line of log for each request, without its words
secret.py     the token, kept out of every log
"""

from handlers.allowance import Allowance as Allowance
from handlers.desk import Desk as Desk
from handlers.door import application as application
from handlers.secret import hide as hide
from handlers.serve import Refused as Refused
from handlers.serve import serve as serve
from handlers.sharing import shared as shared
from handlers.sharing import tending as tending
from handlers.shelf import Shelf as Shelf
