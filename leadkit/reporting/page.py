"""A sheet as one HTML file: no script, no request, light and dark, printable."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

    from leadkit.reporting.sheet import Sheet


class Page(str):
    """A page of HTML, which Jupyter shows in a frame of its own, where none of it can run."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox srcdoc="{escape(self)}" title="leadkit"'
            ' style="width:100%;height:80vh;border:0"></iframe>'
        )


def page_of(sheet: Sheet) -> Page:
    """Return a sheet as a page of HTML.

    >>> from leadkit.reporting.sheet import Sheet
    >>> page = page_of(Sheet("<script>alert(1)</script>", "An invented list"))
    >>> "<script" in page, "&lt;script&gt;alert" in page
    (False, True)
    """
    return Page(_environment().get_template("page.html.j2").render(sheet=sheet))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("leadkit.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
