"""Remarks invented apart from the list, in eleven languages: refusals first, then the others."""

from __future__ import annotations

import pytest

from leadkit.fields.remark_words import FLAGS, REFUSALS
from leadkit.rules.remark_words import read_remark_words

# Language, flag ("-" is none) and the remarks that say it.
TABLE = """
en no_phone | No cold calling, he was quite firm about that |
    She asked not to be rung at the clinic |
    take her number out, she doesn't want phone calls from anybody |
    Under no circumstances ring him | Not by phone please. Text or e-mail is fine |
    registered with the TPS | You may mail me but you may not call me | phoning is a no-go |
    Leave his mobile alone, mail works | Got upset about our repeated calls, no further ones |
    calls are not appreciated
en no_email | inbox full of our stuff, wants the mailings to end | Has opted out of e-mail |
    pls take off mailing list, still wants visits | Don't e-mail, ring instead |
    He considers our newsletter spam and wants it stopped | cancelled the newsletter last week |
    Mass mails unwelcome, call him if something is up | E-mails go unread and annoy her, stop them
en no_post | no brochures through the letterbox any more | stop sending the printed catalogue |
    nothing by post please, PDF is fine | Catalogue subscription cancelled
en no_contact | Never contact this man again | wants nothing to do with us any longer |
    Threatened with a lawyer if we write again | Exercised her right to erasure |
    withdrew his consent on 3 May | asked why we have his data and wants them gone |
    do-not-contact | Please forget about me, I was only there with my wife | consent revoked |
    Consent withdrawn by letter of 7 June | not to be approached under any circumstances |
    wishes to have his personal data deleted | said go away and never come back to him |
    declines all further communication
en left_company | She is no longer employed at Marlow Tools |
    got a new job in Hamburg, his desk is empty | ex-employee, left in 2021 |
    mail returns: user no longer with the company | was made redundant in spring
en deceased | sadly he died before Christmas
en competitor | employee of a rival manufacturer | competes with us in the north, careful
en own_colleague | one of our own sales people | that's our trainee, ignore
en supplier | wants us to buy his cleaning robots | sales pitch for cloud backup, no interest
en student | writes her dissertation on heat pumps | year 11 pupil, school trip
en applicant | hopes to get a job with us, left CV
en press | writes for a trade magazine
en - | Nobody answered the phone all week | no phone number on the form, only e-mail |
    Can't talk before noon, then any time | He says no one has sent him the e-mail yet |
    Not interested in the small model, wants the big one | do call her next week, she is waiting |
    no contact person known, ask reception | don't hesitate to call him on his mobile |
    They have no e-mail server problem any more | buys from our competitor at present |
    Left half an hour early but will return tomorrow | sells to students and schools |
    our supplier recommended us to him | the press brake needs a new control |
    no longer interested in leasing, wants to buy | his father retired and he runs it now |
    The number rings but no one is there | has not been called so far |
    he will not be available by phone until Tuesday |
    don't send the parts before the foundation is ready |
    Has no fax, no letterhead, tiny workshop | cannot open our mail attachments, resend as zip |
    no post office nearby, deliver to neighbour
de no_phone | wünscht keinerlei telefonische Kontaktaufnahme | auf gar keinen Fall durchrufen! |
    Telefonate bitte unterlassen | nur schriftlich kontaktieren |
    hat sich über unsere Anrufe geärgert, keine mehr | darf nicht angerufen werden |
    von Anrufen ist abzusehen | Rückruf nicht erwünscht | Anrufe gehen ihm auf die Nerven |
    Telefonkontakt verboten (Anweisung vom Chef) | lehnt Telefonmarketing ab |
    bitte keinen Rückruf | ausschließlich per E-Mail erreichbar, Telefon tabu
de no_email | bitte von der Mailingliste streichen | E-Mail-Werbung unerwünscht |
    Newsletter gekündigt | fühlt sich von den vielen Mails belästigt, bitte einstellen |
    hat dem Erhalt von E-Mails widersprochen | bitte Mailversand stoppen |
    hat sich aus dem Verteiler austragen lassen | keine elektronische Werbung
de no_post | Katalog künftig nicht mehr zusenden | keine gedruckten Unterlagen, alles digital |
    Briefsendungen bitte einstellen | Papierkatalog abbestellt
de no_contact | Will mit uns nichts mehr zu tun haben | Hat Einwilligung widerrufen |
    Bitte aus der Kartei nehmen | Kunde verlangt Löschung |
    Datensatz auf Wunsch des Kunden entfernen | nicht mehr bewerben (Widerspruch vom 4.2.) |
    fühlt sich belästigt, keine weitere Kontaktaufnahme |
    wurde laut und verbat sich jede weitere Ansprache | Einwilligung zurückgezogen |
    Kontakt abgebrochen auf seinen Wunsch, nicht mehr melden | will seine Ruhe | Adresse löschen! |
    hat Auskunft und Löschung nach DSGVO verlangt | wir sollen ihn nicht länger behelligen
de left_company | ist nicht mehr bei Sandmeier tätig | hat zum 1.4. den Arbeitgeber gewechselt |
    seit März im Ruhestand | Herr Fehling hat uns leider verlassen, schreibt die Zentrale
de deceased | im Mai tödlich verunglückt | laut Witwe im Januar gestorben
de competitor | kommt von der Konkurrenz, hat Prospekte gesammelt | Mitarbeiter eines Mitbewerbers
de own_colleague | unser Außendienstler, kein Lead | Kollegin aus dem Innendienst
de supplier | bietet uns Werbeartikel an | Vertreter für Büromöbel, wollte etwas verkaufen
de student | schreibt gerade seine Bachelorarbeit | Schüler, nur Kugelschreiber geholt
de applicant | fragt nach einem Praktikumsplatz | auf Jobsuche, Unterlagen an HR
de press | Redakteur beim Pumpenboten
de - | hat zweimal nicht zurückgerufen | war telefonisch nicht zu erreichen |
    Kein Anschluss unter dieser Nummer | E-Mail kam nicht an, Adresse prüfen |
    noch nicht kontaktiert | wurde noch nicht angerufen | Anrufe am besten nicht vor 9 |
    keine weiteren Fragen, Angebot schicken | nicht zu teuer, dann kauft er |
    Einkauf macht Frau Lenz, ihn nicht mehr fragen | Lieferant der Bahn, 300 Mitarbeiter |
    sucht Ersatz für seinen jetzigen Lieferanten | hatte kein Interesse an Modell A, dafür an B |
    Studenten sind seine Hauptkunden | kein Problem, kann jederzeit angeschrieben werden |
    unser Kollege Timm hat ihn schon angerufen | Kontakt über Messe Stuttgart, nichts vereinbart |
    Telefonanlage defekt, Mail schreiben | hat die E-Mail noch nicht gelesen |
    niemand da, später nochmal anrufen | Handynummer fehlt | keine Rückmeldung auf Mail |
    nicht verärgert, war nur in Eile | keine Post aus Köln eingetroffen, Muster verschollen
fr no_phone | ne surtout pas téléphoner | refuse tout appel | inscrit sur Bloctel |
    contact par écrit uniquement | elle ne veut pas être rappelée | plus aucun coup de téléphone |
    les appels le dérangent | ne veut pas être démarché par téléphone
fr no_email | s'est désabonnée de la newsletter | ne plus lui envoyer d'e-mails |
    aucun mail, boîte pleine | ras-le-bol des newsletters | arrêter les mails
fr no_post | pas de catalogue papier | stop courrier | ne plus adresser de courrier
fr no_contact | demande à être rayé de nos listes | ne veut plus entendre parler de nous |
    s'oppose à toute prospection | retrait du consentement le 2 avril | effacer ses coordonnées |
    qu'on lui fiche la paix | a retiré son accord | ne souhaite plus aucune sollicitation |
    supprimer de la base | à ne jamais recontacter
fr left_company | n'est plus dans l'entreprise | a changé d'employeur | partie en retraite en juin
fr deceased | mort l'an dernier
fr competitor | travaille pour un concurrent
fr own_colleague | un de nos commerciaux
fr supplier | veut nous vendre des logiciels
fr student | étudiant en BTS, stage de fin d'année
fr applicant | cherche du travail, a laissé un CV
fr press | rédactrice d'un magazine professionnel
fr - | n'a pas pu être joint par téléphone | pas encore contacté | pas de numéro de téléphone |
    n'hésitez pas à appeler | personne ne lui a envoyé le mail promis |
    achète chez notre concurrent | ne pas oublier de rappeler | n'a besoin de rien avant mars |
    pas intéressé par le petit modèle | injoignable au téléphone | n'a pas d'adresse mail |
    le mail n'est pas arrivé | ne pas appeler le mercredi | pas de souci, on peut lui écrire
es no_phone | prohibido llamar | que no le llamen más | nada de teléfono, todo por escrito |
    no desea recibir llamadas | está en la lista Robinson | le molestan las llamadas |
    no le telefoneéis
es no_email | darle de baja de los correos | ya no quiere nuestros mails |
    que dejemos de mandarle correos | cancelar el envío de newsletters
es no_post | no quiere catálogos en papel | no enviar nada por correo postal
es no_contact | no quiere saber nada de nosotros | ha retirado el consentimiento |
    exige que eliminemos sus datos | nunca más contactarle | borrar de la base de datos |
    revoca su consentimiento | dar de baja de todas las listas |
    que no le escribamos ni le llamemos | no desea más información comercial
es left_company | cambió de empresa en abril | ya no forma parte de la plantilla
es deceased | ha fallecido
es competitor | trabaja en la competencia
es own_colleague | es de los nuestros, no contar
es supplier | quería vendernos pallets
es student | hace prácticas, estudia ingeniería
es applicant | entregó su currículum
es press | redactora de una revista técnica
es - | no contestó al teléfono | todavía no se le ha llamado | no llamar los viernes |
    no tiene correo electrónico | compra a la competencia | no le interesa el modelo pequeño |
    proveedor de Renfe, 200 empleados | sin problemas, llamar cuando sea | el correo no llegó |
    no se pudo localizar por teléfono | nadie le ha enviado el presupuesto |
    no tiene móvil de empresa
it no_phone | non desidera telefonate | mai più chiamare | vietato telefonare in ufficio |
    contattare solo per iscritto | le chiamate lo infastidiscono | divieto di chiamata
it no_email | non mandare più mail | si è disiscritta dalla newsletter |
    niente posta elettronica, solo telefono | stop alle newsletter
it no_post | niente carta, solo pdf | non inviare cataloghi cartacei
it no_contact | non vuole più sentirci | ha revocato il consenso | cancellare i suoi dati |
    non disturbare più | si oppone al marketing | consenso revocato | eliminare dal database |
    vuole essere lasciato in pace | non ricontattare
it left_company | ha cambiato azienda | non fa più parte della ditta
it deceased | è venuto a mancare in marzo
it competitor | lavora da un concorrente
it own_colleague | un nostro tecnico, scansione di prova
it supplier | ci vuole vendere imballaggi
it student | studentessa, scrive la tesi
it applicant | in cerca di impiego
it press | redattore di una rivista di settore
it - | non raggiungibile al telefono | non ancora contattato | non ha un indirizzo mail |
    non dimenticare di richiamarlo | compra dal concorrente | non gli serve nulla prima di maggio |
    non chiamare di lunedì | la mail non è arrivata | non ha telefono aziendale |
    non chiamare il venerdì | irraggiungibile, riprovare
nl no_phone | wil niet opgebeld worden | liever geen telefoon | onder geen beding bellen |
    telefonisch contact niet gewenst | bellen verboden | stoort zich aan telefoontjes
nl no_email | geen e-mails meer sturen | heeft zich uitgeschreven | stop met de mailings |
    mailings stopzetten
nl no_post | geen papieren post | geen folders meer opsturen
nl no_contact | geen contact meer opnemen | wil niets meer van ons horen |
    toestemming ingetrokken | gegevens wissen op verzoek | laat hem met rust |
    trekt toestemming in | uit de database halen | geen prijs op verder contact |
    niet meer lastigvallen
nl left_company | werkt hier niet meer | is van werkgever veranderd
nl deceased | vorig jaar overleden
nl competitor | komt van de concurrent
nl own_colleague | onze eigen monteur
nl supplier | wil ons verpakkingen verkopen
nl student | schrijft scriptie over pompen
nl applicant | zoekt werk, cv achtergelaten
nl press | schrijft voor een vakblad
nl - | nog niet gebeld | telefonisch niet bereikbaar | geen telefoonnummer bekend |
    niet vergeten te bellen | koopt bij de concurrent | geen interesse in het kleine model |
    niet bellen op vrijdag | heeft geen e-mailadres | mail niet aangekomen | niet op maandag bellen
pl no_phone | prosi, żeby nie telefonować | zakaz dzwonienia | kontakt tylko mailowy |
    nie chce rozmów telefonicznych | telefony niemile widziane
pl no_email | nie chce newslettera | zrezygnował z mailingu | proszę nie przysyłać maili |
    proszę o wypisanie z listy mailingowej
pl no_post | żadnych katalogów papierowych | nie wysyłać listów
pl no_contact | nie kontaktować się więcej | cofnął zgodę | wykreślić z bazy |
    chce mieć spokój od reklam | nie chce mieć z nami nic wspólnego | wycofał zgodę na kontakt |
    usunąć z bazy danych | dać mu spokój | nie życzy sobie żadnych ofert
pl left_company | zmienił pracodawcę | przeszedł na emeryturę
pl deceased | zmarła w zeszłym roku
pl competitor | pracownik konkurencji
pl own_colleague | nasz handlowiec
pl supplier | oferuje nam transport
pl student | uczeń technikum
pl applicant | szuka zatrudnienia
pl press | redaktor czasopisma branżowego
pl - | nie dodzwoniłem się | jeszcze nie dzwoniono | nie ma numeru telefonu |
    kupuje u konkurencji | nie zapomnieć zadzwonić | nie jest zainteresowany małym modelem |
    mail nie doszedł | nie dzwonić w piątki | nie ma maila
pt no_phone | não quer que lhe telefonem | proibido ligar | contacto só por escrito |
    não gosta de chamadas
pt no_email | deixar de enviar emails | não mandar mais newsletters | parar de enviar newsletters
pt no_post | nada em papel
pt no_contact | retirou o consentimento | remover da base de dados | não quer mais nada connosco |
    que o deixem em paz | revogou o consentimento | apagar da base | nunca mais contactar
pt left_company | mudou de emprego
pt deceased | faleceu em abril
pt competitor | trabalha num concorrente
pt own_colleague | é nosso colega
pt supplier | quer vender-nos software
pt student | estudante de mestrado
pt applicant | à procura de trabalho
pt press | jornalista de uma revista técnica
pt - | ainda não foi contactado | não atendeu a chamada | não tem telefone |
    compra à concorrência | não esquecer de ligar | o email não chegou | não ligar à sexta
sv no_phone | vill inte bli kontaktad per telefon | inga telefonsamtal tack | undanber sig samtal |
    vill slippa samtal
sv no_email | skicka inga fler mejl | har avregistrerat sig | sluta mejla
sv no_post | ingen post på papper
sv no_contact | kontakta aldrig igen | vill bli struken ur registret | återkallat sitt samtycke |
    nixat sig, ingen reklam | samtycke återkallat | ta bort ur databasen | vill inte veta av oss
sv left_company | har bytt jobb
sv deceased | har gått bort
sv own_colleague | en av våra egna säljare
sv student | skriver examensarbete
sv applicant | söker arbete
sv press | skriver för en facktidning
sv - | gick inte att nå på telefon | har inte fått mejlet | köper av en konkurrent |
    inte ringd än | ring inte på fredagar | mejlet kom inte fram | har ingen mobil
da no_phone | vil ikke ringes til | ingen telefonopkald tak | frabeder sig opkald
da no_email | send ikke flere mails | har afmeldt sig nyhedsbrevet | stop med at maile
da no_post | ingen kataloger med posten
da no_contact | kontakt ham aldrig igen | har trukket sit samtykke tilbage |
    vil slettes fra registret | samtykke trukket tilbage | slet fra databasen | lad ham være i fred
da left_company | har fået nyt job
da deceased | døde sidste år
da competitor | arbejder for en konkurrent
da own_colleague | vores egen tekniker
da student | skriver speciale
da - | ikke truffet på telefonen | køber hos en konkurrent | har ikke fået mailen |
    ikke ringet op endnu | mailen kom ikke frem | ring ikke om fredagen
cs no_phone | nepřeje si, abychom mu volali | zákaz telefonování | kontaktovat pouze e-mailem |
    telefonáty si nepřeje
cs no_email | neposílat newsletter | odhlásil se z odběru | přestat posílat maily
cs no_post | žádné katalogy poštou
cs no_contact | už nikdy nekontaktovat | odvolal souhlas | vymazat z databáze | dejte mu pokoj |
    souhlas odvolán | smazat z databáze | nechce s námi nic mít
cs left_company | odešel do důchodu | změnil zaměstnavatele
cs deceased | zemřel v lednu
cs competitor | pracuje pro konkurenci
cs own_colleague | náš obchodník
cs supplier | chtěl nám prodat obaly
cs student | píše diplomovou práci
cs applicant | hledá práci
cs press | redaktorka odborného časopisu
cs - | nedovolal jsem se | zatím nekontaktován | kupuje u konkurence | nezapomenout zavolat |
    nemá telefon | mail nedorazil | nevolat v pátek | zatím nevoláno
"""


