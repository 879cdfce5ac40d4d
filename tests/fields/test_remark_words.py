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
    registered with the TPS | You may mail me but you may not call me |
    He'd rather you didn't phone | Strictly no telephone contact, hearing impaired |
    remove from telemarketing list |
    Phone: NO. Mail: yes | can't stand being telephoned
en no_email | Has opted out of e-mail |
    pls take off mailing list, still wants visits | Don't e-mail, ring instead |
    He considers our newsletter spam and wants it stopped | cancelled the newsletter last week |
    Not receptive to e-mail campaigns, turned them off | drop her from the monthly mailing |
    has marked our mails as junk and wants no more of them | opt out of mailing, calls ok
en no_post | no brochures through the letterbox any more | stop sending the printed catalogue |
    nothing by post please, PDF is fine | return to sender: refuses our mailshots |
    save the trees, she says: no letters
en no_contact | Never contact this man again | wants nothing to do with us any longer |
    Exercised her right to erasure |
    withdrew his consent on 3 May | asked why we have his data and wants them gone |
    do-not-contact | Please forget about me, I was only there with my wife | consent revoked |
    Request for data deletion received |
    never wants to see our name again | do not use this lead for marketing |
    Hands off, asked to be left in peace |
    doesn't want any marketing | not interested, never write or call again
en left_company | She is no longer employed at Marlow Tools |
    got a new job in Hamburg, his desk is empty | ex-employee, left in 2021 |
    mail returns: user no longer with the company | was made redundant in spring |
    has moved on, now with a consultancy
en deceased | sadly he died before Christmas | his secretary told us of his death in August
en competitor | employee of a rival manufacturer | competes with us in the north, careful |
    this is a rival's sales director
en own_colleague | one of our own sales people | that's our trainee, ignore
en supplier | wants us to buy his cleaning robots | sales pitch for cloud backup, no interest |
    offered us his consultancy services
en student | writes her dissertation on heat pumps | year 11 pupil, school trip |
    doing a PhD at Leeds
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
    could you not call after six, he has kids | Call never came through, try landline |
    not the right contact, ask for Mr Dale | we never sent him the letter, do it now |
    No need to post samples, he takes them along | don't miss the call at 3 pm |
    Wants a quote for four pumps without motors | no decision before the board meets, then call |
    his mail is not on the badge | nothing urgent, catalogue will do |
    he stopped by twice, very keen | do we have an office in Leeds? Call him back about that |
    refuses to pay list price, wants 10 percent off |
    will contact us himself when funding is clear |
    old supplier went bust, needs a new one quickly | talked to his student son about careers
de no_phone | wünscht keinerlei telefonische Kontaktaufnahme | auf gar keinen Fall durchrufen! |
    Telefonate bitte unterlassen | nur schriftlich kontaktieren |
    hat sich über unsere Anrufe geärgert, keine mehr | darf nicht angerufen werden |
    von Anrufen ist abzusehen | Rückruf nicht erwünscht |
    Kunde möchte keinesfalls angeklingelt werden | Telefonnummer bitte aus dem System löschen |
    Telefon-Opt-out | Anrufverbot |
    Tel. nein, Mail ja | Bitte unter keinen Umständen telefonisch melden |
    fand unsere Anrufe aufdringlich, möchte keine mehr
de no_email | bitte von der Mailingliste streichen | E-Mail-Werbung unerwünscht |
    Newsletter gekündigt | fühlt sich von den vielen Mails belästigt, bitte einstellen |
    hat dem Erhalt von E-Mails widersprochen |
    Mailingstopp | Rundschreiben per Mail abbestellt | bitte keine Infomails
de no_post | Katalog künftig nicht mehr zusenden | keine gedruckten Unterlagen, alles digital |
    Briefsendungen bitte einstellen | bitte keine Kataloge mehr an die Privatadresse |
    Postwerbung nicht gewünscht
de no_contact | Will mit uns nichts mehr zu tun haben | Hat Einwilligung widerrufen |
    Bitte aus der Kartei nehmen | Kunde verlangt Löschung |
    Datensatz auf Wunsch des Kunden entfernen | nicht mehr bewerben (Widerspruch vom 4.2.) |
    fühlt sich belästigt, keine weitere Kontaktaufnahme |
    wurde laut und verbat sich jede weitere Ansprache | gibt keine Einwilligung zur Werbung |
    hat sich jeden Kontakt verbeten | Werbestopp | wir dürfen ihn nicht mehr ansprechen |
    Datenlöschung beantragt | bitte streichen, kein Interesse an Werbung |
    legt keinen Wert auf weiteren Kontakt | hat der Datenverarbeitung widersprochen |
    will raus aus unserem System | verbittet sich weitere Belästigung
