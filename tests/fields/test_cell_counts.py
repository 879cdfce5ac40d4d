"""What clean says of the cells of each column is what became of them."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from leadkit.clean import clean_stage
from leadkit.fields.cell_counts import column_of_code
from leadkit.fields.cleaner import CleanOptions

CELLS = {
    "email": ["", "eva@x.example.com", " EVA@X.Example.COM ", "eva(at)x", "n/a", "a@b@c"],
    "phone": ["", "+493012345678", "030 12345678", "12", "089/1234567-12", "n/a"],
    "full_name": ["", "Eva Meier", "MEIER, EVA", "Muster GmbH", "n/a"],
    "country": ["", "DE", "Deutschland", "Atlantis"],
    "employees": ["", "12", "1.000", "many"],
}
ROW = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()})


@given(st.lists(ROW, min_size=1, max_size=12), st.booleans())
def test_counts_are_those_of_a_plain_loop(rows, drop):
    """Fine, mended, doubtful, emptied and gained, by looking at each cell before and after."""
    leads = pd.DataFrame(rows, dtype="str")
    options = CleanOptions(region="DE", drop_placeholders=drop)
    outcome = clean_stage(options).apply(leads)
    after = outcome.leads
    known = [name for name in outcome.cells if name in after]
    for name in known:
        wanted = dict.fromkeys(("fine", "mended", "doubtful", "emptied", "gained"), 0)
        for row in range(len(after)):
            was = leads[name][row] if name in leads else ""
            now, codes = after[name][row], after["issues"][row].split("; ")
            if not was:
                wanted["gained"] += now != ""
            elif any(column_of_code(code) == name for code in codes):
                wanted["doubtful"] += 1
            elif not now:
                wanted["emptied"] += 1
            else:
                wanted["fine" if was == now else "mended"] += 1
        assert outcome.cells[name] == wanted, name
    filled = {name for name in CELLS if (leads[name] != "").any()}
    assert filled <= set(known)


def test_batches_add_up(leads_of):
    """The counts of parts of a list are those of the whole."""
    leads = leads_of(email=["a@x.example.com", "A@X.Example.com", "no"] * 4)
    stage = clean_stage(CleanOptions())
    whole = stage.apply(leads).cells["email"]
    parts = [stage.apply(leads.iloc[at : at + 3].reset_index(drop=True)).cells["email"]
             for at in range(0, 12, 3)]  # fmt: skip
    assert whole == {word: sum(part[word] for part in parts) for word in whole}
    assert whole == {"fine": 4, "mended": 4, "doubtful": 4, "emptied": 0, "gained": 0}
