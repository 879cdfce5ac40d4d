"""Comparisons of domains: at which one an address or a website is, or below which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from leadkit.rules.batch import Distinct, regex_of
from leadkit.rules.comparing.texts import folded_texts, rechecked
from leadkit.rules.item import Item
from leadkit.rules.truth import Test, Truth

_MOST_IN_A_PATTERN = 500  # domains; of more, each host is looked up instead
# The host of an address or a website, wherever a name or a port stands before or after it.
_HOST = re.compile(r"(?:[a-z]+://)?(?:[^@/?#]*@)?([^/@?#:]*)(?:[:/?#]|\Z)", re.DOTALL)


def domain_is(value: Item) -> Test:
    """The address or website is at one of these domains, or below it.

    >>> from leadkit.rules.operators import say
    >>> say("{domain_is: firm.example.com}", "eva@it.firm.example.com", "x@myfirm.example.com",
    ...     "https://www.firm.example.com/about", "firm.example.com@mail.example.net", "")
    'yes no yes no ?'
    """
    return among_domains(folded_texts(value))


def among_domains(domains: list[str]) -> Test:
    spellings = {form for domain in domains for form in _idn_forms(domain.strip(". @"))}
    if len(spellings) > _MOST_IN_A_PATTERN:
        return _below(spellings)
    names = regex_of(sorted(spellings))
    host = rf"(?:[^/@?#]*\.)?{names}"
    whole = re.compile(rf"\A(?:[a-z]+://)?(?:[^@]*@)?{host}(?:[:/?#].*)?\Z", re.DOTALL)
    return rechecked(names, whole)


def _below(domains: set[str]) -> Test:
    """Look each host up, and what it stands below: of many domains RE2 makes no pattern."""

    most = 1 + max(domain.count(".") for domain in domains)

    def is_below(host: str) -> bool:
        labels = host.rsplit(".", most)[-most:]
        return any(".".join(labels[first:]) in domains for first in range(len(labels)))

    def test(cells: Distinct, as_of: date | None) -> Truth:
        import numpy as np

        named = map(_HOST.match, cells.folded.to_pylist())
        holds = np.array([bool(found and is_below(found[1])) for found in named], bool)
        return holds, ~holds

    return test


def _idn_forms(domain: str) -> Iterator[str]:
    """Yield a domain as people read it and as the network does: both stand in lists."""
    yield domain
    with suppress(UnicodeError):
        yield domain.encode("idna").decode()
    with suppress(UnicodeError):
        yield domain.encode().decode("idna")
