"""Which kind of mailbox an address is: by whole columns as by the pattern and the set."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.classifying.mailboxes import KINDS, mailbox_kinds
from leadkit.fields.email.cleaner import ROLE_MAILBOXES
from leadkit.fields.email.domains import personal_domains

LOCAL = st.sampled_from(
    ["info", "INFO", "info+fair", "information", "eva", "ïnfo", "+", "", "sales-x"]
)
DOMAIN = st.sampled_from(["gmail.com", "GMX.de", "x.example.com", "xgmail.com", "", "gmail.com "])
EMAIL = st.builds("{}@{}".format, LOCAL, DOMAIN)
CELL = EMAIL | LOCAL | st.builds("{}; {}".format, EMAIL, EMAIL) | st.text("a+@ö.", max_size=5)


def kind_of(cell: str) -> str:
    """Return the kind of one cell, as a reader would tell it."""
    if "@" not in cell:
        return ""
    if re.match(rf"({'|'.join(ROLE_MAILBOXES)})(\+[^@]*)?@", cell, re.IGNORECASE):
        return "role"
    return "free" if cell.rpartition("@")[2].lower() in personal_domains() else "work"


@given(st.lists(CELL, max_size=8))
def test_kinds_of_a_column_are_those_of_its_cells(cells):
    assert [KINDS[kind] for kind in mailbox_kinds(texts(cells))] == [*map(kind_of, cells)]