def _labelled() -> list[tuple[str, frozenset[str]]]:
    found: list[tuple[str, frozenset[str]]] = []
    flags = frozenset[str]()
    for line in TABLE.strip().splitlines():
        first, *others = line.split("|")
        if not line.startswith(" "):
            flags = frozenset(first.split()[1:]) - {"-"}
        else:
            others = [first, *others]
        found += [(remark.strip(), flags) for remark in others if remark.strip()]
    return found


LABELLED = _labelled()
WORDS = read_remark_words()
READ = {remark: frozenset(said.flag for said in WORDS.read(remark)) for remark, _ in LABELLED}
CHANNELS = frozenset(REFUSALS) - {"no_contact"}


def closed(flags: frozenset[str]) -> frozenset[str]:
    """Return the channels that flags close; no contact closes all."""
    return CHANNELS if "no_contact" in flags else flags & CHANNELS


def test_there_are_many_of_every_flag() -> None:
    assert len(READ) == len(LABELLED) >= 250
    assert {flag for _, flags in LABELLED for flag in flags} == set(FLAGS)


def test_refusals_are_heard() -> None:
    refusing = [(remark, flags) for remark, flags in LABELLED if flags & set(REFUSALS)]
    missed = [one for one, flags in refusing if not closed(flags) <= closed(READ[one])]
    assert len(missed) <= 0.02 * len(refusing), missed


def test_who_refuses_nothing_is_left_alone() -> None:
    plain = [remark for remark, flags in LABELLED if not flags]
    flagged = [remark for remark in plain if READ[remark]]
    assert len(flagged) <= 0.06 * len(plain), flagged


@pytest.mark.parametrize("flag", FLAGS)
def test_each_flag_is_right_and_complete(flag: str) -> None:
    meant = {remark for remark, flags in LABELLED if flag in flags}
    raised = {remark for remark, found in READ.items() if flag in found}
    assert len(meant & raised) >= 0.9 * len(raised), raised - meant
    assert len(meant & raised) >= 0.9 * len(meant), meant - raised
