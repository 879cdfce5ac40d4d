"""Nobody is contacted at an address or number that any input refused for that channel.

Small worlds at random: a few people with several addresses, rows of several lists and weeks, in any
order and spelling, merged or not and taken apart again, with lists of those not to be contacted.
"""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from leadkit import classify_leads, dedupe_leads, read_consent, read_lifecycle, unmerge_leads

RULES = {"lifecycle": read_lifecycle("lifecycle"), "consent": read_consent("consent")}
MAILS = [f"{name}@firm{number}.example.com" for name in ("eva", "jan", "info") for number in (1, 2)]
PHONES = ["+4989123450", "+4989123451", "+13125550193"]
NAMES = [("Eva", "Meier", "Acme GmbH"), ("Jan", "Kern", "Acme GmbH"), ("Eva", "Meier", "Voss AG")]
SPELLINGS = (str, str.upper, lambda mail: f" {mail} ", lambda mail: f"Eva <{mail}>",
             lambda mail: mail.replace("@", "+fair@"))  # fmt: skip
DIALLED = (str, lambda phone: f"00{phone[1:]}", lambda phone: f"{phone[:3]} {phone[3:]}")
PROOF = {"consent_at": "2026-01-31", "consent_source": "stand", "consent_text": "v2"}
# Cells that refuse, by the channels they close; and such as do not.
NO_TO = [
    ({"email_opt_out": "x"}, {"email"}),
    ({"phone_opt_out": "2026-02-01"}, {"call"}),
    ({"consent": "nein danke"}, {"email", "call"}),
    ({"email_consent": "No, thanks"}, {"email"}),
    ({"phone_consent": "no"}, {"call"}),
    ({"email_consent": "Ja, aber bitte nicht anrufen"}, {"call"}),
    ({"mailing_status": "unsubscribed"}, {"email"}),
    ({"mailing_status": "complained"}, {"email"}),
    ({"notes": "Bitte nicht mehr anrufen"}, {"call"}),
    ({"remark_flags": "no_contact", "remark_words": "no_contact: no ads"}, {"email", "call"}),
]
HARMLESS = [
    {}, {"consent": "yes", "consent_channels": "email and phone", **PROOF},
    {"email_consent": "Ja, gerne", **PROOF}, {"mailing_status": "subscribed", **PROOF},
    {"email_opt_out": "no", "phone_opt_out": "false"}, {"notes": "call back on Tuesday"},
]  # fmt: skip
COLUMNS = (
    "lead_id first_name last_name company country email email_2 other_emails phone mobile consent "
    "email_consent phone_consent consent_channels consent_at consent_source consent_text "
    "email_opt_out phone_opt_out mailing_status notes score score_engagement"
).split()
HELD = {
    "email": ("email", "email_2", "email_3", "other_emails"),
    "call": ("phone", "phone_2", "mobile", "other_phone", "other_phones"),
}
MAY = {"email": "may_email", "call": "may_call"}


@st.composite
def rows(draw, week: int):
    """Rows of one week's lists, and what they refuse."""
    table, refused = [], {"email": set(), "call": set()}
    for number in range(draw(st.integers(1, 5))):
        first, last, company = draw(st.sampled_from(NAMES))
        mails = draw(st.lists(st.sampled_from(MAILS), max_size=3, unique=True))
        phones = draw(st.lists(st.sampled_from(PHONES), max_size=2, unique=True))
        row = dict.fromkeys(COLUMNS, "") | {
            "lead_id": f"{week}{number}", "first_name": first, "last_name": last,
            "company": company, "country": draw(st.sampled_from(["DE", "US", "GB", ""])),
        }  # fmt: skip
        for name, mail in zip(("email", "email_2", "other_emails"), mails, strict=False):
            row[name] = draw(st.sampled_from(SPELLINGS))(mail)
        for name, phone in zip(("phone", "mobile"), phones, strict=False):
            row[name] = draw(st.sampled_from(DIALLED))(phone)
        cells, channels = draw(st.sampled_from(NO_TO + [(cells, set()) for cells in HARMLESS * 2]))
        table.append(row | cells)
        refused["email"].update(mails if "email" in channels else ())
        refused["call"].update(phones if "call" in channels else ())
    return pd.DataFrame(table, dtype="str").fillna(""), refused


@st.composite
def worlds(draw):
    """Weeks of lists; whether each is deduplicated or taken apart again; a list of opt-outs."""
    weeks = [draw(rows(week)) for week in range(draw(st.integers(1, 2)))]
    how = [draw(st.sampled_from(["as it is", "merged", "unmerged"])) for _ in weeks]
    out = draw(st.lists(st.sampled_from(MAILS), max_size=1))
    return weeks, how, out


def holds(row: pd.Series, channel: str) -> set[str]:
    """Return the addresses or numbers of a lead, whatever their spelling, by this test's own eyes."""
    text = " ".join(str(row.get(name, "")) for name in HELD[channel])
    if channel == "email":
        text = text.lower().replace("+fair@", "@")
        return {mail for mail in MAILS if mail in text}
    digits = text.replace(" ", "").replace("+", "00")
    return {phone for phone in PHONES if phone.replace("+", "00") in digits}


def play(world) -> None:
    weeks, how, out = world
    refused: dict[str, set[str]] = {"email": set(out), "call": set()}
    before = None
    listed = pd.DataFrame({"email": out}, dtype="str") if out else None
    told = {**RULES, "as_of": "2026-03-01", "suppress_email": listed}
    for (leads, no), treated in zip(weeks, how, strict=True):
        for channel, addresses in no.items():
            refused[channel] |= addresses
        if treated != "as it is":
            done = dedupe_leads(leads)
            leads = done.leads
            if treated == "unmerged" and len(done.merges):
                leads = unmerge_leads(done.leads, done.merges)
        said = classify_leads(leads, last_run=before, **told)
        for _, row in said.iterrows():
            for channel, may in MAY.items():
                assert row[may] == "no" or not holds(row, channel) & refused[channel], (
                    channel, row[row != ""].to_dict(),
                )  # fmt: skip
        again = classify_leads(said, last_run=before, **told)
        assert again[said.columns.tolist()].equals(said)
        known = [said] if before is None else [before, said]
        every = pd.concat(known, ignore_index=True).fillna("")
        before = every.drop_duplicates("lead_id", keep="last")


@given(worlds())
@settings(max_examples=15, derandomize=True)
def test_nobody_is_contacted_where_somebody_said_no(world):
    """In whatever order lists come, merged or not, this week and next."""
    play(world)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_nobody_is_contacted_where_somebody_said_no_in_thousands_of_worlds(part):
    """The same in 2,000 worlds, by four workers; other worlds in each part, the same each time."""

    @seed(part)
    @given(worlds())
    @settings(
        max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    def many(world):
        play(world)

    many()
