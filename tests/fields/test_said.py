"""What a row says of consent: every answer counts, and the most restrictive first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.fields.said import NO, SAID, SAYING_YES, YES, what_rows_say


def said(**cells):
    table = {name: texts([cell]) for name, cell in cells.items()}
    return SAID[what_rows_say(table.get, 1)[0]]


CASES = {  # cells -> what the row says
    "nothing": ({}, "nothing"),
    "blanks": ({"consent": " ", "email_opt_out": ""}, "nothing"),
    "yes": ({"consent": "Ja"}, "yes"),
    "no": ({"consent": "nein"}, "no"),
    "unclear": ({"consent": "maybe"}, "unclear"),
    "yes to e-mail": ({"email_consent": "oui"}, "yes"),
    "yes to calls": ({"phone_consent": "sì"}, "yes"),
    "yes to post": ({"post_consent": "tak"}, "yes"),
    "no to calls": ({"phone_consent": "non"}, "no"),
    "a subscriber": ({"mailing_status": "Subscribed"}, "yes"),
    "one who left": ({"mailing_status": "Unsubscribed"}, "no"),
    "a subscriber in waiting": ({"mailing_status": "pending"}, "unclear"),
    "a no beats every yes": ({"consent": "no", "email_consent": "yes", "phone_consent": "yes"}, "no"),
    "yes to mail, no to calls": ({"email_consent": "yes", "phone_consent": "no"}, "yes"),
    "yes, and then no to mail": ({"consent": "yes", "email_consent": "no"}, "no"),
    "yes, and opted out of mail": ({"consent": "yes", "email_opt_out": "2026-03-01"}, "no"),
    "yes, opted out of mail, and other channels": ({"consent": "yes", "email_opt_out": "x", "consent_channels": "phone"}, "yes"),
    "yes, and opted out of calls": ({"consent": "yes", "phone_opt_out": "x"}, "yes"),
    "yes, and has left": ({"consent": "yes", "mailing_status": "unsubscribed"}, "no"),
    "yes, and did not opt out": ({"consent": "yes", "email_opt_out": "no"}, "yes"),
    "no opt-out is no yes": ({"email_opt_out": "no"}, "nothing"),
    "a bounce is no answer": ({"mailing_status": "hard bounced"}, "nothing"),
    "a remark that closes all": ({"consent": "yes", "remark_flags": "competitor; no_contact"}, "no"),
    "refused in an earlier run": ({"consent": "yes", "refused": "email eva@x.example.com"}, "no"),
    "refused another channel in an earlier run": ({"consent": "yes", "refused": "call +498999998123"}, "yes"),
    "an opt-out nobody understands": ({"email_consent": "yes", "email_opt_out": "who knows"}, "no"),
    "opted out of one, agreed to the other": ({"email_opt_out": "yes", "phone_consent": "yes"}, "yes"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "answer"), CASES.values(), ids=CASES)
def test_what_a_row_says(cells, answer):
    assert said(**cells) == answer


ANSWERING = (*SAYING_YES, "email_opt_out", "phone_opt_out", "post_opt_out")
cell = st.sampled_from(["", " ", "yes", "ja", "no", "nein", "x", "?", "unsubscribed", "subscribed"])
rows = st.lists(st.fixed_dictionaries(dict.fromkeys(ANSWERING, cell)), min_size=1, max_size=20)


@given(rows)
def test_no_yes_without_one(rows):
    """Each row by itself; a yes needs one, and a no to everything leaves none."""
    table = {name: texts([row[name] for row in rows]) for name in ANSWERING}
    codes = what_rows_say(table.get, len(rows))
    for row, code in zip(rows, codes, strict=True):
        assert SAID[code] == said(**row)
        if code == YES:
            assert {"yes", "ja", "x", "subscribed"} & set(row.values())
            assert said(**{**row, "consent": "no"}) == "no"
        refused = {**row, "email_opt_out": "x", "phone_opt_out": "x", "post_opt_out": "x"}
        assert said(**refused) == SAID[NO]
