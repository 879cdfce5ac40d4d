"""Companies: shouting repaired, and the name by which two spellings of one firm are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from leadkit.base.cells import map_cells
from leadkit.base.fold import fold_letters
from leadkit.base.words import word_list
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields
from leadkit.fields.legal_forms import ATTACHED, FORMS, LEADING, SPELLED
from leadkit.fields.organisations import ORGANISATION_ENDINGS, ORGANISATION_WORDS

_LONGEST = max(len(form.split()) for form in FORMS)
_LAST_WORDS = frozenset(form.rpartition(" ")[2] for form in FORMS)
_ATTACHED = re.compile("|".join(map(re.escape, ATTACHED)))
_SPACED = re.compile(r"\b(\w)\.\s+(?=\w\.)")  # S. A. de C. V.
_BEGINNINGS = sorted({form.split()[0] for form in FORMS if " " in form and form[1] != " "})
_RUN_TOGETHER = re.compile(  # San.ve Tic.AŞ, sp.z oo, Co.Ltd
    rf"(?i)\b({'|'.join(map(re.escape, _BEGINNINGS))})\.(?=\w{{1,3}}\b)"
)
# Forms that nobody is called, so that a name which ends in one is a company's.
_UNMISTAKABLE = frozenset(word_list("leadkit.fields", "legal_forms_unmistakable"))
# Forms that also stand within a name: Foo GmbH Niederlassung Köln.
_NEVER_A_WORD = frozenset(
    "gmbh ggmbh gesmbh mbh kgaa ohg gbr ltd llc llp inc plc sarl srl kft zrt doo sro pty "
    "pvt".split()
)
_CAPITAL_FORMS = re.compile(r"\s(?:AG|KG|SE|SA|NV|AB|AS|Oy|OY|UG|eG|e\.K\.|e\.V\.)$")

_WITH_OTHERS = re.compile(
    r"(?i)(?:&|\+|\band|\bund|\bet|\by|\be)\s+(?:co|cie|cia|sons?|söhne|fils|hijos|figli|zonen|sønner|partners?)\b"
)


def company_base_name(cell: str) -> str:
    """Return the name without its legal form, for comparing only; blank only for a blank.

    >>> [company_base_name(name) for name in ("ACME GmbH & Co. KG", "Oy Karl Fazer Ab", "Ltd")]
    ['acme', 'karl fazer', 'ltd']
    >>> company_base_name("Foo UG (haftungsbeschränkt)"), company_base_name("株式会社サンプル")
    ('foo', 'サンプル')
    >>> company_base_name("Foo GmbH (Deutschland)"), company_base_name("The Foo Company")
    ('foo deutschland', 'foo')
    """
    return split_company(cell)[0]


@lru_cache(maxsize=1 << 15)
def split_company(cell: str) -> tuple[str, str]:
    """Return the base name and the legal form, as it is compared; "" where there is none.

    >>> [split_company(name)[1] for name in ("ACME GmbH & Co. KG", "Acme Ltd.", "Bistro", "AG")]
    ['gmbh co kg', 'ltd', '', '']
    """
    text = unicodedata.normalize("NFKC", cell)
    attached = "" if text.isascii() else "".join(_ATTACHED.findall(text))
    text = _ATTACHED.sub(" ", text) if attached else text
    if "." in text:
        text = _RUN_TOGETHER.sub(r"\1. ", _SPACED.sub(r"\1.", text))
    words = fold_letters(text.replace("&", " ").replace("'", "").replace("’", "")).split()
    whole = words = words or fold_letters(cell).split()
    while (end := _form_at_end(words)) and end < len(words):
        words = words[:-end]
    form = whole[len(words) :]
    while len(words) > 1 and words[0] in LEADING:
        form = [*words[:1], *form] if words[0] in FORMS else form
        words = words[1:]
    within: list[str] = []
    if not _NEVER_A_WORD.isdisjoint(words):
        within = [word for word in words[1:] if word in _NEVER_A_WORD]
        words = [word for at, word in enumerate(words) if not at or word not in _NEVER_A_WORD]
    return " ".join(words or whole), " ".join([*within, *form]) or attached


def _form_at_end(words: list[str]) -> int:
    """Return how many words at the end are a legal form, the longest one; 0 if none is."""
    if not words or words[-1] not in _LAST_WORDS:
        return 0
    for count in range(min(_LONGEST, len(words)), 0, -1):
        if " ".join(words[-count:]) in FORMS:
            return count
    return 0


def is_company(cell: str) -> bool:
    """Tell whether a name is surely that of a company: a legal form, or a word that no one bears.

    >>> [is_company(name) for name in ("Meier GmbH", "Anna Co", "Muster & Söhne AG", "Jan Company")]
    [True, False, True, True]
    >>> [is_company(name) for name in ("Stadtwerke Musterstadt", "Smith & Co", "Eva Banks")]
    [True, True, False]
    """
    words = fold_letters(cell).split()
    if len(words) < 2:
        return False
    return (
        words[-1] in _UNMISTAKABLE
        or bool(_CAPITAL_FORMS.search(cell) and not cell.isupper())
        or bool(_WITH_OTHERS.search(cell))
        or not ORGANISATION_WORDS.isdisjoint(words)
        or any(word[1:].endswith(ORGANISATION_ENDINGS) for word in words)
    )


def clean_company(cell: str) -> str:
    """Trim a company's name and repair its case where it was shouted; its form stays.

    >>> [clean_company(name) for name in ("MÜLLER  MASCHINENBAU GMBH", "BMW AG", "adidas AG")]
    ['Müller Maschinenbau GmbH', 'BMW AG', 'adidas AG']
    """
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    if not text.isupper():
        return text
    words = text.split(" ")
    own = [word for word in words if word.casefold().rstrip(",") not in SPELLED]
    if len(own) == 1 and len(own[0]) < 5:  # an abbreviation as often as a name
        return text
    return " ".join(_unshouted(word, at) for at, word in enumerate(words))


def _unshouted(word: str, at: int) -> str:
    bare = word.rstrip(",")
    spelled = SPELLED.get(bare.casefold())
    if spelled:
        first = spelled[0].upper() + spelled[1:] if not at and spelled.islower() else spelled
        return first + word[len(bare) :]
    letters = re.sub(r"\W", "", word)
    if len(letters) < 4 or not re.search(r"[AEIOUYÄÖÜÁÉÍÓÚÀÈÌÒÙ]", letters) or "." in word:
        return word
    small = re.sub(r"[^\W\d_]+", lambda part: part[0][0] + part[0][1:].lower(), word)
    small = re.sub(r"(?<=\w['’])S\b", "s", small)  # McDonald's
    return re.sub(r"\bMc[a-z](?=[a-z]{2})", lambda part: "Mc" + part[0][2].upper(), small)


def clean_companies(fields: Fields) -> Cleaned:
    """Repair spaces and shouting of the company column."""
    plain = r"^[A-Z0-9][a-z0-9]+(?: [A-Za-z0-9&][A-Za-z0-9.&-]*)*$"
    return Cleaned(
        {
            name: map_cells(fields[name], clean_company, plain)
            for name in fields.present(["company"])
        }
    )


COMPANY = Cleaner("company", ("company",), clean_companies, why="spaces or shouting repaired")
