"""The contact model: what is compared, how strongly each agreement speaks, and why.

Weights are bits: +1 doubles the odds that two rows are one person, -1 halves them. They are
added to the prior and turned into a probability, as Fellegi and Sunter (1969) do. Two things
differ from a textbook model, because colleagues share nearly everything but their names:

* Organisation evidence counts once. Company, mail domain, website, switchboard and address all
  say "the same firm"; only the strongest of them counts. Two rows of one firm of c rows are the
  same person with odds of about 1 to c, whatever else the firm's rows have in common, which is
  n - log2(c) bits, n = log2(rows) being what the prior takes away.
* Inside a firm a last name says less than outside, because relatives work together.

This is the table of levels and weights; people.py and companies.py say when a level
holds. Weights were set by reasoning about contacts and checked on simulated fairs and public
linkage sets (docs/dedupe.md has the figures); none is trained.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np

WEIGHED = nan  # the weight comes from the list: how rare the value is, or how many rows there are


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: its name, its weight, and the reason in words.

    ``at_home`` is the weight in a list of names and home addresses alone, in which hardly any
    address is shared by contradicting names: there one of two contradicting names is a fault,
    not a relative.
    """

    name: str
    bits: float
    words: str = ""  # {} is the number of letters by which two spellings differ
    at_home: float | None = None


class Comparison:
    """One kind of evidence, from its strongest agreement to its contradiction."""

    def __init__(self, name: str, *levels: Level) -> None:
        self.name = name
        self.levels = levels
        self.number = {level.name: at for at, level in enumerate(levels)}

    def at(self, levels: np.ndarray, *names: str) -> np.ndarray:
        """Tell which numbers of levels are those of these names."""
        chosen = np.zeros(len(self.levels), bool)
        chosen[[self.number[name] for name in names]] = True
        return np.asarray(chosen[levels])


