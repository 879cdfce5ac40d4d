"""The contact model: what is compared, how strongly each agreement speaks, and why.

Weights are bits: +1 doubles the odds that two rows are one person, -1 halves them. They are
added to the prior and turned into a probability, as Fellegi and Sunter (1969) do. Two things
differ from a textbook model, because colleagues share nearly everything but their names:

* Organisation evidence counts once. Company, mail domain, website, switchboard and address all
  say "the same firm"; only the strongest of them counts. Two rows of one firm of c rows are the
  same person with odds of about 1 to c, whatever else the firm's rows have in common, which is
  n - log2(c) bits, n = log2(rows) being what the prior takes away.
* Inside a firm a last name says less than outside, because relatives work together.

``l`` and ``r`` are the two rows; conditions are SQL that DuckDB evaluates. The first level whose
condition holds is the pair's. Weights were set by reasoning about contacts and checked on
simulated fairs and public linkage sets (docs/dedupe.md has the figures); none is trained.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: its name, when it holds, its weight, and the reason in words."""

    name: str
    when: str
    bits: str  # an SQL expression; n is log2 of the number of rows
    words: str = ""  # {} is the number of letters by which two spellings differ


@dataclass(frozen=True)
class Comparison:
    """One kind of evidence, from its strongest agreement to its contradiction."""

    name: str
    levels: tuple[Level, ...]

    def level_sql(self) -> str:
        """Return SQL for the number of the level a pair of rows reaches."""
        cases = " ".join(
            f"WHEN {level.when} THEN {at}" for at, level in enumerate(self.levels[:-1])
        )
        return f"CASE {cases} ELSE {len(self.levels) - 1} END"

    def bits_sql(self) -> str:
        """Return SQL for the weight of the level, which stands in the column <name>_level."""
        cases = " ".join(f"WHEN {at} THEN {level.bits}" for at, level in enumerate(self.levels))
        return f"CAST(CASE {self.name}_level {cases} END AS DOUBLE)"


# A first and last name that changed columns: they fit crosswise, and do not fit as they stand.
SWAPPED = """(
    l.first <> r.first AND l.last <> r.last AND (
        (l.first <> '' AND l.first = r.last AND (r.first = '' OR l.last = ''
            OR jaro_winkler_similarity(l.last, r.first) > 0.85))
        OR (l.last <> '' AND l.last = r.first AND (r.last = '' OR l.first = ''
            OR jaro_winkler_similarity(l.first, r.last) > 0.85))
        OR (l.first <> '' AND l.last <> '' AND jaro_winkler_similarity(l.first, r.last) > 0.85
            AND jaro_winkler_similarity(l.last, r.first) > 0.85)
        OR ((l.first <> '' AND l.first = r.last OR l.last <> '' AND l.last = r.first)
            AND jaro_winkler_similarity(l.first, r.first) < 0.7
            AND jaro_winkler_similarity(l.last, r.last) < 0.7)))"""


def _if(cheap: str, costly: str) -> str:
    """Return SQL for both conditions; the costly one is evaluated only where the cheap one holds.

    A database evaluates both sides of AND and OR for whole columns, but of CASE only what is left.
    """
    return f"(CASE WHEN {cheap} THEN {costly} ELSE false END)"


def _share(name: str) -> str:
    """Return SQL for: one of the addresses of this kind is the same; a row has three at most."""
    theirs = ", ".join(f"r.{name}_{at}" for at in (1, 2, 3))
    return f"({' OR '.join(f'l.{name}_{at} IN ({theirs})' for at in (1, 2, 3))})"


def _within(one: str, other: str, letters: str, alike: float) -> str:
    """Return SQL for: at most so many letters inserted, dropped, changed or exchanged."""
    return _if(
        f"abs(length({one}) - length({other})) <= 2",
        _if(f"jaro_winkler_similarity({one}, {other}) > {alike}",
            # Two exchanged letters are two changes to the plain distance, which is cheap.
            _if(f"levenshtein({one}, {other}) <= 4",
                f"damerau_levenshtein({one}, {other}) <= {letters}")),
    )  # fmt: skip


