"""Nudge: read what was said, teach it, tell and draw it, deliver the reply.

handlers/            the only one to speak Telegram: an update becomes an Event, a Reply messages
bot/                 owns processes, disk and configuration
  __main__.py        the command line, `nudge`
  starting.py        everything put together and started, on Telegram or in the local chat
  asking.py          `nudge ask`: lines in, JSON out
  gallery.py         `nudge gallery`: every kind of picture
  config.py          Config, from config.toml and the environment
  workers/           a few processes that think; a short queue; limits on time and memory
  memory/            what is remembered: scenes, answers, pictures, the inbox
  fleet/             many machines over one PostgreSQL: who receives, who works, the queue between
  localchat/         a Bot API server on this machine, and the page to chat in
  listening.py       a web server inside our loop, for the local chat and for the fleet
  tutor/             the heart, pure: turn(event, scene) -> Turn(reply, scene)
    turn.py          the one door; scene.py, what goes through it; changes.py, what a button changes
    pages.py         what a command opens: settings, help and their like
    record.py        a turn as JSON
    course/          what is asked of a learner, and what is said to an answer
    reading/         words -> Request, formula -> tree
    calculus/        Request -> Lesson
    numerals.py      how a number is written, in words and in pictures alike
    telling/         Lesson -> words
    drawing/         Lesson -> picture
    steps.py         which step is done, for whoever has a clock
    languages/       en.toml, zh.toml: nothing else holds words
"""
