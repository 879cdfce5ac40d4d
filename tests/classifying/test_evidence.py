"""What proves a consent: which of it is missing, and in which words that is said."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.evidence import MOST_EVIDENCE, missing_evidence
from leadkit.fields.spans import NO_DAY, as_day, day_number
from leadkit.rules.batch import Batch

AS_OF = as_day("2026-10-31").toordinal()
EVIDENCE = ("consent_at", "consent_source", "consent_text")
PROOF = {"consent_at": "2026-10-06", "consent_source": "stand", "consent_text": "v2"}


def told(cells, evidence=EVIDENCE, as_of=AS_OF):
    batch = Batch(pd.DataFrame([{"lead_id": "1", **cells}], dtype="str"))
    codes, words = missing_evidence(batch, evidence, as_of)
    return words[codes[0]]


CASES = {  # cells -> what is missing
    "nothing": (PROOF, ""),
    "all": ({}, "day, source, wording"),
    "day": ({**PROOF, "consent_at": " "}, "day"),
    "source": ({**PROOF, "consent_source": ""}, "source"),
    "wording": ({**PROOF, "consent_text": "  "}, "wording"),
    "day and wording": ({"consent_source": "stand"}, "day, wording"),
    "today": ({**PROOF, "consent_at": "2026-10-31 23:59"}, ""),
    "tomorrow": ({**PROOF, "consent_at": "2026-11-01"}, "day: still to come"),
    "tomorrow and more": ({"consent_at": "1.11.2026"}, "day: still to come, source, wording"),
    "two days at once": ({**PROOF, "consent_at": "06/10/2026"}, "day: cannot be read"),
    "no day": ({**PROOF, "consent_at": "at the stand"}, "day: cannot be read"),
}


@pytest.mark.parametrize(("cells", "missing"), CASES.values(), ids=CASES)
def test_the_words_say_which(cells, missing):
    """Each piece of evidence that is wanting is named, and a day that does not count as such."""
    assert told(cells) == missing


def test_without_a_day_to_count_from_no_day_is_to_come():
    assert told({**PROOF, "consent_at": "2999-01-01"}, as_of=NO_DAY) == ""


def test_other_evidence_goes_by_its_name():
    evidence = ("confirmed_at", "consent_ip")
    assert told({}, evidence) == "confirmed_at, consent_ip"
    assert (
        told({"confirmed_at": "2027-01-01"}, evidence) == "confirmed_at: still to come, consent_ip"
    )


cell = st.sampled_from(["", " ", "2026-10-06", "2027-01-01", "03/04/2026", "stand"])
rows = st.lists(st.fixed_dictionaries(dict.fromkeys(EVIDENCE, cell)), min_size=1, max_size=12)


@given(rows, st.permutations(EVIDENCE), st.integers(0, 3))
def test_a_code_is_nought_where_all_evidence_is_there_and_nowhere_else(rows, order, many):
    """Whatever columns a table asks for, each row is told by itself, as the plain reading has it."""
    evidence = order[:many]
    codes, words = missing_evidence(Batch(pd.DataFrame(rows, dtype="str")), evidence, AS_OF)
    for row, code in zip(rows, codes, strict=True):
        proven = all(
            0 < day_number(row[name]) <= AS_OF if name == "consent_at" else row[name].strip()
            for name in evidence
        )
        assert (code == 0) == proven == (words[code] == "")
        assert words[code] == told(row, evidence)


def test_too_much_evidence_is_refused_where_it_is_written(tmp_path):
    """Each combination has words of its own, so their number has an end."""
    table = tmp_path / "consent.yaml"
    lines = "lines: [{for: email, when: {address: 'no'}, may: 'no', basis: no address}]\n"
    names = [f"proof_{number}" for number in range(MOST_EVIDENCE + 1)]
    table.write_text(f"evidence: [{', '.join(names)}]\n{lines}", "utf-8")
    with pytest.raises(LeadkitError, match=r"consent\.yaml:1: .* at most 8"):
        read_consent(table)
    table.write_text(f"evidence: [{', '.join(names[1:])}]\n{lines}", "utf-8")
    assert len(read_consent(table).evidence) == MOST_EVIDENCE
