"""An e-mail address as a key, in three degrees: as written, as delivered, and without any tag.

They differ on purpose. Whose consent or activity it is, the address as written says. Who two rows
are is judged by the mailbox a provider is known to deliver to. Who asked not to be contacted is
not written to at any address that may reach the same mailbox.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cells import map_cells
from leadkit.base.fold import fold_case
from leadkit.fields.email.one import bare_address

if TYPE_CHECKING:
    from leadkit.base.cells import Cells

_BARE = re.compile(r"[a-z0-9._%+-]+@[a-z0-9.-]+").fullmatch  # nothing around it to strip
_PLAIN = r"^(?:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)?$"  # the same in capitals, or no address
_PLAIN_EMAIL = re.compile(r"[a-z0-9._%'-]+@[a-z0-9.-]+")

# Providers that deliver a.b+fair@ and ab@ to one mailbox, by their own help pages.
_GMAIL = "gmail.com"
_DOTS_IGNORED = frozenset((_GMAIL, "googlemail.com"))
_PLUS_IGNORED = _DOTS_IGNORED | frozenset(
    "outlook.com hotmail.com live.com icloud.com me.com mac.com fastmail.com proton.me "
    "protonmail.com pm.me".split()
)


def key_as_written(cell: str) -> str:
    """Return an address as it is written, in any case, whatever stands around it.

    >>> [key_as_written(cell) for cell in ("Eva+Fair@Meier.example.com", "Eva <EVA@x.example>")]
    ['eva+fair@meier.example.com', 'eva@x.example']
    """
    return cell if _BARE(cell) else fold_case(bare_address(cell))


def keys_as_written(cells: Cells) -> Cells:
    """Return key_as_written of a whole column.

    >>> import pyarrow as pa
    >>> keys_as_written(pa.array(["EVA@x.example", "Eva <eva@x.example>", " "], "large_string"))
    ... # doctest: +ELLIPSIS
    <pyarrow.lib.LargeStringArray object at ...>
    [
      "eva@x.example",
      "eva@x.example",
      ""
    ]
    """
    import pyarrow.compute as pc

    return pc.ascii_lower(map_cells(cells, key_as_written, _PLAIN))


def key_as_delivered(cell: str) -> str:
    """Return the mailbox an address is delivered to, "" where the cell holds no address.

    >>> [key_as_delivered(cell) for cell in ("A.B+x@gmail.com", "a.b+x@example.com", "no address")]
    ['ab@gmail.com', 'a.b+x@example.com', '']
    >>> key_as_delivered("+fair@gmail.com")  # which is nobody's
    ''
    """
    text = cell.strip().casefold()
    if "@" not in text or "," in text:  # as scanners and careful people write it
        text = re.sub(r" ?[([] ?(?:at|a) ?[)\]] ?", "@", text).replace(",", ".")
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        return ""
    if domain in _PLUS_IGNORED:
        local = local.partition("+")[0]
        if domain in _DOTS_IGNORED:
            local, domain = local.replace(".", ""), _GMAIL
    return f"{local}@{domain.replace(' ', '')}" if local else ""


def key_without_tag(cell: str) -> str:
    """Return whom an e-mail may reach, however it is written: in doubt nobody is written to.

    Lower case, the domain in ASCII, no +tag, whoever the provider is.

    >>> [key_without_tag(cell) for cell in (" E+Fair@Müller.example", "<E@xn--mller-kva.example>")]
    ['e@xn--mller-kva.example', 'e@xn--mller-kva.example']
    """
    text = cell.strip().lower()
    if not _PLAIN_EMAIL.fullmatch(text):
        text = unicodedata.normalize("NFKC", bare_address(cell)).casefold()
    local, _, domain = text.rpartition("@")
    local, domain = local.partition("+")[0], ascii_domain(domain)
    if domain in _DOTS_IGNORED:
        local, domain = local.replace(".", ""), _GMAIL
    return f"{local}@{domain}"


def email_forms(cell: str) -> set[str]:
    """Return the forms of an e-mail that a list may hold hashes of."""
    bare = unicodedata.normalize("NFC", bare_address(cell))
    local, _, domain = bare.casefold().rpartition("@")
    domain = ascii_domain(domain)
    domains = {domain, unicode_domain(domain)}
    locals_ = {local, local.partition("+")[0]}
    tagged = {f"{one}@{other}" for one in locals_ for other in domains}
    return {cell.strip(), bare, bare.lower(), key_without_tag(cell), *tagged}


@cache
def ascii_domain(domain: str) -> str:
    """Return a domain as the network knows it: 'müller.example' is 'xn--mller-kva.example'."""
    if domain.isascii():
        return domain
    import idna

    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


@cache
def unicode_domain(domain: str) -> str:
    """Return a domain as people read it, where the network knows it by another name."""
    if "xn--" not in domain:
        return domain
    import idna

    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain
