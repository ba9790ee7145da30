"""Request -> Lesson: exact calculus and the finite difference, each the other's witness."""

from bot.tutor.calculus.teach import everywhere as everywhere
from bot.tutor.calculus.teach import tangent as tangent
from bot.tutor.calculus.teach import teach as teach
from bot.tutor.calculus.written import node_of as node_of
