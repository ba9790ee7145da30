"""How pictures look: every colour, size and line width, in one block."""

from typing import Literal

Look = Literal["light", "dark"]
