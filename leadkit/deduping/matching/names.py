"""Names of people made comparable: folded, cut into parts, with their nicknames."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache, lru_cache

from leadkit.base.fold import fold_letters

_TITLES = frozenset(
    "dr drs prof mr mrs ms miss mag ing dipl dipling herr frau mme mlle monsieur madame sig "
    "signora signor hc med phd mba msc bsc ma ba rer nat habil univ inz mgr lic lek hab "
    "dott dottssa arch geom rag avv cav don dona eur kfm kffr betriebsw techn oec iur".split()
)
_GENERATIONS = {
    "jr": "jr", "jun": "jr", "junior": "jr", "jnr": "jr", "sr": "sr", "sen": "sr", "senior": "sr",
    "snr": "sr", "ii": "ii", "iii": "iii", "iv": "iv", "2nd": "ii", "3rd": "iii",
}  # fmt: skip
_BORN = frozenset("geb geborene born nee nata".split())
_PARTICLES = frozenset(
    "von vom van der den de del della di da dal do dos das du la le el al bin ibn zu zum zur af "
    "av ter ten 't st".split()
)
# A scanner reads these for letters, and rn for m; applied to both sides of a comparison.
_MISREAD = str.maketrans("01358", "olesb")

# Short forms in languages that the package ``nicknames`` (English) does not cover.
_SHORT_FORMS = """
alexander sascha sandro alex alec xander aleksander|alexandra sandra alex sascha sandy
andreas andi andy|angelika geli|anton toni|antonia toni|barbara babs baerbel|bernhard bernd berni
christian chris christl|christiane chris|christina chris tina|christine chris tina christl
christoph chris stoffel|cornelia conny nelly|cornelis kees cor cees|daniel dani|daniela dani
dieter didi|dorothea doris thea dora|eberhard ebi|elisabeth lisa lisbeth sissi elli elsbeth bettina liesl else betti ilse
emanuel manu|ernst ernstl|eugen geni|ferdinand ferdi|francesca franca cesca|francesco franco cesco ciccio
francisco paco pancho curro|franz franzl|franziska franzi fanny|friederike rike|friedrich fritz fred freddy
gabriele gabi gaby|georg schorsch jorg|gerhard gerd gert hardy|gertrud gerti trude|giovanni gianni nino vanni
giuseppe beppe peppe pino|gottfried friedl|guenther guenni|hannelore hanne lore|hans hansi|heinrich heinz heiner heini hein
hendrik henk rik henny|hildegard hilde|ignacio nacho|ignaz naz|jakob jockel|jean-pierre jp|joachim jochen achim jo
johann hans hannes jo|johanna hanna hanne hanneke jo|johannes hans hannes jo johann jan|jose pepe
josef sepp jupp pepi beppi|josefine josi fini|joseph sepp jupp jo|juergen joe|karl kalle charly|karoline caro lina
aleksander olek alek|katarzyna kasia|katharina kathi kati kaethe katja katrin|klaus klausi nick|konrad conny|krzysztof krzysiek
leonhard leo hardy|leopold poldi leo|ludwig lutz wiggerl|luigi gigi gino|magdalena lena leni magda|malgorzata gosia
manfred manni fred freddy|margarete grete greta gretel gretl margit marga rita|maria mia mitzi marie|matthias matze hias
maximilian max maxi|michael michi michel mike micha|michaela michi ela|nikolaus klaus niko nick|philippe phil
pietro piero|pieter piet|rafael rafa rafi|reinhard hardy|roberto berto|rudolf rudi rolf|sebastian basti wastl seb
sigmund sigi|siegfried sigi siggi|sofie fini|stanislaw staszek|stefan steff|stefanie steffi|stephan steff|susanne susi sanne
theodor theo|theresia resi|therese resi|thomas tom tommy|tobias tobi|ulrich uli ulli ueli|ulrike uli ulli rike
ursula uschi ulla ursel|valentin valli|viktoria vicky|vincenzo enzo cenzo|lorenzo enzo|walter walti|waltraud traudl
werner wern|wilhelm willi willy helm wim|wilhelmina mina willemijn|willem wim pim|wolfgang wolfi wolf|zygmunt zyga
frederic fred|catherine cathy|guillaume guy|nathalie nath|veronique vero|benedikt bene|jonas jonny|tommaso maso
stefano ste stefanino|riccardo ricky|federico fede|federica fede|valentina vale|lorenzo lollo renzo|gabriele gabri lele
alberto berto albi|vincenzo cenzo|raffaele lello|francesco checco|elisabetta betta|giuseppina pina giusy|luigia gina
carmen menchu|inmaculada inma conchi|dolores lola loli|mercedes merche|pilar pili|rosario charo|concepcion concha conchi
enrique quique kike|guillermo guille|eduardo edu|fernando fer nando|gregorio goyo|jesus chus|javier javi|manuel manolo manu
ignacio nacho|luis lucho|rafael rafa|vicente chente|antonio tono|josefa pepa|isabel isa|cristina cris|beatriz bea|teresa tere
jose pepe|jose maria chema|maria jose marijo|francisca paqui paca|jorge coque|santiago santi|sebastian sebas|alfonso fonsi
aleksandra ola|agnieszka aga|anna ania anka|andrzej jedrek andrzejek|barbara basia|czeslaw czesiek|dorota dorotka|elzbieta ela
ewa ewka|grzegorz grzesiek grzes|henryk heniek|jacek jacus|jan janek jasiek|jerzy jurek|joanna asia|jozef jozek|kazimierz kazik
krystyna krysia|leszek lesiu|lukasz luka|maciej maciek|magdalena magda|marcin marcinek|marek mareczek|maria marysia|mateusz mati
michal michalek|monika monia|pawel pawelek|piotr piotrek piotrus|rafal rafalek|ryszard rysiek|slawomir slawek|stanislaw stasiek
tadeusz tadek|tomasz tomek|waldemar waldek|wieslaw wiesiek|wladyslaw wladek|wojciech wojtek|zbigniew zbyszek|zofia zosia|zuzanna zuza
francoise fanfan|jacques jacquot|philippe phil filou|veronique vero|dominique dom domi|stephane steph|stephanie steph fanny
christophe chris tof|sebastien seb|emmanuelle manue|frederique fred|genevieve ginou|jean-francois jeff|jean-claude jc
jean-marc jm|marie-france mf|catherine cat cathou kat|elisabeth babeth|patrice pat|patrick pat|pascal pasc|maxime max
philippa pippa pip|theodora thea|rosemary rosie|henrietta hattie|georgina georgie gina|penelope penny|harriet hattie
hans-peter hape hp hampi|hans-joerg hajo|hans-joachim hajo|karl-heinz kalle|annemarie annemie|lieselotte lilo lotte liselotte
eleonore lore nora|benjamin benni benny|dominik domi|fabian fabi|florian flo flori|leonie leo|lukas luki|marcel marci
patrick patti|philipp phil fips|robert robbi bertl|sabine bine|silvia silvi|simon simi|verena vreni|veronika vroni|werner wernsi
alessandro sandro ale|alessandra sandra ale|domenico mimmo|salvatore toto|antonio tonio nino toni|maurizio maurice
"""


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Fold a name so that ü, ue and u, and signs that a scanner confuses, are the same.

    >>> plain("Müller") == plain("MUELLER") == plain("Muller") == plain("Mul1er")
    True
    """
    if "Ã" in text:  # UTF-8 that was read as if it were Latin-1
        with suppress(UnicodeError):
            text = text.encode("cp1252").decode()
    folded = fold_letters(text)
    if not folded.isalpha() and not re.fullmatch(r"[\d ]*", folded):
        folded = re.sub(r"(?<=[a-z])[01358]|[01358](?=[a-z])", _letter, folded)
    for written, single in (("ae", "a"), ("oe", "o"), ("ue", "u"), ("rn", "m")):
        folded = folded.replace(written, single)
    return folded


