"""``leadkit profile`` in Python: what is in lists, before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.reporting.page import Page, page_of
from leadkit.reporting.profile.figures import ProfileFigures
from leadkit.reporting.profile.options import ProfileOptions

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


class Profile:
    """What is in some lists: as figures, as JSON, as a page; in Jupyter it shows itself.

    Cells of people are masked in all of them, unless ``show_values`` is true.
    """

    def __init__(self, figures: ProfileFigures, show_values: bool = False) -> None:
        self.figures, self.show_values = figures, show_values

    def as_dict(self) -> dict[str, Any]:
        """Return the profile with the keys that ``leadkit profile --json`` writes."""
        from leadkit.reporting.profile.as_json import as_keys

        return as_keys(self.figures, self.show_values)

    def as_json(self) -> str:
        """Return the profile as ``leadkit profile --json`` writes it."""
        from leadkit.reporting.profile.as_json import profile_json

        return profile_json(self.figures, self.show_values)

    def html(self) -> Page:
        """Return the profile as a page, as ``leadkit profile -o profile.html`` writes it."""
        from leadkit.reporting.profile.sheet import profile_sheet

        return page_of(profile_sheet(self.figures, self.show_values))

    def _repr_html_(self) -> str:
        return self.html()._repr_html_()

    def __repr__(self) -> str:
        from leadkit.base.how_many import how_many

        figures = self.figures
        rows, lists = how_many(figures.rows, "row"), how_many(len(figures.lists), "list")
        return f"<Profile of {rows} in {lists}; .html(), .as_dict(), .figures>"


def profile(
    lists: Leads | str | Path | Sequence[str | Path] | Mapping[str, Leads],
    options: ProfileOptions | None = None,
    show_values: bool = False,
) -> Profile:
    """Tell what is in lists before anything is changed, as ``leadkit profile`` does.

    ``lists`` is a path, or several (files, folders, patterns), or a frame, or frames by their
    names, as import_leads takes them. Nothing is written. Of lists of over 10,000 rows what clean,
    dedupe and consent say is an estimate, and says so; all else is counted in every row.

    Raises LeadkitError for files that cannot be read, all of them at once, and for options that
    make no sense.

    >>> import pandas as pd
    >>> badges = pd.DataFrame({"E-Mail": ["eva@meier.example.com", "eva(at)", None], "Hall": "4b"})
    >>> found = profile({"badges.csv": badges}).as_dict()
    >>> [(one["header"], one["taken_for"], one["filled"]) for one in found["lists"][0]["columns"]]
    [('E-Mail', ['email'], 2), ('Hall', [], 3)]
    """
    from leadkit.base.frames import refuse_options
    from leadkit.importing.frames import OF_FILES, lists_given
    from leadkit.reporting.profile.read import read_profile

    options = options or ProfileOptions()
    of_files = isinstance(lists, str | Path | Sequence)
    refuse_options("profile", options, ProfileOptions, {} if of_files else OF_FILES)
    return Profile(read_profile(lists_given(lists, "profile"), options), show_values)
