"""Request -> Lesson: exact calculus and the finite difference, each the other's witness."""