def _letter(digit: re.Match[str]) -> str:
    return digit[0].translate(_MISREAD)


@lru_cache(maxsize=1 << 18)
def given_words(text: str) -> tuple[str, str]:
    """Return the given names in a cell, without titles, and a generation such as jr.

    >>> given_words("Dr. Anna-Lena"), given_words("Bob Jr.")
    (('anna lena', ''), ('bob', 'jr'))
    """
    return _words(text)


@lru_cache(maxsize=1 << 20)
def family_words(text: str) -> tuple[str, str]:
    """Return the last names in a cell, without titles and particles, and a generation.

    >>> family_words("von der Leyen"), family_words("King III"), family_words("de la")
    (('leyen', ''), ('king', 'iii'), ('de la', ''))
    """
    words, generation = _words(text)
    own = [word for word in words.split() if word not in _PARTICLES]
    return " ".join(own) or words, generation


def _words(text: str) -> tuple[str, str]:
    generation = ""
    words: list[str] = []
    for word in plain(text).split():
        if word in _GENERATIONS and words:  # before a name Sr. is Spanish for Mr
            generation = _GENERATIONS[word]
        elif word not in _TITLES and word not in _BORN:
            words.append(word)
    return " ".join(words), generation


def cut_full_name(full: str) -> tuple[str, str]:
    """Cut a full name into given and family names.

    >>> cut_full_name("Dr. Anna Lena von der Leyen"), cut_full_name("Meier, Hans")
    (('Anna Lena', 'von der Leyen'), (' Hans', 'Meier'))
    """
    before, comma, after = _ASIDE.sub(" ", full).partition(",")
    if comma and after.strip() and not _is_ending(after):
        return after, before
    words = [word for word in f"{before} {after}".split() if word.strip(".")]
    ending: list[str] = []
    while words and _is_ending(words[-1]):
        ending.insert(0, words.pop())
    words = [w for w in words if fold_letters(w) not in _TITLES]
    if len(words) < 2:
        return "", " ".join([*words, *ending])
    at = len(words) - 1
    while at > 1 and fold_letters(words[at - 1]) in _PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join([*words[at:], *ending])