FIRST_NAME = Comparison(
    "first_name",
    Level("missing", 0),
    # Rarer names weigh more; see NAME_BITS.
    Level("same", WEIGHED, "same first name"),
    # 芳 beside Fang: nobody is told by them, nor told apart.
    Level("other script", 0),
    # monika.niederner@ is the mailbox of "M. Niederner".
    Level("in mailbox", 5, "first name in the e-mail of the other"),
    # The initial of a first name is shared by one colleague in ten.
    Level("initial", 2.5, "first name by its initial"),
    Level("two initials", -7, "initials of first names differ", at_home=-1),
    # Mohammed and Muhammad, Aleksey and Oleksii: one name of another script or alphabet.
    Level("other spelling", 6, "first name in another spelling"),
    # Uli is Ulrich or Ulrike, Alex is Alexander or Alexandra.
    Level("nickname of both", -1, "first name by a nickname of several names"),
    Level("nickname", 5, "first name by a nickname"),
    # Anna and Anne, Jan and Johann: the one may be the other's short form, and names on their own.
    Level("two forms", 2, "two forms of one first name"),
    Level("part", 4, "one of two first names is the same"),
    # Karl-Otto may be called Otto; so may be his father.
    Level("second name", 0, "the second first name of the other", at_home=4),
    # Jean-Pierre and Jean-Paul; a second name is also taken for the calling name.
    Level("other second name", -5, "second first names differ", at_home=2),
    # Stefan and Stephan are one name; Martin and Martina, though one letter apart, are two.
    Level("sound", 4.5, "first names sound the same"),
    # Carsten and Karsten: both are names.
    Level("two names that sound alike", 0.5, "first names sound the same"),
    Level("two names", -9, "first names contradict", at_home=-2),
    Level("feminine", -8, "first names contradict", at_home=0),
    Level("two nicknames", 2, "two nicknames of one name"),
    # Giulia and Julia, Jiří and George: one name, of whose bearers a firm may have two.
    Level("other language", -1, "first name in another language", at_home=2),
    # Inma and Inmaculada: short forms that nobody has put on a list.
    Level("short form", 3.5, "first name by its beginning"),
    Level("slip", 4, "first name {} apart", at_home=4.5),
    Level("two slips", 1.5, "first name {} apart", at_home=2),
    # A slip in the first letter is rare; Navjot and Harjot are two.
    Level("two slips, one at the beginning", -3, "first name {} apart", at_home=2),
    # Nobody is called Anna here and Andreas there; only a mailbox of one's own or a mobile
    # and the same last name outweigh it, because they say that a name is a second name.
    Level("different", -10, "first names contradict", at_home=-2),
)
LAST_NAME = Comparison(
    "last_name",
    Level("missing", 0),
    # Among colleagues about one pair in sixty are relatives: see LAST_NAME_IN_FIRM.
    Level("same", WEIGHED, "same last name"),
    Level("other script", 0),
    Level("initial", 1, "last name by its initial"),
    # Zhang and Chang, Satou and Sato; but Lee and Li may also be two.
    Level("other spelling", 3.5, "last name in another spelling"),
    # Bauer and Sauer, Dijkstra and Rijnstra: both are names of several people of the list, or
    # stand so in two of its files, so that one is no slip of the other, or at least not surely.
    Level("two names", -7, "last names differ", at_home=-2),
    Level("two names, nearly one", 0, "last names {} apart"),
    Level("two names that sound alike", 0, "last names sound the same"),
    Level("slip", 4, "last name {} apart"),
    Level("two slips", 2, "last name {} apart"),
    # Wiesenner and Wiesenegger begin alike, as many names of one country do.
    Level("several slips", 0, "last name {} apart"),
    # Romero Luna and Romero Vega are cousins at best.
    Level("other second name", -6, "second last names differ", at_home=0),
    Level("part", 4, "one of two last names is the same"),
    Level("part with a slip", 2.5, "one of two last names is nearly the same"),
    Level("sound", 4, "last names sound the same"),
    # A mailbox keeps the name its owner had before the marriage.
    Level("in mailbox", 0, "last name in the e-mail of the other"),
    # Marriage, or somebody else.
    Level("different", -7, "last names differ", at_home=-2),
)
GENERATION = Comparison(
    "generation",
    Level("same", 0),
    # A son without his "Jr." is more common than a father whom nobody calls Sr.
    Level("one side", -7, "only one is Jr or Sr"),
    Level("different", -16, "Jr and Sr contradict"),
)
BIRTHDAY = Comparison(
    "birthday",
    Level("missing", 0),
    # One in 365 days and some fifty years, less what typists make up (1 January).
    Level("same", 12, "same birthday"),
    Level("slip", 8, "birthday 1 digit apart"),
    Level("two slips", 4.5, "birthday 2 digits apart"),
    Level("three slips", 1, "birthday 3 digits apart"),
    Level("different", -3, "birthdays differ"),
)
EMAIL = Comparison(
    "email",
    Level("missing", 0),
    # n + 8: who answers a mailbox that only one name uses is one person, however long the list.
    Level("same", WEIGHED, "same personal e-mail"),
    # Each mailbox spells its own row's name, and the names differ: not a slip in both.
    Level("two names", -7, "two mailboxes of two names"),
    # thomas.meier@ and thomas.meier2@: a firm gives its second Thomas Meier another one.
    Level("numbered", -8, "two mailboxes of one name, numbered"),
    # What follows says nothing where the names contradict: in one firm a.meier@ and b.meier@
    # are one letter apart, and most mailboxes are only the name once more.
    Level("slip", 8, "e-mail {} apart"),
    # kelly52 was somebody's own idea; a.smith is a name once more and says little.
    Level("own local part", 8, "same name before the @"),
    Level("local part at two firms", 1, "same name before the @"),
    Level("local part", 3, "same name before the @"),
    Level("near", 6, "e-mails nearly the same"),
    # Two mailboxes at one employer are usually two people, unless both are made of one name, as
    # a.meier@ and anna.meier@ are; at one provider they usually are not.
    Level("two at one firm", -5, "two mailboxes of one domain"),
    Level("different", 0),
)
PHONE = Comparison(
    "phone",
    # n + 5. A number that several names use is the firm's, whatever its column says.
    Level("same mobile", WEIGHED, "same mobile"),
    Level("the only number", WEIGHED, "the only one with this number"),
    # That it is the firm's is said below; beyond that, colleagues often share a number, too.
    Level("same direct line", 2, "same direct line"),
    # Few people have two mobiles, and still fewer two direct lines, on the lists of one year.
    Level("two mobiles", -5, "two mobiles"),
    Level("two direct lines", -1.5, "two direct lines"),
    Level("different", 0),
)
FIRM = Comparison(
    "firm",
    # The strongest of these counts, each as rare as it is in the list.
    Level("same company", WEIGHED, "same company"),
    Level("same domain", WEIGHED, "same company domain"),
    Level("same switchboard", WEIGHED, "same switchboard"),
    Level("same line", WEIGHED),  # n - 1; PHONE has the words
    # One name, but two mail domains or legal forms: sister companies, or one that was renamed.
    Level("sister companies", WEIGHED, "companies of one name"),
    # Namesakes: a rare name in two firms is a person who moved as often as two people. Firms
    # of one town or one building are still two.
    Level("different", -8, "different companies"),
    Level("same address", WEIGHED, "same address"),
    # A name and nothing else is too little, unless a birthday or an address of one's own goes
    # with it.
    Level("unknown, own address", 0),
    Level("unknown, same birthday", 0),
    Level("unknown, birthdays known", -3, "nothing known of their companies"),
    Level("unknown", -5, "nothing known of their companies"),
)
PERSON = (FIRST_NAME, BIRTHDAY, FIRM, LAST_NAME, GENERATION, EMAIL, PHONE)

