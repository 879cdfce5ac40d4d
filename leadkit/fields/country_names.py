"""Names of countries that people use: those Unicode's CLDR does not list, and its own for many.

A country's own name stands here so that it is found before dozens of languages are read.
"""

from __future__ import annotations

import re

# Small, without accents and without "and"; joint "&" and signs are spaces.
_TEXT = """
AE: abu dhabi, dubai, emirates, uae, vae
AL: shqiperia
AT: osterreich
BA: bosnia, bosnien
BE: belgie, belgique
BY: weissrussland
CD: congo democratic republic, congo democratic republic of the, congo the democratic republic of
    the, democratic republic congo, democratic republic of the congo, dr congo, drc
CG: congo brazzaville
CH: confoederatio helvetica, schweiz, sui, suisse, svizzera, swiss
CI: cote divoire, elfenbeinkuste, ivory coast
CN: chinese mainland, mainland china, p r china, pr china, prc, volksrepublik china, vr china,
    中华人民共和国
CV: cape verde
CZ: ceska republika, cesko, czech rep, czech republic, tschechische republik
DE: brd, bundesrepublik deutschland, federal republic of germany, ger
DK: danmark, den
DO: dominican rep
EE: eesti
ES: espana
FI: suomi
FR: french republic
GB: england, great britain, great britain uk, grossbritannien, northern ireland, scotland, u k, uk,
    united kingdom of great britain northern ireland, wales
GR: gre, hellenic republic
HK: hong kong, hong kong sar, hongkong
HR: cro, hrvatska
HU: magyarorszag
IE: eire, ireland republic
IN: bharat
IT: italia
KP: democratic people s republic of korea, korea democratic people s republic of
KR: korea, republic of korea
LT: lietuva
LU: letzebuerg, luxemburg
MD: moldau, moldawien
MK: macedoine, macedonia, mazedonien
MM: birma, burma
MO: macao, macau
NL: holland, ned, nederland, niederlande, the netherlands
NO: norge
PL: polska
PS: palastina, palestine
RO: romania
RU: russian federation, рф
SA: ksa
SE: sverige
SI: slo, slovenija
SK: slovak republic, slovensko
ST: sao tome
SZ: swaziland
TL: east timor, osttimor
TR: turkey, turkiye
TT: trinidad
TW: taiwan r o c, taiwan roc
US: america, amerika, ee uu, eeuu, eua, the united states, the united states of america, u s, u s
    a, united states of america, usa, vereinigte staaten von amerika
VA: holy see, vatican
VC: saint vincent the grenadines
XK: kosova
ZA: rsa
"""
USUAL = {
    name.strip(): code
    for code, names in re.findall(r"(?s)([A-Z]{2}): (.*?)\n(?=[A-Z]|$)", _TEXT)
    for name in " ".join(names.split()).split(",")
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
