"""How the tables came about: one module in versions/ per step, written by hand.

A test compares where the steps lead with `bot.memory.tables`.
"""