def birth_name(full: str) -> str:
    """Return the name that a full name says its bearer was born with.

    >>> birth_name("Baumann Daniela (geb. Altenthaler)"), birth_name("Anna Meier")
    ('Altenthaler', '')
    """
    found = _BIRTH_NAME.search(full)
    return found[1] if found else ""


_ASIDE = re.compile(r"\([^)]*\)")
_BIRTH_NAME = re.compile(
    r"(?i)\b(?:geb\.|geborene|n[ée]e|born|nata|z d\.|fr[üu]her|formerly)\s+(\w+)"
)


def _is_ending(text: str) -> bool:
    return all(word in _GENERATIONS or word in _TITLES for word in fold_letters(text).split())


@lru_cache(maxsize=1 << 16)
def sound(name: str) -> str:
    """Reduce a folded name to how it is heard: Stefan and Stephan, Meier and Mayer.

    >>> [sound(name) for name in ("stefan", "stephan", "meier", "mayr", "kristina", "christina")]
    ['stefan', 'stefan', 'mair', 'mair', 'kristina', 'kristina']
    """
    name = name.replace(" ", "")
    for written, heard in (
        ("ph", "f"), ("th", "t"), ("sch", "s"), ("chr", "kr"), ("ck", "k"), ("tz", "z"), ("dt", "t"),
        ("ey", "ai"), ("ei", "ai"), ("ay", "ai"), ("y", "i"), ("w", "v"), ("c", "k"), ("q", "k"),
    ):  # fmt: skip
        name = name.replace(written, heard)
    name = re.sub(r"(.)\1+", r"\1", name)
    return re.sub(r"aie?r", "air", name)


@cache
def _formal_names() -> dict[str, frozenset[str]]:
    """Return nickname -> the names it stands for."""
    from nicknames import name_triplets

    formal: dict[str, set[str]] = {}
    pairs = [(pair.name1, pair.name2) for pair in name_triplets()]
    for group in re.split(r"[|\n]", _SHORT_FORMS):
        name, *short = group.split() or [""]
        pairs += [(name, nickname) for nickname in short]
    for name, nickname in pairs:
        formal.setdefault(plain(nickname).replace(" ", ""), set()).add(plain(name).replace(" ", ""))
    return {nickname: frozenset(names) for nickname, names in formal.items()}


@cache
def _known_names() -> frozenset[str]:
    return frozenset(_formal_names()).union(*_formal_names().values())


@lru_cache(maxsize=1 << 16)
def formal_names(first: str) -> tuple[str, ...]:
    """Return a first name and the names it may be short for.

    >>> "robert" in formal_names("bob"), "robert" in formal_names("rob"), formal_names("zoltan")
    (True, True, ('zoltan',))
    """
    return tuple(sorted({first, *_formal_names().get(first, ())})) if first else ()


@cache
def _formal_only() -> frozenset[str]:
    return frozenset().union(*_formal_names().values())


def is_known_name(first: str) -> bool:
    """Tell whether somebody has put this first name on a list of names."""
    return first in _known_names()


def has_nicknames(first: str) -> bool:
    """Tell whether a first name is one that others are short for, as Robert is for Bob.

    >>> has_nicknames("robert"), has_nicknames("rob")
    (True, False)
    """
    return first in _formal_only()
