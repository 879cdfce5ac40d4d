"""How old suppression lists are, and what is told of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date

from leadkit.classifying.suppression_lists import SuppressionList
from leadkit.fields.spans import today

# A list of numbers not to call may be 31 days old: 16 CFR 310.4(b)(3)(iv).
MAX_AGE = 31  # days


def age_note(listed: SuppressionList, max_age: int, as_of: int) -> list[str]:
    """Return a warning where a list is older than it may be.

    Its age is that of its newest entry where it has a column of days, else that of the file.
    """
    if listed.left_behind:
        return []
    made, by = listed.newest, "its newest entry"
    if not made:
        made, by = date.fromtimestamp(os.stat(listed.name).st_mtime).toordinal(), "the file's date"
    as_of = as_of or today().toordinal()  # a warning only: it changes no result
    if as_of - made <= max_age:
        return []
    return [
        f"warning: {listed.name} is {as_of - made} days old by {by}, and may be {max_age}: who "
        "opted out since then is not on it; get a new one"
    ]


def notes_of(lists: Iterable[SuppressionList], max_age: int, as_of: int) -> list[str]:
    """Return what the user should know of the lists: what was passed over, how old they are."""
    notes = (note for one in lists for note in (*one.notes, *age_note(one, max_age, as_of)))
    return list(dict.fromkeys(notes))  # a list may be given for several channels
