"""What cells look like: kinds that decide where no header does, and what they cannot be."""

from __future__ import annotations

import pytest

from leadkit.fields.headers.cells import contradicts, field_of_kinds, is_prose

KINDS = {
    "salutations": ("Herr|Frau|Frau Dr.|Herr|", "prefix"),
    "salutations of France": ("Mme|M.|Mme|M.", "prefix"),
    "numbers": ("030/123456|0171 1234567|(089) 12 34 56", "phone"),
    "days": ("01.02.2026|03.04.2026|05.06.2026", ""),
    "numbers of customers": ("100234|100235|100236", ""),
    "firms": ("Maier GmbH|Acme Ltd.|Rossi S.r.l.|Blumenladen", "company"),
    "streets": ("Hauptstr. 5|Am Weg 3a|Lindenallee 12|12 High Street", "street"),
    "names": ("Anna Meier|Peter Huber|Claire Dubois|Ole Berg", "full_name"),
    "given names": ("Anna|Peter|Claire|Ole", "first_name"),
    "the same few names": ("Anna Meier|Anna Meier|Peter Huber|Anna Meier|Peter Huber", ""),
    "anything": ("blue|red|green", ""),
    "too few": ("Herr|Frau", ""),
}
AGAINST = {
    "answers are no numbers": ("phone", "ja|nein|ja", True),
    "answers are no towns": ("city", "yes|no|yes", True),
    "words are no addresses": ("email", "anonymous|anonymous|anonymous", True),
    "mail is no name": ("full_name", "a@x.example.com|b@x.example.com|c@x.example.com", True),
    "mobiles are no postal codes": ("postal_code", "0532 123 45 67|0533 123 45 67|0534 999 88 77", True),
    "words are no day": ("created_at", "hot|cold|hot", True),
    "a few blanks and slips": ("phone", "+49 30 1234567|n/a|?", False),
    "codes with letters": ("postal_code", "SW1A 1AA|D02 AF30|1234 AB", False),
    "numbers may be extensions": ("phone", "12|13|14", False),
    "too few to say": ("phone", "ja|nein", False),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "field"), KINDS.values(), ids=KINDS)
def test_the_kind_of_cells(cells, field):
    assert field_of_kinds(cells.split("|")) == field


@pytest.mark.parametrize(("field", "cells", "against"), AGAINST.values(), ids=AGAINST)
def test_what_cells_cannot_be(field, cells, against):
    assert bool(contradicts(field, cells.split("|"))) == against


def test_sentences_are_prose_and_choices_are_not():
    assert is_prose(["Please call after five", "we have 14 sites at present", "no"])
    assert not is_prose(["I decide on my own"] * 9 + ["I use it every day"] * 9)
