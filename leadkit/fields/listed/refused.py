"""Addresses and numbers that were refused, of which no text is kept: there may be millions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadkit.base.cells import texts
from leadkit.base.hashed_texts import HashedTexts
from leadkit.fields.listed.endings import show_endings
from leadkit.fields.listed.entries import Listed, named_in

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells


class RefusedAddresses:
    """E-mails and numbers that whole columns are looked up in, as in a list; a hash of each.

    Whole domains and hashes, which leads hold only by mistake, are kept as a list has them.

    >>> refused = RefusedAddresses("email")
    >>> refused.update(["Eva+fair@meier.example.com"])
    >>> refused.known("emails").among(texts(["eva@meier.example.com"])).tolist(), refused.parts
    ([True], ['emails'])
    """

    def __init__(self, name: str) -> None:
        self._known = {part: HashedTexts() for part in ("emails", "phones", "national")}
        self._others = Listed(name)
        self._endings: np.ndarray | None = None  # of all numbers, as show_endings has them

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RefusedAddresses):
            return NotImplemented
        return self._known == other._known and self._others == other._others

    __hash__ = None  # type: ignore[assignment]  # it grows, and is no key; object has a method

    def update(self, cells: Iterable[str]) -> None:
        """Take up the e-mails or phone numbers of cells, all at once: each time has its cost."""
        named = [named_in(cell) for cell in cells]
        for part in self._known:
            self.take_up(part, texts({key for one in named for key in getattr(one, part)}))
        for one in named:
            self._others.domains |= one.domains
            self._others.hashes |= one.hashes

    def take_up(self, part: str, keys: Cells) -> None:
        """Add keys to a part, as a column of e-mails or numbers gives them."""
        if not len(keys):
            return
        self._known[part].take_up(keys)
        if part != "emails":
            self._endings = show_endings(keys, self._endings)

    def merge(self, other: RefusedAddresses) -> None:
        """Take up what others refused."""
        for part, known in self._known.items():
            known.merge(other._known[part])
        self._others.domains |= other._others.domains
        self._others.hashes |= other._others.hashes
        if other._endings is not None:
            own = self._endings
            self._endings = other._endings.copy() if own is None else own | other._endings

    @property
    def parts(self) -> list[str]:
        """The kinds of entries that there are any of: emails, domains, phones ..."""
        return [*(part for part, known in self._known.items() if len(known)), *self._others.parts]

    def known(self, part: str) -> HashedTexts:
        """Return the entries of a part, "emails", "phones" or "national"."""
        return self._known[part]

    @property
    def hashes(self) -> set[bytes]:
        """Hashes of addresses."""
        return self._others.hashes

    @property
    def key(self) -> bytes:
        """The key of those hashes: none."""
        return self._others.key

    @property
    def endings(self) -> np.ndarray:
        """For all last digits that there may be, whether any phone number here ends in them."""
        return show_endings(texts([])) if self._endings is None else self._endings

    def has_domain(self, domain: str) -> bool:
        """Tell whether a mail domain, or one that it is below, is refused as a whole."""
        return self._others.has_domain(domain)
