"""What shares a cell with a person: a firm, a note before the name, a birth name, a nickname."""

from __future__ import annotations

import re

from leadkit.base.fold import fold_letters
from leadkit.fields.company import is_company
from leadkit.fields.legal_forms import FORMS
from leadkit.fields.name.eastern import has_signs
from leadkit.fields.name.known import is_given, is_initial
from leadkit.fields.name.titles import is_title

# "z.Hd. Frau Meier", "i.A. Eva Meier", "Foo t.a.v. Teun Smit": what follows is the person.
_FOR = re.compile(
    r"(?i)(?:^|(?<=\s)|(?<=[,;(]))(?:i\.\s?[av]\.|ppa\.?|z\.\s?hd?n?\.?|zu händen(?: von)?"
    r"|attn\b[.:]?|att\b[.:]?"
    r"|fao\b:?|(?-i:t\.?\s?a\.?\s?v\.(?=\s)|(?<=\s)c\.\s?a\.(?=\s)|(?<=\s)v/)|a/c|á/c|c/o"
    r"|à l['’]attention d[eu]|a la atención de|alla c(?:ortese)?\.?\s?a(?:ttenzione)?\.?(?: di)?"
    r"|inh(?:aber(?:in)?)?[.:]\s|kontakt(?:person)?:|contact:|ansprechpartner(?:in)?:)\s*(?=\S)"
)
_BORN = re.compile(
    r"[\s,(]+(?:[Gg]eb\.|geb|geborene[r]?|née|nee|né|z domu|roz\.|f\.\s|født|född|ur\.)"
    r"\s*[^,()]+\)?$"
)
_BETWEEN = re.compile(r"\s*(?:\s[-–—]\s|[|/;]|,|\s[-–—]|[–—])\s*")
_BRACKETED = re.compile(r"\s*\(([^()]+)\)\s*")
_FIRM_FIRST = re.compile(r"(?i)^(?:m/s|messrs|spett\.?le|firma|fa\.|ип|ооо|оао|зао|ао|пао)\s+")
_JOINED = re.compile(r"(?i)\s(?:and|und|et|y|e|i|en|og|och|&|\+)\s")


def without_birth_name(text: str) -> str:
    """Drop the name that somebody was born with: Eva Müller geb. Schmidt."""
    return _BORN.sub("", text)


def person_apart(text: str) -> tuple[str, str]:
    """Return the person and the firm of a cell; the cell and "" where it names no two.

    >>> person_apart("Foo Elektrotechnik GmbH, Herr Marco Wüst")
    ('Herr Marco Wüst', 'Foo Elektrotechnik GmbH')
    >>> person_apart("Kate Messenger (Purbeck Stone Ltd)"), person_apart("Eva Meier")
    (('Kate Messenger', 'Purbeck Stone Ltd'), ('Eva Meier', ''))
    >>> person_apart("Eva Meier / Max Huber"), person_apart("Garage Foo - Lionel Pagnoux")
    (('Eva Meier / Max Huber', ''), ('Lionel Pagnoux', 'Garage Foo'))
    """
    if found := _FOR.search(text):
        behind = text[found.end() :].strip(" )")
        before = text[: found.start()].strip(" ,;:-–(")
        if before and _is_firm(behind) and not _is_firm(before):
            return before, behind  # Eva Meier c/o Foo GmbH
        return behind, before
    if bracket := _BRACKETED.search(text):
        outside = (text[: bracket.start()] + " " + text[bracket.end() :]).strip()
        inside = bracket[1].strip()
        if _is_firm(inside):
            return outside, inside
        strange = " " in outside and not _is_person(outside) and not has_signs(outside)
        if (strange or _is_firm(outside) or _ends_in_form(outside)) and _is_person(inside):
            return inside, outside
    if text.casefold().startswith("ип "):  # a sole trader, who is the firm
        return text[3:], ""
    return _by_sign(text)


def _by_sign(text: str) -> tuple[str, str]:
    """Part by the sign between a person and a firm, where one side is each."""
    for sign in _BETWEEN.finditer(text):
        left, right = text[: sign.start()].strip(), text[sign.end() :].strip()
        if not left or not right:
            continue
        if sign[0].strip() == ",":  # a comma also stands between the parts of a name
            if _is_firm(left) and " " in right and not _is_firm(right):
                return right, left
            if _is_firm(right) and " " in left and not _is_firm(left):
                return left, right
            continue
        left_firm, right_firm = _is_firm(left), _is_firm(right)
        left_person, right_person = _is_person(left), _is_person(right)
        if right_person and not right_firm and (left_firm or not left_person):
            return right, left
        if left_person and not left_firm and (right_firm or not right_person):
            return left, right
    return text, ""


def _is_firm(text: str) -> bool:
    return bool(_FIRM_FIRST.match(text)) or is_company(text)


def _ends_in_form(text: str) -> bool:
    """Tell a firm by a legal form after a comma: Cerâmica Foo, Lda."""
    return fold_letters(text.rpartition(",")[2]) in FORMS and "," in text


def _is_person(text: str) -> bool:
    """Tell a person by a title, or by a known given name at the beginning or end."""
    words = text.replace(",", " ").split()
    if len(words) > 1 and is_title(words[0]):
        return True
    if not 2 <= len(words) <= 5 or any(map(str.isdigit, text)):
        return False
    if _JOINED.search(text):
        return False
    return is_given(words[0]) or is_given(words[-1]) or (is_initial(words[0]) and "." in words[0])
