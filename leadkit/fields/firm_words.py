"""Firms known again by the domain of an e-mail, where a row names no company."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

from leadkit.base.cell_bytes import holding
from leadkit.base.cells import as_mask, is_empty, rows_of, text_bytes, texts, to_numpy
from leadkit.base.fold import fold_letters
from leadkit.base.keyed import hashes_64
from leadkit.fields.email.domains import personal_domains
from leadkit.fields.email.keys import unicode_domain

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

_LEAST = 4  # letters of a word by which a firm is known
# What stands behind the name of a firm: .de, .co.uk, and below what is there for examples.
_PUBLIC_END = re.compile(r"(?:\.example)?\.[^.]+$|\.\w{2,3}\.\w\w$")
_PARTS = re.compile(r"[^\W_]+")


def words_by_row(
    firms: Cells, emails: Cells | None, *, in_part: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return the row of each word by which its firm is known, and the word's hash.

    ``firms`` are folded; one is known by its longer words, or as a whole where it is short, and
    where it has none by the domain of the e-mail. With ``in_part``, for looking words up, the
    domain tells beside the firm, and without a firm so do parts of its words.

    >>> from leadkit.base.cells import texts
    >>> firms, emails = texts(["meier obst", ""]), texts(["e@x-obst.example.com"] * 2)
    >>> [words_by_row(firms, emails, in_part=part)[0].tolist() for part in (False, True)]
    [[0, 0, 1, 1], [0, 0, 0, 0, 0, 1, 1, 1]]
    """
    import numpy as np
    import pyarrow.compute as pc

    found = _words_of_firms(firms, in_part)
    if emails is not None:
        domains = pc.replace_substring_regex(emails, "(?s)^.*@", "")
        asked = np.ones(len(firms), bool)
        for at, _ in () if in_part else found[:2]:
            asked[at] = False
        alone = is_empty(firms) & in_part
        simple = np.zeros(len(firms), bool)
        simple[asked & ~alone], labels = _simple_labels(rows_of(domains, asked & ~alone))
        found.append((np.flatnonzero(simple), _hashes(labels)))
        for rows, part in ((asked & ~alone & ~simple, False), (asked & alone, True)):
            at, words = _each_word(rows_of(domains, rows), partial(words_of_domain, in_part=part))
            found.append((np.flatnonzero(rows)[at], words))
    at, words = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return at, words


def _simple_labels(domains: Cells) -> tuple[Mask, Cells]:
    """Tell which domains have one word by which a firm is known, as most do, and return these.

    >>> from leadkit.base.cells import texts
    >>> found = _simple_labels(texts(["Acme.example.com", "zeidler-obst.example.com", "gmail.com"]))
    >>> found[0].tolist(), found[1].to_pylist()
    ([True, False, False], ['acme'])
    """
    import pyarrow.compute as pc

    small = pc.ascii_lower(domains)
    simple = ~holding(small, ~_in_simple_domains()[text_bytes(small)[0]])
    simple &= as_mask(pc.match_substring(small, ".")) & ~as_mask(pc.match_substring(small, "xn--"))
    simple &= ~as_mask(pc.is_in(small, value_set=_personal()))
    labels = pc.replace_substring_regex(rows_of(small, simple), _PUBLIC_END.pattern, "")
    labels = pc.replace_substring_regex(labels, r"^.*\.", "")
    alone = _is_long(labels) & ~as_mask(pc.match_substring(labels, "-"))
    simple[simple] = alone
    return simple, rows_of(labels, alone)


@cache
def _in_simple_domains() -> np.ndarray:
    """Return of each byte whether it is one that most domains are made of."""
    import numpy as np

    found = np.zeros(256, bool)
    found[list((ascii_lowercase + digits + ".-").encode())] = True
    return found


@cache
def _personal() -> Cells:
    return texts(sorted(personal_domains()))


def _words_of_firms(firms: Cells, in_part: bool) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return rows and hashes of firms' longer words, of those without spaces, and of short firms.

    Without spaces are those that have no longer word, "Sad Pru", or ``in_part`` all: the domain
    may be sadpru.
    """
    import numpy as np
    import pyarrow.compute as pc

    split = pc.split_pattern(firms, " ")
    words = split.flatten()
    is_long = _is_long(words)
    at = to_numpy(pc.list_parent_indices(split))[is_long]
    words = rows_of(words, is_long).dictionary_encode()  # of many firms the words are few
    hashes = _hashes(words.dictionary)[to_numpy(words.indices)]
    without = ~is_empty(firms)
    without[at] = False
    asked = without | as_mask(pc.match_substring(firms, " ")) if in_part else without
    joined = pc.replace_substring(rows_of(firms, asked), " ", "")
    is_long = _is_long(joined)
    joined_at, short = np.flatnonzero(asked)[is_long], without
    short[joined_at] = False
    return [
        (at, hashes),
        (joined_at, _hashes(rows_of(joined, is_long))),
        (np.flatnonzero(short), _hashes(rows_of(firms, short))),
    ]


def _is_long(words: Cells) -> Mask:
    import pyarrow.compute as pc

    long: Mask = to_numpy(pc.utf8_length(words)) >= _LEAST
    return long


def _hashes(words: Cells) -> np.ndarray:
    return hashes_64(words.cast("large_binary").to_pylist())


def _each_word(
    cells: Cells, words_of: Callable[[str], Sequence[str]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the row and the hash of each word, having asked once for those of a distinct cell."""
    import numpy as np

    encoded = cells.dictionary_encode()
    words = [words_of(cell) for cell in encoded.dictionary.to_pylist()]
    hashes = hashes_64(word.encode() for some in words for word in some)
    counts = np.fromiter(map(len, words), np.int64, len(words))
    codes = to_numpy(encoded.indices)
    of_row = counts[codes]
    # Of each row its words one after the other, from where those of its cell begin.
    begin = np.repeat((np.cumsum(counts) - counts)[codes] - np.cumsum(of_row) + of_row, of_row)
    rows = np.repeat(np.arange(len(codes)), of_row)
    return rows, hashes[begin + np.arange(len(rows))]


@lru_cache(1 << 14)
def words_of_domain(domain: str, in_part: bool = False) -> tuple[str, ...]:
    """Return by which words of a domain a firm may be known, none of a provider of mailboxes.

    With ``in_part`` also what a word of it begins or ends with.

    >>> words_of_domain("zeidler-obst.example.com"), words_of_domain("gmail.com")
    (('zeidler', 'obst', 'zeidlerobst'), ())
    >>> words_of_domain("mail.acme.co.uk")
    ('acme',)
    >>> words_of_domain("sadpruszcz.example.com", in_part=True)[:6]
    ('sadpruszcz', 'sadp', 'szcz', 'sadpr', 'uszcz', 'sadpru')
    """
    domain = domain.strip(" >").lower()
    if "." not in domain or domain in personal_domains():
        return ()
    label = _PUBLIC_END.sub("", unicode_domain(domain)).rpartition(".")[2]
    parts = [fold_letters(part) for part in _PARTS.findall(label)]
    whole = "".join(parts)
    words = [*parts, whole]
    for end in range(_LEAST, len(whole) if in_part else 0):  # "sadpruszcz", "meierobst"
        words += [whole[:end], whole[-end:]]
    return tuple(dict.fromkeys(word for word in words if len(word) >= _LEAST))