def _slip(one: str, other: str) -> str:
    """Return SQL for: one or two typing or scanning slips apart, more in longer texts."""
    shorter = f"least(length({one}), length({other}))"
    letters = f"CASE WHEN {shorter} > 6 THEN 2 ELSE 1 END"
    return (
        f"(CASE WHEN {shorter} < 2 OR length({one}) + length({other}) < 5 THEN false "
        f"WHEN jaro_winkler_similarity({one}, {other}) > 0.9 THEN true "
        f"ELSE {_within(one, other, letters, 0.4)} END)"
    )


def _two_slips(one: str, other: str) -> str:
    """Return SQL for: two slips apart, where the names are short enough that it may be chance."""
    shorter = f"least(length({one}), length({other}))"
    return _if(f"{shorter} > 3", _within(one, other, "2", 0.5))


def _typo(one: str, other: str) -> str:
    """Return SQL for: a letter or two wrong, and nothing more; for company names and streets."""
    shorter = f"least(length({one}), length({other}))"
    return _if(
        f"{shorter} > 4", _within(one, other, f"CASE WHEN {shorter} > 9 THEN 2 ELSE 1 END", 0.8)
    )


# home holds for rows of a list of names and home addresses alone, in which hardly any address is
# shared by contradicting names: there one of two contradicting names is a fault, not a relative.
# r_first and r_last are the right row's names, exchanged where SWAPPED holds.
FIRST_NAME = Comparison(
    "first_name",
    (
        # A last name alone may be any relative's at work.
        Level("missing", "l.first = '' OR r_first = ''", "CASE WHEN home OR "
              "(l.birthday <> '' AND r.birthday <> '') THEN 0 ELSE -2 END", "no first name"),
        # Rarer names weigh more; the weight comes from how often the list has the name.
        Level("same", "l.first = r_first", "least(l.first_bits, r_first_bits)", "same first name"),
        # monika.niederner@ is the mailbox of "M. Niederner".
        Level("in mailbox", "(length(l.first) = 1 AND l.first = r_first[1] AND "
              "contains(l.local, r_first)) OR (length(r_first) = 1 AND r_first = l.first[1] AND "
              "contains(r.local, l.first))", "5", "first name in the e-mail of the other"),
        # The initial of a first name is shared by one person in ten.
        Level("initial", "(length(l.first) = 1 OR length(r_first) = 1) AND l.first[1] = r_first[1]",
              "1.5", "first name by its initial"),
        Level("nickname", "contains(l.formals, '|' || r_first || '|') OR "
              "contains(r_formals, '|' || l.first || '|')",
              "5", "first name by a nickname"),
        Level("part", _if("contains(l.given, ' ') OR contains(r_given, ' ')", "list_has_any("
              "list_filter(string_split(l.given, ' '), lambda x: length(x) > 2), "
              "string_split(r_given, ' '))"), "4", "one of two first names is the same"),
        # Stefan and Stephan are one name; Martin and Martina, though one letter apart, are two.
        Level("sound", "l.first_sound = r_first_sound", "4.5",
              "first names sound the same"),
        Level("two names", "l.first_known AND r_first_known AND "
              "jaro_winkler_similarity(l.first, r_first) > 0.8", "CASE WHEN home THEN -2 ELSE -9 END",
              "first names contradict"),
        Level("feminine", "feminine(l.first, r_first)", "CASE WHEN home THEN 0 ELSE -8 END",
              "first names contradict"),
        Level("two nicknames", _if("l.is_short AND r.is_short AND NOT swapped AND NOT "
              "(l.formal_itself AND r.formal_itself)", "list_has_any(l.formal, r.formal)"), "3", "two nicknames of one name"),
        Level("slip", _slip("l.first", "r_first"), "4.5", "first name {} apart"),
        Level("two slips", _two_slips("l.first", "r_first"), "2", "first name {} apart"),
        # Nobody is called Anna here and Andreas there; only a mailbox of one's own or a mobile
        # and the same last name outweigh it, because they say that a name is a second name.
        Level("different", "", "CASE WHEN home THEN -2 ELSE -10 END", "first names contradict"),
    ),
)  # fmt: skip
LAST_NAME = Comparison(
    "last_name",
    (
        Level("missing", "l.last = '' OR r_last = ''", "0"),
        # Among colleagues about one pair in sixty are relatives, so no name weighs over 6 bits.
        Level("same", "l.last = r_last",
              "least(l.last_bits, CASE WHEN swapped THEN r.first_bits ELSE r.last_bits END, CASE WHEN firm_bits > 5 THEN 6 ELSE 13 END)",
              "same last name"),
        Level("initial", "(length(l.last) = 1 OR length(r_last) = 1) AND l.last[1] = r_last[1]",
              "1", "last name by its initial"),
        Level("slip", _if("length(l.last) + length(r_last) > 4",
              _within("l.last", "r_last", "1", 0.4)), "4", "last name {} apart"),
        # Blackwell and Blackley in one firm are colleagues more often than a slip of two letters.
        Level("two slips", f"({_slip('l.last', 'r_last')} OR {_two_slips('l.last', 'r_last')})",
              "CASE WHEN home OR (l.birthday <> '' AND r.birthday <> '') THEN 3.5 ELSE 0.5 END",
              "last name {} apart"),
        Level("part", _if("NOT swapped AND (contains(l.last_words, ' ') OR "
              "contains(r.last_words, ' '))", "list_has_any(list_filter(string_split(l.last_words, "
              "' '), lambda x: length(x) > 3), string_split(r.last_words, ' '))"), "4", "one of two last names is the same"),
        Level("sound", "l.last_sound = r_last_sound", "4", "last names sound the same"),
        # A mailbox keeps the name its owner had before the marriage.
        Level("in mailbox", "NOT contains(l.last, r_last) AND NOT contains(r_last, l.last) AND "
              "((length(r_last) > 3 AND contains(l.local, r_last)) OR "
              "(length(l.last) > 3 AND contains(r.local, l.last)))", "0",
              "last name in the e-mail of the other"),
        # Marriage, or somebody else.
        Level("different", "", "CASE WHEN home THEN -2 ELSE -7 END", "last names differ"),
    ),
)  # fmt: skip
GENERATION = Comparison(
    "generation",
    (
        Level("same", "l.generation = r.generation", "0"),
        # A son without his "Jr." is more common than a father whom nobody calls Sr.
        Level("one side", "l.generation = '' OR r.generation = ''", "-3", "only one is Jr or Sr"),
        Level("different", "", "-16", "Jr and Sr contradict"),
    ),
)  # fmt: skip
BIRTHDAY = Comparison(
    "birthday",
    (
        Level("missing", "l.birthday = '' OR r.birthday = ''", "0"),
        # One in 365 days and some fifty years, less what typists make up (1 January).
        Level("same", "l.birthday = r.birthday", "12", "same birthday"),
        Level("slip", "damerau_levenshtein(l.birthday, r.birthday) = 1", "8",
              "birthday 1 digit apart"),
        Level("two slips", "damerau_levenshtein(l.birthday, r.birthday) = 2", "4.5",
              "birthday 2 digits apart"),
        Level("three slips", "damerau_levenshtein(l.birthday, r.birthday) = 3", "1",
              "birthday 3 digits apart"),
        Level("different", "", "-3", "birthdays differ"),
    ),
)  # fmt: skip
_NAMES_FIT = "first_name_bits > -5 AND last_name_bits > -5"
# eva@a.example.com and eva@b.example.com are one letter apart and two firms.
_FIRMS_FIT = "(firm_bits > -9 OR l.mail_domain = r.mail_domain)"
EMAIL = Comparison(
    "email",
    (
        Level("missing", "l.mail = '' OR r.mail = ''", "0"),
        # Who answers a mailbox that only one name uses is one person, whatever the list's size.
        Level("same", _share("mails"), "n + 8", "same personal e-mail"),
        # What follows says nothing where the first names contradict: in one firm a.meier@ and
        # b.meier@ are one letter apart, and most mailboxes are only the name once more.
        Level("slip", _if(f"{_NAMES_FIT} AND least(length(l.local), length(r.local)) > 2 AND {_FIRMS_FIT}",
              _within("l.mail", "r.mail", "2", 0.8)), "8", "e-mail {} apart"),
        # a.smith is a name once more and says little; kelly52 was somebody's own idea.
        Level("local", f"{_NAMES_FIT} AND l.local = r.local AND length(l.local) > 4",
              "CASE WHEN regexp_matches(l.local, '[0-9]') THEN 8 "
              "WHEN l.mail_firm AND r.mail_firm THEN 1 ELSE 3 END", "same name before the @"),
        Level("near", _if(f"{_NAMES_FIT} AND l.mail_domain <> r.mail_domain AND {_FIRMS_FIT}",
              "jaro_winkler_similarity(l.mail, r.mail) > 0.92"), "6", "e-mails nearly the same"),
        # Two mailboxes at one employer are usually two people, at one provider usually not.
        Level("two at one firm", _if("l.mail_domain = r.mail_domain AND l.mail_firm",
              "jaro_winkler_similarity(l.local, r.local) < 0.8"), "-3", "two mailboxes of one domain"),
        Level("different", "", "0"),
    ),
)  # fmt: skip
PHONE = Comparison(
    "phone",
    (
        # A number that several names use is the firm's, whatever its column says.
        Level("same mobile", _share("mobiles"), "n + 5", "same mobile"),
        Level("same direct line", _share("directs"), "n - 1", "same direct line"),
        Level("different", "", "0"),
    ),
)  # fmt: skip
FIRM = Comparison(
    "firm",
    (
        Level("same company", "company_tie > 0 AND company_tie >= greatest(domain_tie, line_tie)", "company_tie", "same company"),
        Level("same domain", "domain_tie > 0 AND domain_tie >= line_tie",
              "domain_tie", "same company domain"),
        Level("same switchboard", "line_tie > 0", "line_tie",
              "same switchboard"),
        # Namesakes: a rare name in two firms is a person who moved as often as two people. Firms
        # of one town or one building are still two.
        Level("different", "l.company <> '' AND r.company <> ''", "-9", "different companies"),
        Level("same address", "place_tie > 0", "place_tie", "same address"),
        # A name and nothing else is too little, unless a birthday goes with it.
        Level("unknown", "", "CASE WHEN birthday_bits > 3 THEN 0 WHEN birthday_level > 0 THEN -3 ELSE -5 END",
              "nothing known of their companies"),
    ),
)  # fmt: skip

