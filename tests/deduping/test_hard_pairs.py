"""Hard pairs in many languages: who is one person or company, who is not, and who is asked."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit.dedupe import dedupe_leads
from tests.deduping.orders import whichever_comes_first

COLUMNS = ("first_name", "last_name", "company", "email", "phone", "mobile", "street",
           "postal_code", "city", "website")  # fmt: skip
SAME, APART, ASKED, NOT_SAME = "same", "apart", "asked", "apart or asked"

# first and last name, company, e-mail, phone, mobile
PEOPLE = {
    "couple, one mailbox (de)": ("Jutta|Reinders|Reinders Floristik|laden@reinders.example.com|+4944155501", "Heiner|Reinders|Reinders Floristik|laden@reinders.example.com|+4944155501", APART),
    "couple, first.last of the other (de)": ("Gesa|Brockhaus||gesa.brockhaus@post.example.net", "Malte|Brockhaus||gesa.brockhaus@post.example.net", APART),
    "couple, one mobile (fr)": ("Sylvie|Garnier|||| +33612345678", "Hervé|Garnier||||+33612345678", APART),
    "sisters, private mailbox (pl)": ("Iwona|Sikora||sikorscy@poczta.example.net", "Renata|Sikora||sikorscy@poczta.example.net", APART),
    "brothers, initials (de)": ("Jens|Thormann|Thormann Bau|j.thormann@thormann.example.com", "Kai|Thormann|Thormann Bau|k.thormann@thormann.example.com", APART),
    "numbered mailbox (en)": ("David|Cole|Penlee Foods|david.cole@penlee.example.com", "David|Cole|Penlee Foods|david.cole2@penlee.example.com", NOT_SAME),
    "Lang and Lange (de)": ("Dirk|Lang|Nordbeton|d.lang@nordbeton.example.com|+4944155502", "Dirk|Lange|Nordbeton|d.lange@nordbeton.example.com|+4944155502", NOT_SAME),
    "Paolo and Paola (it)": ("Paolo|Sartori|Vetro Nord|info@vetronord.example.com|+390425550", "Paola|Sartori|Vetro Nord|info@vetronord.example.com|+390425550", APART),
    "Sven and Svenja (de)": ("Sven|Harms|Harms Dach|s.harms@harms.example.com", "Svenja|Harms|Harms Dach|s.harms@harms.example.com", APART),
    "Dimitris and Dimitra (el)": ("Dimitris|Pavlidis|Elaia|d.pavlidis@elaia.example.com", "Dimitra|Pavlidis|Elaia|d.pavlidis@elaia.example.com", APART),
    "Yuki and Yuko (ja)": ("Yuki|Tanabe|Hoshino KK|tanabe@hoshino.example.com", "Yuko|Tanabe|Hoshino KK|tanabe@hoshino.example.com", APART),
    "Jean-Pierre and Jean-Paul (fr)": ("Jean-Pierre|Vidal|Vidal Levage", "Jean-Paul|Vidal|Vidal Levage", APART),
    "Jean-Pierre by initials (fr)": ("Jean-Pierre|Vidal|Vidal Levage|jp.vidal@vidal.example.com", "J.-P.|Vidal|Vidal Levage|jp.vidal@vidal.example.com", SAME),
    "Anna and Anna Maria (it)": ("Anna|Ricci|Dolce Riva|anna.ricci@riva.example.com", "Anna Maria|Ricci|Dolce Riva|am.ricci@riva.example.com", NOT_SAME),
    "second last names (es)": ("Lucía|Ortega Ríos|Áridos Sur", "Lucía|Ortega Blanco|Áridos Sur", NOT_SAME),
    "Jr. (en)": ("Walter Jr.|Haskins|Haskins Valves|walt@haskins.example.com||+447700900123", "Walter|Haskins|Haskins Valves|w.haskins@haskins.example.com||+447700900124", NOT_SAME),
    "ifj. (hu)": ("ifj. Gábor|Szalai|Szalai Gép", "id. Gábor|Szalai|Szalai Gép", APART),
    "Uli by her mailbox (de)": ("Uli|Vogt|Vogt Optik|ulrike.vogt@vogt.example.com", "Ulrich|Vogt|Vogt Optik|ulrich.vogt@vogt.example.com", APART),
    "Uli by her mailbox, herself (de)": ("Uli|Vogt|Vogt Optik|ulrike.vogt@vogt.example.com", "Ulrike|Vogt|Vogt Optik|ulrike.vogt@vogt.example.com", SAME),
    "Alex may be two (en)": ("Alex|Turney|Marlow Print", "Alexandra|Turney|Marlow Print", NOT_SAME),
    "neighbouring mobiles (nl)": ("Jan|de Wit|De Wit Kas||+31174555|+31655551001", "Johannes|de Wit|De Wit Kas||+31174555|+31655551002", NOT_SAME),
    "Cyrillic (uk)": ("Олена|Шевчук|Lviv Tex|olena.shevchuk@lvivtex.example.com", "Olena|Shevchuk|Lviv Tex|olena.shevchuk@lvivtex.example.com", SAME),
    "Greek (el)": ("Νίκος|Βασιλείου|Elaia||+302101234567", "Nikos|Vasileiou|Elaia||+302101234567", SAME),
    "Chinese, the other way round": ("Xu|Meilin|Optilan|meilin.xu@optilan.example.com", "Meilin|Xu|Optilan|meilin.xu@optilan.example.com", SAME),
    "Arabic, another romanisation": ("Mohammed|Al-Haddad|Gulf Pumps|m.haddad@gulf.example.com", "Muhammad|Alhaddad|Gulf Pumps|m.haddad@gulf.example.com", SAME),
    "nickname (es)": ("Paco|Navas|Áridos Sur|f.navas@aridos.example.com", "Francisco|Navas|Áridos Sur|f.navas@aridos.example.com", SAME),
    "nickname (hu)": ("Pista|Bodnár|Bodnár Gép|bodnar.istvan@bodnar.example.com", "István|Bodnár|Bodnár Gép|bodnar.istvan@bodnar.example.com", SAME),
    "a number and nothing else": ("||||+498912345678", "Ingo|Ludewig|Ludewig Lack|i.ludewig@ludewig.example.com|+498912345678", SAME),
    "a mailbox and nothing else": ("|||dora77@post.example.net", "Dora|Lindqvist||dora77@post.example.net", SAME),
    "private mailbox of one firm (nl)": ("Wouter|Hofstra|Uienhandel Sluis|wouter.hofstra@sluis-uien.example.com", "Wouter|Hofstra|Uienhandel Sluis|wouterhofstra66@thuis.example.net", SAME),
    "namesakes of one firm (en)": ("Anil|Mehta|Palmbyte|anil.mehta@palmbyte.example.com|+918041125500|+919845011872", "Anil|Mehta|Palmbyte|anilm@palmbyte.example.com|+918041125500|+919900143310", NOT_SAME),
    "namesakes, mailboxes a letter apart (tr)": ("Murat|Kaya|Kaya Tekstil|murat@kaya.example.com|+902582694040|+905324412002", "Murat|Kaya|Kaya Tekstil|muratk@kaya.example.com|+902582694040|+905339087115", NOT_SAME),
    "namesakes, initial and whole name (it)": ("Andrea|Ferri|Vini Lario|a.ferri@vinilario.example.com|+41919714410|+41765102001", "Andrea|Ferri|Vini Lario|andrea.ferri@vinilario.example.com|+41919714410|+41764889322", NOT_SAME),
    "a namesake's private mailbox (fr)": ("Claude|Perrin||claude.perrin@post.example.net||+33608715520", "Claude|Perrin|Alpelec|claude.perrin@alpelec.example.com|+33476512000|+33633901246", NOT_SAME),
    "another mobile, the same mailbox (en)": ("Anil|Mehta|Palmbyte|anil.mehta@palmbyte.example.com||+919845011872", "Anil|Mehta|Palmbyte|anil.mehta@palmbyte.example.com||+919900143310", SAME),
    "another mailbox, the same mobile (it)": ("Andrea|Ferri|Vini Lario|a.ferri@vinilario.example.com||+41765102001", "Andrea|Ferri|Vini Lario|andrea.ferri@vinilario.example.com||+41765102001", SAME),
    "Eliza and Elizabeth (en)": ("Eliza|Tran|Torq Tool|eliza.tran@torqtool.example.com|+14085550110", "Elizabeth|Tran|Torq Tool|elizabeth.tran@torqtool.example.com|+14085550110|+14085550155", NOT_SAME),
    "Hsiao-lin and Hsiao-ling (zh)": ("Hsiao-lin|Wu|Formo Bike|hsiaolin.wu@formobike.example.com|+886423501188|+886933870112", "Hsiao-ling|Wu|Formo Bike|hl.wu@formobike.example.com|+886423501188|+886912345670", NOT_SAME),
    "Min-jung and Minjun (ko)": ("Min-jung|Kim|Hanwoo|mjung.kim@hanwoo.example.com|+8225553100|+821090203345", "Kim|Minjun|Hanwoo||+8225553100|+821044127781", NOT_SAME),
    "Min-jun is no junior (ko)": ("Min-jun|Kim|Hanwoo|mj.kim@hanwoo.example.com|+8225553100|+821044127781", "Minjun|Kim|Hanwoo||+8225553100|+821044127781", SAME),
    "ml. (cs)": ("Pavel|Kubát|Strojbrno|kubat@strojbrno.example.com|+420541159100", "Pavel|Kubát ml.|Strojbrno|kubat.ml@strojbrno.example.com|+420541159100", NOT_SAME),
    "a scanner's I for l (nl)": ("Joost|Valk|Valk Kas|joost.valk@valkkas.example.com", "Joost|VaIk|Valk Kas|joost.vaIk@valkkas.example.com", SAME),
    "a scanner's m for rn (en)": ("Dan|Arnott|Kestrel Oil|dan.arnott@kestrel.example.com", "Dan|Amott|Kestrel Oil|dan.amott@kestrel.example.com", SAME),
    "a nickname beside an initial (en)": ("Ted|Larkfield|Larkfield Hire|ted.larkfield@larkfield.example.com", "Edward P.|Larkfield|Larkfield Hire Ltd|ted.larkfield@larkfield.example.com", SAME),
    "a short form that is a name (hi)": ("Raj|Bhosale|Bhosale Pharma|raj.bhosale@bhosale.example.com", "Rajendra|Bhosale|Bhosale Pharma|raj.bhosale@bhosale.example.com", SAME),
    "a short form from the end (yo)": ("Seyi|Adebisi|Lagoon Water|s.adebisi@lagoon.example.com", "Oluwaseyi|Adebisi|Lagoon Water|s.adebisi@lagoon.example.com", SAME),
    "a Western name beside an Eastern one (zh)": ("Vivian|Chan|Lantau Apparel|vivian.chan@lantau.example.com", "Mei Ling|Chan|Lantau Apparel|vivian.chan@lantau.example.com", SAME),
    "Chinese signs": ("Li|Huang|Wuxi Gears|huangli@wuxigears.example.com", "丽|黄|无锡齿轮|huangli@wuxigears.example.com", SAME),
    "Chinese signs of another surname": ("Li|Huang|Wuxi Gears|huangli@wuxigears.example.com", "丽|赵|无锡齿轮|huangli@wuxigears.example.com", NOT_SAME),
    "Japanese signs": ("Naomi|Murakami|Izumi Seiki|n.murakami@izumi.example.com", "直美|村上|泉精機|n.murakami@izumi.example.com", SAME),
    "Korean letters": ("Se-hun|Oh|Hanbit|sh.oh@hanbit.example.com||+821044127799", "세훈|오|한빛|sh.oh@hanbit.example.com||+821044127799", SAME),
    "Arabic letters, one mobile": ("Khalid|Mansour|Delta Build|||+201001234567", "خالد|منصور|دلتا|||+201001234567", SAME),
    "one name in two languages (it)": ("Giorgio|Thaler|Obst Etsch|giorgio.thaler@etsch.example.com", "Georg|Thaler|Obst Etsch|giorgio.thaler@etsch.example.com", SAME),
    "joined to its particles (nl)": ("Piet|van den Heuvel|Kas Oost|piet@kasoost.example.com|+31174556", "Piet|Vandenheuvel|Kas Oost|p.vandenheuvel@kasoost.example.com|+31174556", SAME),
    "a colleague with the other's mailbox (tr)": ("Gülcan|Ersoy|Ersoy Tekstil|gulcan.ersoy@ersoy.example.com", "Serhat|Ersoy|Ersoy Tekstil|gulcan.ersoy@ersoy.example.com", ASKED),
    "two forms, a mailbox each (en)": ("Charles|Dunn|Dunn Dental|cdunn@dunn.example.com", "Charlie|Dunn|Dunn Dental|charlie.dunn@dunn.example.com", NOT_SAME),
    "father and son at the firm's mailbox (es)": ("Javier|Molina Prats|Talleres Molina|talleresmolina@correo.example.net|+34954555061", "Javier|Molina Saura|Talleres Molina|talleresmolina@correo.example.net|+34954555061", NOT_SAME),
    "brothers whose names rhyme (pa)": ("Navjot|Gill|Gill Knits|info@gillknits.example.com|+911615550", "Harjot|Gill|Gill Knits|harjot.gill@gillknits.example.com", NOT_SAME),
    "salutation and double name (de)": ("Frauke|Bäcker-Roth|Lacke Nord|baecker-roth@lackenord.example.com", "Frau|Bäcker-Roth|Lacke Nord|baecker-roth@lackenord.example.com", SAME),
}  # fmt: skip

# company, phone, street, postcode, town, website
COMPANIES = {
    "forms of two languages in one house (ch)": ("Rytz Décolletage AG|+41324925511|Rue du Nord 9|2735|Bévilard|rytz.example.org", "Rytz Décolletage SA||Rue du Nord 9|2735|Bévilard|rytz.example.org", SAME),
    "Ltd to the world (tr)": ("Kumru Gıda San. Tic. Ltd. Şti.|+902242619090|OSB 5. Cad. 3|16450|Bursa|kumru.example.com", "KUMRU GIDA Ltd.|+902242619090||16450|Bursa|kumru.example.com", SAME),
    "a form in full (tr)": ("Kumru Gıda A.Ş.|+902242619090|||Bursa|", "KUMRU GIDA SANAYİ VE TİCARET ANONİM ŞİRKETİ|+902242619090|OSB 5. Cad. 3|16450|Bursa|", SAME),
    "a form in full (pl)": ("Wirga Sp. z o.o.|+48583011122|Długa 4|80-831|Gdańsk|", "WIRGA SPÓŁKA Z OGRANICZONĄ ODPOWIEDZIALNOŚCIĄ|+48583011122|ul. Długa 4|80-831|Gdańsk|", SAME),
    "two forms of one language (ch)": ("Rytz Décolletage AG|+41324925511|Rue du Nord 9|2735|Bévilard|", "Rytz Décolletage GmbH|+41324925511|Rue du Nord 9|2735|Bévilard|", ASKED),
    "a Ltd beside a GmbH (de)": ("Polder Pumpen GmbH|+4973112345|Talweg 7|89073|Ulm|", "Polder Pumpen Ltd|+4973112345|Talweg 7|89073|Ulm|", ASKED),
    "a holding and its firm (ch)": ("Vitta Medica AG|+41417662020|Blegistrasse 3|6340|Baar|vitta.example.com", "Vitta Medica Holding AG|+41417662020|Blegistrasse 3|6340|Baar|vitta.example.com", ASKED),
    "abbreviations (en)": ("Hargrave Mfg. Co||1420 W Division St|60642|Chicago|", "Hargrave Manufacturing||1420 West Division Street|60642|Chicago|", SAME),
    "order and first name (en)": ("Wm. Tolland & Bros.||40 King St|29401|Charleston|", "Brothers Tolland, William||40 King Street|29401|Charleston|", SAME),
    "Gebr. (nl)": ("Gebr. Wouda||Kanaalwg 88|8921 AA|Leeuwarden|", "Gebroeders Wouda||Kanaalweg 88|8921 AA|Leeuwarden|", SAME),
    "F.lli (it)": ("F.lli Bonetti||V.le Europa 50|25065|Lumezzane|", "Fratelli Bonetti||Viale Europa, 50|25065|Lumezzane|", SAME),
    "Ges. and Pl. (de)": ("Ges. für Wägetechnik||Rathauspl. 1|54570|Daun|", "Gesellschaft für Wägetechnik||Rathausplatz 1|54570|Daun|", SAME),
    "two alphabets at one address (el)": ("Aegean Nets|+302105557714|90 Kifisou Ave|12131|Peristeri|aigaio.example.com", "Αιγαίο Δίχτυα|+302105557714|Λεωφ. Κηφισού 90|12131|Περιστέρι|aigaio.example.com", SAME),
    "a company and its form (en)": ("The Lorton Cheese Company||Mill Lane|CA13 9UN|Lorton|lorton.example.com", "Lorton Cheese Co Ltd||Mill Lane|CA13 9UN|Lorton|lorton.example.com", SAME),
    "société of any form (fr)": ("Sté Menuiserie Dubreuil|+33297555012|ZA de Kerlann|56250|Elven|", "Menuiserie Dubreuil SARL|+33297555012|Zone Kerlann|56250|Elven|", SAME),
    "a zero lost, a state beside the town (en)": ("Stone Mtn. Lumber Inc|8025550190|9 Quarry Avenue|5641|Barre, VT|stonemtn.example.com", "Stone Mountain Lumber|8025550190|9 Quarry Ave|05641|Barre|", SAME),
    "first letters of some words (en)": ("S.W. Valve and Fitting||12 Elm St|87101|Albuquerque|swvalve.example.com", "South West Valve & Fitting|5055550191|12 Elm Street|87101-2210|Albuquerque, NM|swvalve.example.com", SAME),
    "other forms of words (en)": ("Valley Seed Cleaners|+13065550199|Hwy 7|S7K 1A1|Delisle|", "Valley Seed Cleaning Ltd|+13065550199|Highway 7|S7K 1A1|Delisle, SK|", SAME),
    "a service firm next door, nothing shared (fr)": ("Brest Pompes Services|+33298555065|5 rue du Port|29200|Brest|bp-services.example.com", "Brest Pompes SA|+33298555010|5 rue du Port|29200|Brest|brest-pompes.example.com", NOT_SAME),
    "acronym (fr)": ("C.G.L.||12 rue du Port|76600|Le Havre|cgl.example.com", "Compagnie Générale de Levage||12, rue du Port|76600|Le Havre|cgl.example.com", SAME),
    "joined words (hu)": ("Dunavas Kft||Ipari u. 9|2400|Dunaújváros|", "Duna Vas Kft.||Ipari utca 9.|2400|Dunaújváros|", SAME),
    "branch in another town (en)": ("Hargrave Mfg||88 Quarry Rd|46401|Gary|hargrave.example.com", "Hargrave Mfg||1420 W Division St|60642|Chicago|hargrave.example.com", NOT_SAME),
    "departments of one town (en)": ("City of Elmwick Water Dept|+15185550114|1 Main St|12180|Elmwick|elmwick.example.org", "City of Elmwick Parks Dept|+15185550199|1 Main St|12180|Elmwick|elmwick.example.org", NOT_SAME),
    "neighbours of one name (de)": ("Zehmann Stahlbau||Linzer Str. 9|4600|Wels|zehmann-stahl.example.com", "Zehmann Transporte||Linzer Str. 11|4600|Wels|zehmann-trans.example.com", APART),
    "one name in two towns (es)": ("Farmacia Central|+34954555882|Plaza España 3|41001|Sevilla|", "Farmacia Central|+34923555123|Calle Mayor 8|37001|Salamanca|", APART),
    "a name and nothing else (pl)": ("Okna Zieleniec|||||", "Okna Zieleniec|||||", ASKED),
}  # fmt: skip


def rows_around(kind):
    """Return other rows, without which a list tells nothing of what is rare."""
    if kind == "people":
        return [{"first_name": first, "last_name": last, "company": firm, "email": f"{first}.{last}@{firm}.example.com".lower()}
                for firm in ("Orvitex", "Samtbeck", "Quarzel") for first in ("Ada", "Bruno", "Cleo", "Doro") for last in ("Amsel", "Buche", "Dohle", "Elster")]  # fmt: skip
    return [{"company": f"{name} {trade}", "city": town} for name in ("Orvi", "Samt", "Quarz")
            for trade in ("Bau", "Lack", "Glas") for town in ("Kiel", "Bern", "Graz")]  # fmt: skip


def deduped(rows):
    """Return what dedupe says of rows, whose ids are 000, 001 ..., and which went into which."""
    leads = pd.DataFrame(rows).fillna("")
    leads = leads.assign(lead_id=[f"{at:03d}" for at in range(len(leads))]).astype("str")
    found = dedupe_leads(leads)
    return found, dict(zip(found.merges["lead_id"], found.merges["merged_into"], strict=True))


def verdict(one, other, columns, kind):
    """Return what dedupe says of two rows among others."""
    pair = [
        dict(zip(columns, map(str.strip, row.split("|")), strict=False)) for row in (one, other)
    ]
    rows = [dict.fromkeys(COLUMNS, "") | row for row in (*pair, *rows_around(kind))]
    found, into = deduped(rows)
    if into.get("000", "000") == into.get("001", "001"):
        return SAME
    asked = zip(found.review["lead_id_1"], found.review["lead_id_2"], strict=True)
    return ASKED if {"000", "001"} in map(set, asked) else APART


def holds(found, wanted):
    return found in (APART, ASKED) if wanted == NOT_SAME else found == wanted


@whichever_comes_first
@pytest.mark.parametrize("pair", PEOPLE.values(), ids=PEOPLE)
def test_people(pair, turned):
    """Two rows are one person, two, or somebody's question, whichever comes first."""
    *rows, wanted = pair
    columns = ("first_name", "last_name", "company", "email", "phone", "mobile")
    assert holds(verdict(*rows[::turned], columns, "people"), wanted)