# Companies without people: the name is the identity, and the other evidence is independent.
COMPANY_NAME = Comparison(
    "company_name",
    Level("same", WEIGHED, "same company name"),
    # Hargrove Mfg. and Hargrove Manufacturing, Gebr. Wiersma and Wiersma Gebroeders
    Level("written otherwise", WEIGHED, "company name abbreviated or in another order"),  # n - 3
    Level("slip", WEIGHED, "company name {} apart"),  # n - 5
    # Huber AG and Huber Holding AG: a person decides, whatever else they share; see NEVER_MERGED.
    Level("holding", WEIGHED, "one is a holding company"),  # n - 3
    # The water and the parks department of one town.
    Level("other words", -4, "company names differ in a word"),
    Level("part", WEIGHED, "one company name is part of the other"),  # n - 6
    Level("words", WEIGHED, "company names share most words"),  # n - 7
    Level("different", -6, "company names differ"),
)
LEGAL_FORM = Comparison(
    "legal_form",
    Level("same", 0),
    # An AG that is a SA in the other half of its country, and Ltd in English, in one house.
    Level("translated", 0, "one legal form in two languages"),
    # A GmbH and a Ltd of one name are two legal entities that belong together: a person
    # decides. No other evidence may merge them; see NEVER_MERGED.
    Level("different", -6, "different legal forms"),
)
REGISTER = Comparison(
    "register",
    Level("missing", 0),
    Level("same", WEIGHED, "same register number"),  # n + 6
    Level("different", -30, "register numbers differ"),
)
COMPANY_PHONE = Comparison(
    "phone",
    Level("missing", 0),
    Level("same", WEIGHED, "same phone"),  # n - 2
    Level("different", -1),
)
COMPANY_DOMAIN = Comparison(
    "domain",
    Level("missing", 0),
    Level("same", WEIGHED, "same domain"),  # how rare it is, - 1
    Level("different", -2),
)
COMPANY_PLACE = Comparison(
    "address",
    Level("same", WEIGHED, "same address"),
    Level("unknown", 0),
    Level("same town", -2, "same town, different streets"),
    Level("different", -4, "different addresses"),
)
COMPANY = (COMPANY_NAME, LEGAL_FORM, REGISTER, COMPANY_PHONE, COMPANY_DOMAIN, COMPANY_PLACE)

# Levels that keep two rows apart even where others join them to a third row, unless the pair's
# own evidence outweighs them.
CONTRADICTING = {
    COMPANY_NAME: ("holding",),
    FIRST_NAME: ("two names", "feminine", "two initials", "other second name", "different"),
    LAST_NAME: ("two names", "other second name", "different"),
    EMAIL: ("two names", "numbered"),
    GENERATION: ("different",),
    REGISTER: ("different",),
    LEGAL_FORM: ("different",),
}
# Levels that no evidence outweighs: a person has to decide.
NEVER_MERGED = {
    COMPANY_NAME: ("holding",),
    LEGAL_FORM: ("different",),
    REGISTER: ("different",),
    GENERATION: ("different",),
    EMAIL: ("two names", "numbered"),
    # A father and his son have one name and two mothers' names.
    LAST_NAME: ("other second name",),
}

# What e-mails may say at most of two rows that share no mailbox.
UNLIKE_EMAILS_AT_MOST = max(level.bits for level in EMAIL.levels if level.bits == level.bits)
# Names whose verdict is no more than this are not one person's, whatever their e-mails look like.
NAMES_DIFFER = -5
# Weights that grow with the list, in bits above n.
SAME_EMAIL, SAME_MOBILE, SAME_LINE, SAME_REGISTER = 8, 5, -1, 6
# Sister companies tie less than one company, and the rarest names alone do not outweigh n.
SISTERS, SISTERS_AT_MOST = -8, -12
NOTHING_SHARED = -1  # two firms, where neither a phone nor a domain is shared
COMPANY_OTHERWISE, ONE_HOUSE, NAME_ALONE = -3, -1, 0.5
COMPANY_SLIP, COMPANY_PART, COMPANY_WORDS, COMPANY_PHONE_BITS = -5, -6, -7, -2
WHOLE_ADDRESS, WHOLE_HOME = 1, 9

# How rarely the world has a first and a last name, for lists too small to tell; least and most.
FIRST_NAME_BITS = (3, 9)
LAST_NAME_BITS = (4, 13)
LAST_NAME_IN_FIRM = 6  # the most that a last name says of two rows of one firm
LAST_NAME_SWAPPED = 9  # the most where first and last name changed columns
LAST_NAME_ALONE = 4  # and the most where one of them has no first name

# Fewer rows than this say no more about the odds of a match than this many.
LEAST_ROWS = 1000
