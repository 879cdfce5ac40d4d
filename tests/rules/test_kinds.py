"""A file of another kind gets one answer, whichever reader it is given to."""

from __future__ import annotations

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.economics.channel_map import read_channel_map
from leadkit.handoff.target_file import read_target
from leadkit.routing.routing_file import read_routing
from leadkit.rules.kinds import FILE_KINDS
from leadkit.rules.remark_words import read_remark_words
from leadkit.rules.shipped import shipped_rules
from leadkit.rules.title_words import read_title_words
from leadkit.run.pipeline import read_plan
from leadkit.run.rule_files import KINDS
from leadkit.scoring.scorecard import read_scoring

READERS = {
    "a lifecycle": read_lifecycle,
    "a scoring file": read_scoring,
    "a routing file": read_routing,
    "a consent table": read_consent,
    "a list of remark words": read_remark_words,
    "a merge file": read_merge_rules,
    "a list of title words": read_title_words,
    "a target": read_target,
    "a channel map": read_channel_map,
    "a pipeline": read_plan,
}
OWN = {
    "a channel map": "channels: {Fair: [Messe]}\n",
    "a pipeline": "import: {files: x.csv}\nsteps: [clean]\noutput: leads.csv\n",
}
SHIPPED = {
    "a lifecycle": "lifecycle", "a scoring file": "b2b", "a routing file": "routing",
    "a consent table": "consent", "a list of remark words": "remarks", "a merge file": "merge",
    "a list of title words": "titles", "a target": "hubspot",
}  # fmt: skip


def test_each_kind_is_here():
    assert {kind.name for kind in FILE_KINDS} == READERS.keys() == OWN.keys() | SHIPPED.keys()
    assert [kind.kind for kind in KINDS] == list(FILE_KINDS)


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("reader", READERS)
def test_a_file_of_another_kind_gets_one_answer(folder, kind, reader):
    text = OWN.get(kind) or shipped_rules()[SHIPPED[kind]].read_text("utf-8")
    path = folder / "my.yaml"
    path.write_text(text, "utf-8")
    if kind == reader:
        READERS[reader](str(path))
        return
    with pytest.raises(LeadkitError) as caught:
        READERS[reader](str(path))
    (said,) = caught.value.lines
    read_by = next(one.read_by for one in FILE_KINDS if one.name == kind)
    no = reader.partition(" ")[2]
    assert said.endswith(f": this is {kind} and no {no}; it is read by '{read_by} {path}'")
