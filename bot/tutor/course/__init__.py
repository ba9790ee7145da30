"""The course, practice and the quiz: what is asked of a learner, and what is said to an answer.

questions.py  a question, and the numbers that it is about
answers.py    whether an answer is right, and if not, which slip it shows
slips.py      derivatives as they come out when a rule is forgotten
verdicts.py   what the learner is told
"""