@whichever_comes_first
@pytest.mark.parametrize("pair", COMPANIES.values(), ids=COMPANIES)
def test_companies(pair, turned):
    """Two entries are one company at one place, two, or somebody's question."""
    *rows, wanted = pair
    columns = ("company", "phone", "street", "postal_code", "city", "website")
    assert holds(verdict(*rows[::turned], columns, "companies"), wanted)


def test_a_namesake_stays_apart_from_all_rows_of_the_other():
    """One row of a person that contradicts is enough, in whatever order rows are joined."""
    firm = {
        "first_name": "Anil",
        "last_name": "Mehta",
        "company": "Palmbyte",
        "phone": "+918041125500",
    }
    own = [{"email": "anil.mehta@palmbyte.example.com", "mobile": "+919845011872"}, {"mobile": "+919845011872"},
           {"email": "anil.mehta@palmbyte.example.com"}, {"email": "anilm@palmbyte.example.com", "mobile": "+919900143310"}]  # fmt: skip
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1]):
        rows = [firm | own[at] | {"job_title": str(at)} for at in order] + rows_around("people")
        _, into = deduped(rows)
        assert set(into) | set(into.values()) == {f"{order.index(at):03d}" for at in (0, 1, 2)}


def test_who_is_called_by_a_new_name_is_told_by_the_row_with_both():
    """Eva Borg and Eva Lind are one where the row of Eva Lind-Borg has the mailbox of either."""
    firm = {"company": "Nordlack", "first_name": "Eva"}
    own = [{"last_name": "Borg", "email": "eva.borg@nordlack.example.com", "mobile": "+46701234567"},
           {"last_name": "Lind", "email": "eva.lind@nordlack.example.com"},
           {"last_name": "Lind (née Borg)", "email": "eva.lind@nordlack.example.com", "mobile": "+46701234567"}]  # fmt: skip
    for order in ([0, 1, 2], [2, 1, 0]):
        _, into = deduped([firm | own[at] for at in order] + rows_around("people"))
        assert len(into) == 2
    _, into = deduped([firm | row for row in own[:2]] + rows_around("people"))
    assert not into


def test_least_sure_merges_can_be_refused():
    """--review-merged lists what was merged, the least sure first; an n undoes it in the next run."""
    leads = pd.DataFrame(
        {"lead_id": ["1", "2", "3", "4"], "first_name": ["Robert", "Bob", "Anna", "A."],
         "last_name": ["Wheatley", "Wheatley", "Meier", "Meier"], "company": ["Acme"] * 4,
         "email": ["r.wheatley@acme.example.com"] * 2 + [""] * 2}, dtype="str")  # fmt: skip
    first = dedupe_leads(leads)
    merged = first.review_merged
    assert merged["probability"].astype(float).is_monotonic_increasing
    assert len(merged) == len(first.merges) == 2
    again = dedupe_leads(leads, decisions=merged.assign(decision=["n", ""]))
    assert len(again.merges) == 1
    assert again.merges["reasons"].iloc[0] == merged["reasons"].iloc[1]
