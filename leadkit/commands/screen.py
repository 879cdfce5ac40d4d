"""Tables and colours on a terminal, in which no text of somebody else is a command."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from leadkit.base.visible import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.segment import Segment
    from rich.text import Text


def styled(text: str, style: str = "") -> Text:
    """Return text in a style; square brackets in it are square brackets."""
    from rich.text import Text

    return Text(visible(text), style)


def screen(stderr: bool = False) -> Console:
    """Return what shows tables on standard output, or on standard error.

    Rich would read [red] in a cell as a colour, :wave: as a picture, and send control signs on.
    """
    from rich.console import Console
    from rich.segment import Segment

    class Screen(Console):
        def render_str(self, text: str, **how: Any) -> Text:
            return super().render_str(visible(text), **how)

        def render(self, *what: Any, **how: Any) -> Iterable[Segment]:
            for part in super().render(*what, **how):
                if part.control:
                    yield part
                else:  # whatever came here past render_str and styled
                    yield Segment(visible(part.text, but="\n"), part.style)

    return Screen(stderr=stderr, markup=False, emoji=False, highlight=False)
