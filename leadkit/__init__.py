"""Turn messy contact lists into leads worth calling.

The Python API: each stage as a function on a table of text (a pandas DataFrame). Names are
loaded when they are used, so that importing leadkit costs nothing.
"""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "clean_leads": "leadkit.clean",
    "CleanOptions": "leadkit.clean",
    "dedupe_leads": "leadkit.dedupe",
    "Deduped": "leadkit.dedupe",
    "DedupeOptions": "leadkit.dedupe",
    "unmerge_leads": "leadkit.deduping.merging.unmerge",
    "explain_pair": "leadkit.deduping.explain",
    "score_leads": "leadkit.score",
    "read_scoring": "leadkit.scoring.scorecard",
    "classify_leads": "leadkit.classify",
    "read_lifecycle": "leadkit.classifying.lifecycle",
    "read_consent": "leadkit.classifying.consent_table",
    "max_cpl": "leadkit.cpl",
    "cost_per_channel": "leadkit.economics.study",
    "LeadkitError": "leadkit.base.errors",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'leadkit' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
