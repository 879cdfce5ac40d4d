"""The words of which invented leads are made; nobody bears these surnames or firms knowingly."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    spellings: tuple[str, ...]
    dialled: str  # from abroad, after the plus
    trunk: str  # what stands before the area code at home
    areas: tuple[str, ...]
    digits: int  # of a number behind its area code
    mobile: tuple[str, ...]
    mobile_digits: int


COUNTRIES = (
    Country(("Deutschland", "DE", "Germany", "D", ""), "49", "0",
            ("30", "40", "69", "89", "221", "711"), 7, ("151", "160", "170", "175"), 8),
    Country(("Österreich", "AT", "Austria"), "43", "0", ("316", "512", "662"), 6, ("664",), 7),
    Country(("Schweiz", "CH", "Suisse"), "41", "0", ("22", "31", "44", "61"), 7, ("79",), 7),
    Country(("France", "FR", "Frankreich"), "33", "0", ("1", "3", "4"), 8, ("6",), 8),
    Country(("Niederlande", "NL", "The Netherlands"), "31", "0", ("10", "20", "30"), 7, ("6",), 8),
    Country(("Polska", "PL", "Poland"), "48", "", ("12", "22", "61"), 7, ("60",), 7),
)  # fmt: skip

FIRST_NAMES = (
    "Adela Alwin Amalia André Anke Anneliese Arvid Astrid Bärbel Beate Benno Björn Britta Carla "
    "Christoph Clémence Cornelis Dagmar Désirée Dieter Dörte Edda Elżbieta Emil Enno Eva Falk "
    "Femke Florian François Frauke Friederike Gerlinde Gero Gesa Götz Gudrun Günter Hanna Heiko "
    "Hélène Henk Hildegard Ilka Imke Ines Ingo Jette Joanna Jörg Jost Jürgen Käthe Karsten Kerstin "
    "Klaas Krzysztof Lasse Lena Levke Lothar Lukas Maike Małgorzata Marit Matthäus Meike Merle "
    "Mieke Mirjam Nele Niels Odette Okke Olaf Ottilie Paweł Petra Pieter Quirin Ragna Raúl Renske "
    "Rosalie Rüdiger Sanne Saskia Sébastien Silke Sönke Stanisław Svenja Tjark Torben Ulf Ulrike "
    "Uwe Veit Veronika Volker Wanda Wiebke Wolf Xaver Yvonne Zita"
).split()
SYLLABLES = (
    "Bar Bel Brun Dal Dor Elm Fal Fen Gar Grün Hal Hes Jas Kel Kön Lar Lin Mar Mel Mühl Nor Ohl "
    "Per Quel Ram Ros Sal Schön Sel Tan Thal Ul Ver Vol Wal Wen Wies Zan Zel Züll".split(),
    "a an de den der do el en er i in ing ka ke li lo ma mi na ning o ra ro sen si ta te ti tro va"
    .split(),
    "bach berg brock dahl feld furt haus heim hof kamp loh mann ried rup sand see stedt thal winkel"
    " äcker".split(),
)  # fmt: skip
TRADES = (
    "Antriebe Automation Blech Dichtungen Drehteile Druckguss Elektronik Fördertechnik Getriebe "
    "Guss Hydraulik Kabel Kunststoff Lager Laser Logistik Maschinenbau Messtechnik Motoren Optik "
    "Pneumatik Pumpen Robotik Sensorik Software Spritzguss Stahl Verpackung Werkzeuge Zerspanung"
).split()
LEGAL_FORMS = ("GmbH", "AG", "GmbH & Co. KG", "KG", "SE", "S.A.", "B.V.", "Ltd", "")
JOB_TITLES = (
    "", "", "", "CEO", "Einkauf", "Einkäuferin", "Ingenieur", "Head of Purchasing", "Owner",
    "Geschäftsführer", "Production Manager", "Leiter Technik", "Student", "Engineer",
    "Instandhaltung", "Vertrieb", "Assistant to the CEO", "Praktikant", "Director Operations",
    "Product Manager", "Plant Manager", "Journalist", "Sales", "Konstrukteur", "IT Manager",
    "Leiterin Entwicklung", "Buyer",
)  # fmt: skip
CITIES = (
    ("Berlin", "10115"), ("Hamburg", "20095"), ("München", "80331"), ("Dresden", "01067"),
    ("Köln", "50667"), ("Wien", "1010"), ("Graz", "8020"), ("Zürich", "8001"), ("Bern", "3011"),
    ("Lyon", "69002"), ("Utrecht", "3511"), ("Kraków", "31-001"),
)  # fmt: skip
LEAD_SOURCES = ("Trade fair", "Website", "Webinar", "Referral", "Ads", "Bought list", "")
# As they stand in the file, so with their quotes.
NOTES = (
    '"asked for a quote, call back on Monday"', '"wants a demo, then prices"', "met at the stand",
    '"liked the ""blue"" pump, no budget yet"', "Angebot bis Freitag", "sample sent",
    "only collected pens", '"Termin in KW 44, mit Technik"', "visit in spring",
)  # fmt: skip
