"""Names of countries that people use: those Unicode's CLDR does not list, and its own for many.

A country's own name stands here so that it is found before dozens of languages are read.
"""

from __future__ import annotations

import re

from leadkit.base.words import word_groups

# Small, without accents and without "and"; joint "&" and signs are spaces.
USUAL = {
    name: code
    for code, names in word_groups("leadkit.fields", "country_names").items()
    for name in names
}
# What stands before a country's name, or after it and a comma: Republic of, Königreich ...
STATE = re.compile(
    r"(?:the )?(?:(?:federal|federated|federative|islamic|hellenic|democratic|peoples|people s"
    r"|socialist|bolivarian|plurinational|arab|hashemite|united|grand|province|special"
    r"|administrative|bundes|foderative|islamische|vereinigtes) )*(?:republic|kingdom|state|states"
    r"|duchy|principality|commonwealth|sultanate|federation|province|republik|bundesrepublik"
    r"|konigreich|furstentum|grossherzogtum|republique|royaume|principaute|grand duche|republica"
    r"|reino|principado|repubblica|regno|principato|republiek|koninkrijk|rzeczpospolita|of)\b"
    r"(?: (?:of|der|de|du|d|di|del|da|do|la|le|the|van))*"
)
