"""Evidence in words: why two rows are one person, for merge logs, review files and explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.deduping.matching import model

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd

    from leadkit.deduping.matching.model import Comparison, Level

SEPARATOR = "; "


def comparisons_of(kind: str) -> tuple[model.Comparison, ...]:
    """Return the comparisons of a kind of pair, person or company."""
    return model.PERSON if kind == "person" else model.COMPANY


def reasons_column(pairs: pd.DataFrame) -> np.ndarray:
    """Return of each pair what speaks for it and what against, the strongest first."""
    return _of_each_kind(pairs, _reasons)


def evidence_column(pairs: pd.DataFrame, prior: float) -> np.ndarray:
    """Return all weights of each pair as text that explain reads: name +bits (words).

    The weights add up to the pair's, the prior among them.
    """
    return _of_each_kind(pairs, lambda own, compared: _evidence(own, compared, prior))


def _of_each_kind(
    pairs: pd.DataFrame, worded: Callable[[pd.DataFrame, tuple[Comparison, ...]], np.ndarray]
) -> np.ndarray:
    import numpy as np

    texts = np.full(len(pairs), "", object)
    for kind in pairs["kind"].unique():
        own = (pairs["kind"] == kind).to_numpy()
        texts[own] = worded(pairs[own], comparisons_of(str(kind)))
    return texts


def _reasons(pairs: pd.DataFrame, compared: tuple[Comparison, ...]) -> np.ndarray:
    import numpy as np

    bits = np.stack([pairs[f"{one.name}_bits"].to_numpy(float) for one in compared], axis=1)
    texts = np.stack([_words(pairs, one) for one in compared], axis=1)
    texts[np.abs(bits) < 0.5] = ""
    strongest = np.argsort(-bits, axis=1, kind="stable")
    return _joined([*np.take_along_axis(texts, strongest, axis=1).T])


def _evidence(pairs: pd.DataFrame, compared: tuple[Comparison, ...], prior: float) -> np.ndarray:
    import numpy as np
    import pandas as pd

    columns = [np.full(len(pairs), f"prior {-prior:+.2f}", object)]
    for one in compared:
        bits = pairs[f"{one.name}_bits"].to_numpy(float)
        words = _words(pairs, one, lambda level: level.words or level.name)
        codes, distinct = pd.factorize(np.char.mod("%+.2f", bits).astype(object) + " (" + words)
        texts = np.array([f"{one.name} {text})" for text in distinct], object)[codes]
        texts[np.abs(bits) < 0.005] = ""
        columns.append(texts)
    return _joined(columns)


def _words(
    pairs: pd.DataFrame,
    comparison: Comparison,
    words_of: Callable[[Level], str] = lambda level: level.words,
) -> np.ndarray:
    """Return the words for the level that each pair reached in one comparison."""
    import numpy as np

    level = pairs[f"{comparison.name}_level"].to_numpy().astype(int)
    apart = np.zeros(len(pairs), int)
    if f"{comparison.name}_apart" in pairs.columns:
        apart = np.nan_to_num(pairs[f"{comparison.name}_apart"].to_numpy(float)).astype(int)
    most = int(apart.max(initial=0)) + 1
    known = [
        words_of(one).format(f"{letters} letter{'s' if letters != 1 else ''}")
        for one in comparison.levels
        for letters in range(most)
    ]
    return np.asarray(np.array(known, object)[level * most + apart])


def _joined(columns: list[np.ndarray]) -> np.ndarray:
    """Join the texts of each row, without those that are blank."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    ended = [
        pa.array(np.where(texts == "", "", texts + SEPARATOR), pa.large_string())
        for texts in columns
    ]
    joined = pc.binary_join_element_wise(*ended, pa.scalar("", pa.large_string()))
    texts = pc.utf8_slice_codeunits(joined, 0, -len(SEPARATOR))
    return np.asarray(texts.to_numpy(zero_copy_only=False))


def read_evidence(text: str) -> list[tuple[str, float, str]]:
    """Read the text of evidence_of back: (comparison, bits, words); ValueError where it is none.

    >>> read_evidence("prior -9.97; email +17.97 (same personal e-mail)")
    [('prior', -9.97, ''), ('email', 17.97, 'same personal e-mail')]
    """
    found = []
    for part in text.split(SEPARATOR):
        name, _, rest = part.partition(" ")
        bits, _, words = rest.partition(" ")
        found.append((name, float(bits), words[1:-1] if words else ""))
    return found