# The strengths that FIRM chooses from. An exact company name is as strong as it is rare here; a
# misread or shortened one a little less.
FIRM_STRENGTHS = {
    "company_tie": f"""CASE WHEN l.company = '' OR r.company = '' THEN 0
        WHEN l.company = r.company THEN least(l.company_bits, r.company_bits)
        WHEN {_typo("l.company", "r.company")} THEN least(l.company_bits, r.company_bits) - 1
        WHEN least(length(l.company), length(r.company)) > 3 AND (
            starts_with(l.company, r.company || ' ') OR starts_with(r.company, l.company || ' '))
        THEN least(l.company_bits, r.company_bits) - 2 ELSE 0 END""",
    "domain_tie": f"""CASE WHEN {_share("domains")}
        THEN least(l.domain_bits, r.domain_bits) ELSE 0 END""",
    "line_tie": f"""CASE WHEN {_share("lines")}
        THEN least(l.line_bits, r.line_bits) ELSE 0 END""",
    # The parts of an address are seldom all wrong at once: what agrees is added up, and a whole
    # address is worth no more than a whole company.
    "place_tie": f"""least(n + CASE WHEN home THEN 9 ELSE 1 END,
        CASE WHEN l.street = '' OR r.street = '' THEN 0
            WHEN l.street = r.street THEN least(l.street_bits, r.street_bits)
            WHEN {_slip("l.street", "r.street")} THEN least(l.street_bits, r.street_bits) - 2
            ELSE -1 END
        + CASE WHEN l.street_2 = '' OR r.street_2 = '' THEN 0
            WHEN l.street_2 = r.street_2 THEN least(l.street_2_bits, r.street_2_bits)
            WHEN {_slip("l.street_2", "r.street_2")} THEN least(l.street_2_bits, r.street_2_bits) - 2
            ELSE -1 END
        + CASE WHEN l.city = '' OR r.city = '' THEN 0
            WHEN l.city = r.city THEN l.city_bits
            WHEN {_slip("l.city", "r.city")} THEN least(l.city_bits, r.city_bits, 4) - 1
            ELSE -1 END
        + CASE WHEN l.postcode = '' OR r.postcode = '' THEN 0
            WHEN l.postcode = r.postcode THEN CASE WHEN l.city = r.city THEN 1
                ELSE least(l.postcode_bits, 8) END
            WHEN damerau_levenshtein(l.postcode, r.postcode) = 1 THEN 1
            ELSE -1 END)""",
}

