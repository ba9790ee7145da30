"""Lesson -> picture."""
