"""The course, practice and the quiz: what is asked of a learner, and what is said to an answer.

study.py      what belongs here, among all that a learner does
lessons.py    the way through the course, card by card
chapters.py   the cards as plan.toml has them; cards.py, their words
practice.py   rounds of questions: what follows an answer
making.py     questions from the engine, by kind and level
questions.py  the numbers that a question is about
judging.py    an answer to any question -> the verdict
answers.py    whether a number or a rule is right, and if not, which slip it shows
guesses.py    all that an answer may be, and the slip that leads to it
options.py    answers to choose from
quiz.py       the quiz of a group: polls, votes and the score
guessing.py   an answer under a cover, to be guessed first
slips.py      derivatives as they come out when a rule is forgotten
verdicts.py   questions, verdicts and progress in words
graded.py     a practice answer as JSON
"""