de left_company | ist nicht mehr bei Sandmeier tätig | hat zum 1.4. den Arbeitgeber gewechselt |
    seit März im Ruhestand | Herr Fehling hat uns leider verlassen, schreibt die Zentrale |
    Stelle neu besetzt, Vorgänger weg
de deceased | im Mai tödlich verunglückt | laut Witwe im Januar gestorben | Todesanzeige gesehen
de competitor | kommt von der Konkurrenz, hat Prospekte gesammelt |
    Mitarbeiter eines Mitbewerbers | gehört zum Mitbewerb
de own_colleague | unser Außendienstler, kein Lead | Kollegin aus dem Innendienst |
    Mitarbeiter aus unserem Haus
de supplier | bietet uns Werbeartikel an | Vertreter für Büromöbel, wollte etwas verkaufen |
    will uns Software andrehen
de student | schreibt gerade seine Bachelorarbeit | Schüler, nur Kugelschreiber geholt
de applicant | fragt nach einem Praktikumsplatz | auf Jobsuche, Unterlagen an HR |
    Bewerbungsunterlagen abgegeben
de press | Redakteur beim Pumpenboten
de - | hat zweimal nicht zurückgerufen | war telefonisch nicht zu erreichen |
    Kein Anschluss unter dieser Nummer | E-Mail kam nicht an, Adresse prüfen |
    noch nicht kontaktiert | wurde noch nicht angerufen | Anrufe am besten nicht vor 9 |
    keine weiteren Fragen, Angebot schicken | nicht zu teuer, dann kauft er |
    Einkauf macht Frau Lenz, ihn nicht mehr fragen | Lieferant der Bahn, 300 Mitarbeiter |
    sucht Ersatz für seinen jetzigen Lieferanten | hatte kein Interesse an Modell A, dafür an B |
    Studenten sind seine Hauptkunden | kein Problem, kann jederzeit angeschrieben werden |
    unser Kollege Timm hat ihn schon angerufen | Kontakt über Messe Stuttgart, nichts vereinbart |
    bitte nicht vor dem 15. anrufen | nicht ans Handy gegangen |
    Mails landen im Spam, lieber anrufen | nie wieder so ein gutes Angebot gesehen |
    Herr Bader ist nicht der richtige Kontakt | Brief kam als unzustellbar zurück |
    war nicht am Platz, Kollegin nahm Anruf an | Lieferzeit darf nicht länger als 6 Wochen sein |
    hat sich noch nicht entschieden, ruft zurück | ohne Schaltschrank anbieten |
    Chef ist gegen Leasing, Kauf ok | nichts Neues, im Herbst nachfassen |
    Kontakt sehr nett, kennt Hr. Wolff | keine Unterlagen dabei gehabt, Prospekt nachsenden |
    Versand per Post oder Spedition? klären | lehnt Vorkasse ab | stoppt Projekt bis Budget da ist
fr no_phone | ne surtout pas téléphoner | refuse tout appel | inscrit sur Bloctel |
    contact par écrit uniquement | elle ne veut pas être rappelée | plus aucun coup de téléphone |
    pas de relance téléphonique | tél. interdit | tél : non, mail : oui |
    pas de démarchage téléphonique
fr no_email | s'est désabonnée de la newsletter | ne plus lui envoyer d'e-mails |
    aucun mail, boîte pleine | plus d'e-mailing | trop de mails, veut que ça s'arrête
fr no_post | pas de catalogue papier | stop courrier
fr no_contact | demande à être rayé de nos listes | ne veut plus entendre parler de nous |
    s'oppose à toute prospection | retrait du consentement le 2 avril | effacer ses coordonnées |
    qu'on lui fiche la paix | opposition RGPD | ne pas contacter | arrêter toute relance |
    il veut qu'on l'oublie | ne veut plus avoir affaire à nous |
    refuse que ses données soient utilisées
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
    pas intéressé par le petit modèle | ne pas appeler avant lundi | numéro non attribué |
    n'a pas répondu au mail | pas de moteur, juste la pompe | refuse le devis, trop cher |
    contact très sympa, à revoir | arrête la production en août
