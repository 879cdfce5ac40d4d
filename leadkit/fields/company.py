"""Companies: the name by which two spellings of one firm are compared."""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORMS = frozenset(
    "gmbh ggmbh mbh ag kg kgaa ohg gbr ug ek ev eg se co und haftungsbeschraenkt ltd limited llc "
    "llp lp inc incorporated corp corporation plc company sa sas sarl sasu srl spa bv nv vof ab "
    "as asa aps oy oyj spzoo sp zoo z o oo sro doo kft zrt sl slu sau lda ltda pty pvt".split()
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l"})


def fold(text: str) -> str:
    """Reduce a text to plain small letters and digits, words apart by one space.

    >>> fold(" MÜLLER-Lüdenscheidt, S.à r.l. ")
    'mueller luedenscheidt sa rl'
    """
    text = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS).replace(".", "")
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", text))


def company_base_name(cell: str) -> str:
    """Return the name without its legal form, for comparing only; blank only for a blank.

    >>> [company_base_name(name) for name in ("ACME GmbH & Co. KG", "Acme", "Ltd")]
    ['acme', 'acme', 'ltd']
    """
    words = fold(cell.replace("&", " ")).split()
    end = len(words)
    while end > 1 and words[end - 1] in _LEGAL_FORMS:
        end -= 1
    return " ".join(words[:end])