PERSON = (FIRST_NAME, BIRTHDAY, FIRM, LAST_NAME, GENERATION, EMAIL, PHONE)

# Companies without people: the name is the identity, and the other evidence is independent.
COMPANY_NAME = Comparison(
    "company_name",
    (
        Level("same", "l.company = r.company", "least(l.company_bits, r.company_bits)",
              "same company name"),
        Level("slip", _typo("l.company", "r.company"), "n - 5", "company name {} apart"),
        Level("part", "least(length(l.company), length(r.company)) > 3 AND ("
              "contains(l.company, r.company) OR contains(r.company, l.company))", "n - 6",
              "one company name is part of the other"),
        Level("words", "len(list_intersect(l.company_words, r.company_words)) >= "
              "greatest(2, 0.6 * least(len(l.company_words), len(r.company_words)))", "n - 7",
              "company names share most words"),
        Level("different", "", "-6", "company names differ"),
    ),
)  # fmt: skip
LEGAL_FORM = Comparison(
    "legal_form",
    (
        Level("same", "l.legal = r.legal OR l.legal = '' OR r.legal = ''", "0"),
        # A GmbH and a Ltd of one name are two legal entities that belong together: a person
        # decides. No other evidence may merge them; see CONTRADICTING.
        Level("different", "", "-6", "different legal forms"),
    ),
)  # fmt: skip
REGISTER = Comparison(
    "register",
    (
        Level("missing", "l.register = '' OR r.register = ''", "0"),
        Level("same", "l.register = r.register", "n + 6", "same register number"),
        Level("different", "", "-30", "register numbers differ"),
    ),
)  # fmt: skip
COMPANY_PHONE = Comparison(
    "phone",
    (
        Level("missing", "l.numbers_1 IS NULL OR r.numbers_1 IS NULL", "0"),
        Level("same", _share("numbers"), "n - 2", "same phone"),
        Level("different", "", "-1"),
    ),
)  # fmt: skip
COMPANY_DOMAIN = Comparison(
    "domain",
    (
        Level("missing", "l.domains_1 IS NULL OR r.domains_1 IS NULL", "0"),
        Level("same", _share("domains"), "least(l.domain_bits, r.domain_bits) - 1",
              "same domain"),
        Level("different", "", "-2"),
    ),
)  # fmt: skip
COMPANY_PLACE = Comparison(
    "address",
    (
        Level("same", "place_tie > 0", "place_tie", "same address"),
        Level("unknown", "l.street = '' OR r.street = ''", "0"),
        Level("different", "", "-4", "different addresses"),
    ),
)  # fmt: skip
COMPANY = (COMPANY_NAME, LEGAL_FORM, REGISTER, COMPANY_PHONE, COMPANY_DOMAIN, COMPANY_PLACE)