es no_phone | prohibido llamar | que no le llamen más | nada de teléfono, todo por escrito |
    no desea recibir llamadas | está en la lista Robinson | no molestar por teléfono |
    evitar llamadas | tel. no, mail sí | nunca llamar al móvil
es no_email | darle de baja de los correos | ya no quiere nuestros mails |
    que dejemos de mandarle correos | no autoriza el envío de correos
es no_post | no quiere catálogos en papel | no enviar nada por correo postal
es no_contact | no quiere saber nada de nosotros | ha retirado el consentimiento |
    exige que eliminemos sus datos | nunca más contactarle | borrar de la base de datos |
    derecho de supresión ejercido | no autoriza contacto comercial | que nos olvidemos de él |
    no quiere recibir nada nuestro | baja total, no contactar
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
    proveedor de Renfe, 200 empleados | sin problemas, llamar cuando sea |
    no responde a los correos | teléfono apagado, no da señal | sin prisa, oferta en marzo |
    no lleva tarjeta, mirar web | rechaza el precio, pedir descuento
it no_phone | non desidera telefonate | mai più chiamare | vietato telefonare in ufficio |
    contattare solo per iscritto | preferisce non essere chiamato | non gradisce telefonate |
    al telefono mai
it no_email | non mandare più mail | si è disiscritta dalla newsletter |
    disiscrizione newsletter | non vuole newsletter
it no_post | niente carta, solo pdf | non inviare cataloghi cartacei
it no_contact | non vuole più sentirci | ha revocato il consenso | cancellare i suoi dati |
    non disturbare più | si oppone al marketing | nega il consenso |
    chiede di non essere più disturbato | togliere il nominativo dall'elenco |
    non vuole avere a che fare con noi | non contattare in nessun caso
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
    non chiamare di lunedì | non risponde alle mail | numero non corretto |
    senza fretta, offerta a marzo | rifiuta il leasing | nessuna decisione prima di giugno
nl no_phone | wil niet opgebeld worden | liever geen telefoon | onder geen beding bellen |
    telefonisch contact niet gewenst | belverbod | wil niet aan de telefoon | tel. nee, mail ja
nl no_email | geen e-mails meer sturen | heeft zich uitgeschreven | stop met de mailings |
    geen digitale nieuwsbrief meer | mails ongewenst
nl no_post | geen papieren post | geen folders meer opsturen
nl no_contact | geen contact meer opnemen | wil niets meer van ons horen |
    toestemming ingetrokken | gegevens wissen op verzoek | laat hem met rust |
    heeft geen toestemming gegeven | verzoek tot verwijdering |
    niet meer mailen of bellen of schrijven | wil geen enkel contact | wil uit het systeem
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
    niet bellen op vrijdag | reageert niet op mail | nummer klopt niet |
    geen haast, offerte in maart | weigert vooruitbetaling | geen kaartje bij zich
pl no_phone | prosi, żeby nie telefonować | zakaz dzwonienia |
    nie chce rozmów telefonicznych | proszę o niedzwonienie | unikać telefonów | tel. nie, mail tak
pl no_email | nie chce newslettera | zrezygnował z mailingu | proszę nie przysyłać maili |
    rezygnacja z newslettera | maili nie wysyłać
pl no_post | żadnych katalogów papierowych | nie wysyłać listów
pl no_contact | nie kontaktować się więcej | cofnął zgodę | wykreślić z bazy |
    chce mieć spokój od reklam | nie chce mieć z nami nic wspólnego | brak zgody na marketing |
    sprzeciw wobec przetwarzania danych | nie chce żadnego kontaktu | nie przetwarzać danych
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
    nie odpowiada na maile | nie ma go do poniedziałku | bez pośpiechu, oferta w marcu |
    nie miał wizytówki
pt no_phone | não quer que lhe telefonem | proibido ligar | contacto só por escrito |
    evitar telefonemas | telefone não, mail sim
pt no_email | deixar de enviar emails | não mandar mais newsletters |
    cancelar subscrição da newsletter
pt no_post | nada em papel
pt no_contact | retirou o consentimento | remover da base de dados | não quer mais nada connosco |
    que o deixem em paz | não autoriza contactos | pede para não ser incomodado |
    não quer contacto nenhum | eliminar os dados dele
