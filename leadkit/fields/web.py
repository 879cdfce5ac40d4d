"""Web addresses: one form for a company's site, one for a LinkedIn profile."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from leadkit.base.cells import is_blank, map_cells, matches, rows_of, with_rows
from leadkit.base.fold import INVISIBLE
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column

if TYPE_CHECKING:
    from leadkit.base.cells import Cells

WEBSITES = ("website",)
PROFILES = ("linkedin_url",)
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}\.?(?::\d{1,5})?")
_TRACKING = re.compile(
    r"(?i)^(?:utm_\w+|gclid|fbclid|mc_[ce]id|_hs\w+|trk\w*|lipi|originalsubdomain)="
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_PLAIN_SITE = rf"^(?:{_LABEL}\.)+[a-z]{{2,}}$"
_PROFILE = re.compile(
    r"(?i)^(?:https?://)?(?:[\w-]+\.)?linkedin\.com/+(?:mwlite/)?|^/?(?=(?:in|company|school|pub)/)"
)
# Also as it is mistyped: hhtp://, http:/, https://https://
_SCHEME = re.compile(r"(?i)^(?:(?:h+t+t*p+s?|h?tps?)?:?[/\\]{2,}|h+t+t*p+s?:[/\\]?)+")
_LABELLED = re.compile(
    r"(?i)^(?:website|webseite|homepage|internet|web|url|site|www):?\s+|^(?:website|webseite|homepage|web|url):\s*"
)
_SPACE = re.compile(r"\s")
_KINDS = ("in", "company", "school", "showcase", "pub", "groups")


def normal_website(cell: str) -> str:
    """Return a site without scheme, www. and tracking; "" where it is no web address.

    >>> normal_website("HTTPS://www.Meier.Example.com/Team/?utm_source=x")
    'meier.example.com/Team'
    >>> normal_website("eva@meier.example.com"), normal_website("none")
    ('', '')
    """
    text = _LABELLED.sub("", _bare(cell))
    text = _SCHEME.sub("", text)
    # the pattern fits every text
    host, slash, rest = re.fullmatch(r"(?s)([^/?#]*)([/?#]?)(.*)", text).groups()  # type: ignore[union-attr]
    if not _HOST.fullmatch(host) or _SPACE.search(text):
        return ""
    host = _unicode_host(host.lower().rstrip("."))
    host = re.sub(r":(?:80|443)$", "", re.sub(r"^(?:www\d?\.(?=.+\.))+", "", host))
    rest = (slash + rest).partition("#")[0]
    path, _, query = rest.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not _TRACKING.match(part))
    return host + path.rstrip("/") + (f"?{kept}" if kept else "")


def _bare(cell: str) -> str:
    """Drop what stands around an address: spaces, brackets, quotes, a comma after it."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", cell))
    return text.strip(" \t\r\n\xa0<>()[]\"'„“”,;")


def _unicode_host(host: str) -> str:
    """Write an internationalised domain as people read it: xn--mller-kva -> müller."""
    if "xn--" not in host:
        return host
    import idna

    try:
        return idna.decode(host)
    except idna.IDNAError:
        return host


def normal_profile(cell: str) -> str:
    """Return a LinkedIn address as LinkedIn writes it; "" where it is none.

    >>> normal_profile("de.linkedin.com/in/Eva-Meier-123/de?trk=x")
    'https://www.linkedin.com/in/eva-meier-123'
    """
    text = _bare(cell)
    found = _PROFILE.match(text)
    if not found:
        return ""
    parts = [part for part in re.split(r"[?#]", text[found.end() :])[0].split("/") if part]
    if len(parts) < 2 or parts[0].lower() not in _KINDS:
        return ""
    kind = parts[0].lower()
    slug = unquote("/".join(parts[1:]) if kind == "pub" else parts[1]).lower()
    return "" if _SPACE.search(slug) else f"https://www.linkedin.com/{kind}/{slug}"


def _normal_websites(cells: Cells) -> Cells:
    """Do normal_website for a column: what is a host alone at once, the rest cell by cell."""
    import pyarrow.compute as pc

    hosts = pc.replace_substring_regex(cells, r"^(?i:https?://)?(?i:www\.)?", "")
    hosts = pc.ascii_lower(pc.utf8_rtrim(hosts, "/"))
    plain = matches(hosts, _PLAIN_SITE) & ~matches(hosts, r"^www|\bxn--")
    return with_rows(hosts, ~plain, map_cells(rows_of(cells, ~plain), normal_website))


def _normal_profiles(cells: Cells) -> Cells:
    return map_cells(cells, normal_profile)


def clean_addresses(fields: Fields) -> Cleaned:
    """Bring web addresses to their normal form; what is none stays and is flagged."""
    import pyarrow.compute as pc

    cleaned = Cleaned()
    for names, normal in ((WEBSITES, _normal_websites), (PROFILES, _normal_profiles)):
        for name in fields.present(names):
            cells = fields[name]
            found = normal(cells)
            cleaned.columns[name] = pc.if_else(pc.equal(found, ""), cells, found)
            cleaned.issues[f"{name}_invalid"] = is_blank(found) & ~is_blank(cells)
    return cleaned


WEB = Cleaner(
    "web",
    (*WEBSITES, *PROFILES),
    clean_addresses,
    why="web address in its normal form",
    issues=each_column((*WEBSITES, *PROFILES), invalid="{} holds no such web address"),
)