# Levels that keep two rows apart even where others join them to a third row, unless the pair's
# own evidence outweighs them.
CONTRADICTING = {
    "first_name": ("two names", "feminine", "different"),
    "last_name": ("different",),
    "generation": ("different",),
    "register": ("different",),
    "legal_form": ("different",),
}
# Levels that no evidence outweighs: a person has to decide.
NEVER_MERGED = {
    "legal_form": ("different",),
    "register": ("different",),
    "generation": ("different",),
}

# How rarely the world has a first and a last name, for lists too small to tell; in bits.
FIRST_NAME_BITS = (3, 9)
LAST_NAME_BITS = (4, 13)

# Fewer rows than this say no more about the odds of a match than this many.
LEAST_ROWS = 1000

# Which rows are compared at all: those that share one of these keys. Many, since a pair that
# shares none is lost; each is exact, so that a database finds them fast.
PERSON_BLOCKS = {
    "e-mail": "unnest(mails)",
    "name before the @": "CASE WHEN length(local) > 4 THEN local END",
    "phone": "unnest(numbers)",
    "name": "least(first_sound, last_sound) || ' ' || greatest(first_sound, last_sound)",
    "name, roughly": "least(first_sound[:3], last_sound[:3]) || greatest(first_sound[:3], "
    "last_sound[:3]) || coalesce(nullif(city[:3], ''), company[:3])",
    "a name and company": "unnest(list_distinct([formal_key, first_sound[:4], last_sound[:4]])) "
    "|| '|' || nullif(company[:5], '')",
    "initials and company": "least(first[1], last[1]) || greatest(first[1], last[1]) || "
    "nullif(company[:6], '')",
    "initials and domain": "least(first[1], last[1]) || greatest(first[1], last[1]) || "
    "unnest(domains)",
    "last name and mail domain": "last_sound[:4] || nullif(mail_domain, '')",
    "a name and postcode": "unnest(list_distinct([formal_key, last_sound[:4]])) || '|' || "
    "nullif(postcode, '')",
    "a name and city": "unnest(list_distinct([first_sound, last_sound])) || '|' || nullif(city, '')",
    "street": "nullif(street, '')",
    "street line 2 and postcode": "nullif(street_2, '') || '|' || nullif(postcode[:2], '')",
    "birthday": "nullif(birthday, '')",
    "a name and birth year": "unnest(list_distinct([first_sound, last_sound])) || '|' || "
    "nullif(birthday[:4], '')",
    "a name and birth month and day": "unnest(list_distinct([first_sound[:3], last_sound[:3]])) || "
    "'|' || nullif(birthday[5:], '')",
    "e-mail, roughly": "nullif(local[:3], '') || '|' || nullif(mail_domain[:4], '')",
    "mail domain and birth year": "nullif(mail_domain[:5], '') || nullif(birthday[3:4], '')",
    "city and birth year": "city[:5] || '|' || nullif(birthday[:4], '') || birthday[7:]",
}
COMPANY_BLOCKS = {
    "company name": "nullif(company, '')",
    "words of the name": "CASE WHEN len(company_words) > 1 THEN list_sort(company_words)[1] || "
    "list_sort(company_words)[2] END",
    "first letters": "nullif(company[:6], '')",
    "phone": "unnest(numbers)",
    "domain": "unnest(domains)",
    "street": "nullif(street, '')",
    "register number": "nullif(register, '')",
    "e-mail": "unnest(roles)",
}

# Pairs whose first names contradict and that share no mailbox, number or birthday cannot reach
# even odds: firm and last name together never make up for it. Most candidates end here.
WORTH_WEIGHING = (
    f"first_name_bits > -5 OR home OR {_share('mails')} OR {_share('numbers')} "
    "OR (l.birthday <> '' AND r.birthday <> '')"
)