pt left_company | mudou de emprego
pt deceased | faleceu em abril
pt competitor | trabalha num concorrente
pt own_colleague | é nosso colega
pt supplier | quer vender-nos software
pt student | estudante de mestrado
pt applicant | à procura de trabalho
pt press | jornalista de uma revista técnica
pt - | ainda não foi contactado | não atendeu a chamada | não tem telefone |
    compra à concorrência | não esquecer de ligar | não responde aos emails |
    sem pressa, proposta em março | não trouxe cartão
sv no_phone | vill inte bli kontaktad per telefon | inga telefonsamtal tack | undanber sig samtal |
    vill inte ha telefonsamtal | telefon nej, mejl ja
sv no_email | skicka inga fler mejl | har avregistrerat sig | avbeställt nyhetsbrevet |
    inga nyhetsbrev
sv no_post | ingen post på papper
sv no_contact | kontakta aldrig igen | vill bli struken ur registret | återkallat sitt samtycke |
    nixat sig, ingen reklam | inget samtycke till marknadsföring | vill bli glömd |
    vill inte bli kontaktad | radera uppgifterna
sv left_company | har bytt jobb
sv deceased | har gått bort
sv own_colleague | en av våra egna säljare
sv student | skriver examensarbete
sv applicant | söker arbete
sv press | skriver för en facktidning
sv - | gick inte att nå på telefon | har inte fått mejlet | köper av en konkurrent |
    inte ringd än | ring inte på fredagar | svarar inte på mejl | ingen brådska, offert i mars |
    hade inget visitkort
da no_phone | vil ikke ringes til | ingen telefonopkald tak | ingen opringninger |
    telefon nej, mail ja
da no_email | send ikke flere mails | har afmeldt sig nyhedsbrevet | afmeld nyhedsbrev
da no_post | ingen kataloger med posten
da no_contact | kontakt ham aldrig igen | har trukket sit samtykke tilbage |
    vil slettes fra registret | ønsker ikke at blive kontaktet | vil ikke høre fra os |
    ønsker ingen kontakt | slet alle data
da left_company | har fået nyt job
da deceased | døde sidste år
da competitor | arbejder for en konkurrent
da own_colleague | vores egen tekniker
da student | skriver speciale
da - | ikke truffet på telefonen | køber hos en konkurrent | har ikke fået mailen |
    ikke ringet op endnu | svarer ikke på mail | ingen hast, tilbud i marts | havde intet visitkort
cs no_phone | nepřeje si, abychom mu volali | zákaz telefonování |
    volat nemáme | telefon ne, mail ano
cs no_email | neposílat newsletter | odhlásil se z odběru | zrušil odběr novinek
cs no_post | žádné katalogy poštou
cs no_contact | už nikdy nekontaktovat | odvolal souhlas | vymazat z databáze | dejte mu pokoj |
    nesouhlasí s kontaktováním | nepřeje si být kontaktován | nepřeje si žádný kontakt |
    smazat údaje
cs left_company | odešel do důchodu | změnil zaměstnavatele
cs deceased | zemřel v lednu
cs competitor | pracuje pro konkurenci
cs own_colleague | náš obchodník
cs supplier | chtěl nám prodat obaly
cs student | píše diplomovou práci
cs applicant | hledá práci
cs press | redaktorka odborného časopisu
cs - | nedovolal jsem se | zatím nekontaktován | kupuje u konkurence | nezapomenout zavolat |
    nemá telefon | neodpovídá na maily | špatné číslo | nespěchá, nabídka v březnu | neměl vizitku
en no_phone angry | two complaints about our call centre, wants it to stop
en no_contact angry | Threatened with a lawyer if we write again |
    he has had enough of us and asks for silence |
    GDPR complaint, all processing to cease
de no_phone no_post angry | bitte nur noch per Mail melden, Telefon nervt ihn
pl no_phone no_post | kontakt tylko mailowy
cs no_phone no_post | kontaktovat pouze e-mailem
it no_email no_post | niente posta elettronica, solo telefono
de no_email angry | beschwert sich über Spam, keine weiteren E-Mails
en no_email | inbox full of our stuff, wants the mailings to end
en angry | Shouted at the whole stand about his broken pump
de angry | tobt wegen der falschen Rechnung
fr angry | furieux, la machine est encore en panne
es angry | muy enfadado con el servicio
it angry | incazzato per il guasto
nl angry | erg boos over de montage
pl angry | wściekły na serwis
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
