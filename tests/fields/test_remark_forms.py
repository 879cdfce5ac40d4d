"""A word of denial beside a verb of reaching somebody, in sixteen languages and many forms."""

from __future__ import annotations

import pytest

from leadkit.fields.remark_words import REFUSALS
from leadkit.rules.remark_words import read_remark_words

FORMS = {  # language -> how it is denied, and what
    "fr": (
        ['ne {} pas', 'ne plus {}', 'merci de ne pas {}', 'surtout ne pas {}', "il ne veut pas qu'on le {}"],
        """appeler | appelez | appelle | rappeler | rappelez | rappelle | téléphoner | téléphonez
        | téléphone | contacter | contactez | contacte | recontacter | recontacte | solliciter
        | sollicite | démarcher | démarche | relancer | relance | écrire | écrivez | mailer |
        déranger | dérange | importuner | harceler""",
    ),
    "es": (
        ["no {}", "no quiere que le {}", "favor de no {}", "que no le {} más", "nunca {}"],
        """llamar | llame | llamen | llames | llaméis | llamemos | telefonear | contactar |
        contacte | contacten | contactemos | escribir | escriba | escriban | escribamos |
        molestar | moleste | molesten | molestemos | mandar correos | manden mails | envíen
        correos | enviar publicidad""",
    ),
    "it": (
        ["non {}", "non {} più", "si prega di non {}", "mai {}", "non vuole che lo si {}"],
        """chiamare | chiamate | chiamarlo | chiamarla | chiamarmi | chiami | chiamino |
        chiamatelo | richiamare | richiamarlo | telefonare | telefonate | telefonargli |
        telefoni | contattare | contattarlo | contattatemi | contatti | contattino | scrivere
        | scrivetemi | scrivergli | scriva | inviare mail | inviargli mail | mandare
        newsletter | disturbare | disturbarlo | disturbate | importunare | sollecitare""",
    ),
    "nl": (
        ["niet {}", "niet meer {}", "aub niet {}", "wil niet {} worden", "nooit {}"],
        """bellen | gebeld | opbellen | opgebeld | terugbellen | teruggebeld | mailen | gemaild |
        benaderen | benaderd | contacteren | lastigvallen | lastiggevallen | storen | gestoord
        | schrijven | aanschrijven | aangeschreven | contact opnemen""",
    ),
    "pl": (
        ["nie {}", "proszę nie {}", "nigdy nie {}", "prosi, by nie {}", "nie wolno {}"],
        """dzwonić | dzwoń | dzwońcie | zadzwonić | telefonować | kontaktować się | kontaktujcie
        się | pisać | piszcie | wysyłać maili | wysyłajcie maili | przysyłać maili | mailować
        | niepokoić | nękać | nagabywać""",
    ),
    "pt": (
        ["não {}", "por favor não {}", "nunca {}", "pede que não lhe {}"],
        """ligar | ligue | liguem | telefonar | telefone | telefonem | contactar | contacte |
        contactem | contatar | contate | contatem | enviar emails | envie emails | escrever |
        escreva | escrevam | incomodar | incomode | incomodem | mandar emails""",
    ),
    "sv": (
        ["{} inte", "får ej {}", "vill inte {}", "aldrig {}"],
        """ring | ringa | ringas | ringer | uppringd | kontakta | kontaktas | kontaktad | maila |
        mejla | skicka mejl | skriv | störa | störas | stör | bli kontaktad | bli uppringd""",
    ),
    "da": (
        ["{} ikke", "må ikke {}", "vil ikke {}", "aldrig {}"],
        """ring | ringe | ringes op | kontakt | kontakte | kontaktes | maile | mailes | skrive |
        skriv | forstyrre | forstyrres | forstyr | modtage reklamer | modtage nyhedsbrev""",
    ),
    "no": (
        ["ikke {}", "må ikke {}", "vil ikke {}", "aldri {}"],
        """ring | ringe | ringes | kontakt | kontakte | kontaktes | bli kontaktet | bli ringt |
        send e-post | skriv | forstyrr | bli oppringt | motta nyhetsbrev""",
    ),
    "cs": (
        ["ne{}", "prosím ne{}", "už ne{}"],
        """volat | volejte | volej | volat mu | telefonovat | telefonujte | kontaktovat |
        kontaktujte | psát | pište | posílat e-maily | posílejte e-maily | posílat nic |
        zasílat | obtěžovat | obtěžujte | rušit | rušte | oslovovat | mailovat""",
    ),
    "sk": (
        ["ne{}", "prosím ne{}"],
        """volať | volajte | telefonovať | kontaktovať | kontaktujte | písať | posielať maily |
        posielajte maily | zasielať | obťažovať | rušiť | oslovovať""",
    ),
    "fi": (
        ["älä {}", "ei saa {}", "älkää {}"],
        """soita | soittaa | soittako | soittakaa | ota yhteyttä | ottaa yhteyttä | ottako
        yhteyttä | lähetä sähköpostia | lähettää mainoksia | kirjoita | häiritse | häiritä""",
    ),
    "hu": (
        ["ne {}", "nem szabad {}", "kéri, hogy ne {}"],
        """hívja | hívják | hívjuk | hívjon | hívjanak | hívd | hívni | telefonáljon |
        telefonálni | keresse | keressék | keressük | megkeresni | írjon | írni | küldjön
        hírlevelet | küldjenek hírlevelet | zavarja | zavarják | zavarni""",
    ),
    "ro": (
        ["nu {}", "vă rog nu {}", "nu mai {}", "nu vrea să fie {}"],
        """sunați | suna | sunat | telefonați | contactați | contacta | contactat | scrieți |
        trimiteți mailuri | deranjați | deranjat | apelați | apelat""",
    ),
    "de": (
        ["nicht {}", "bitte nicht {}", "nicht mehr {}", "nie wieder {}", "will nicht {} werden", "darf nicht {} werden", "bittet, ihn nicht {}"],
        """anrufen | angerufen | anzurufen | telefonieren | telefonisch kontaktieren |
        kontaktieren | kontaktiert | zu kontaktieren | anschreiben | angeschrieben |
        anzuschreiben | mailen | angemailt | zu mailen | belästigen | belästigt | zu
        belästigen | stören | gestört | zu stören | ansprechen | angesprochen | anzusprechen |
        nachfassen | bewerben | beworben | zu bewerben | behelligen | behelligt | zuspammen |
        zugespamt""",
    ),
    "en": (
        ['do not {}', "please don't {}", 'never {} him', 'asked not to be {}', "doesn't want to be {}", "mustn't be {}", 'stop {}'],
        """call | called | calling | phone | phoned | phoning | ring | rung | ringing | telephone
        | telephoned | contact | contacted | contacting | email | emailed | emailing | mail |
        mailed | mailing | approach | approached | approaching | disturb | disturbed |
        disturbing | bother | bothered | bothering | chase | chased | chasing | pester |
        pestered | pestering | spam
        | spammed | spamming | harass | harassed | harassing | solicit | solicited |
        soliciting | hassle | hassled | hassling | reach out to | follow up | canvass""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", FORMS)
def test_a_denied_verb_is_a_refusal(language: str) -> None:
    """Some of these frames make no good sentence; a refusal is meant by each all the same."""
    words, (frames, verbs) = read_remark_words(), FORMS[language]
    said = [one.format(" ".join(verb.split())) for verb in verbs.split("|") for one in frames]
    missed = [one for one in said if not {found.flag for found in words.read(one)} & set(REFUSALS)]
    assert len(said) > 20
    assert len(missed) <= 0.05 * len(said), missed


SAID_OTHERWISE = {  # a flag -> remarks that refuse without a word of denial, in many languages
    "no_contact": """möchte in allen Systemen überall gelöscht werden|please erase him everywhere|
        qu'on l'efface partout|que le borren en todas partes|vuole essere cancellata dappertutto|
        moet overal verwijderd worden|usunąć zewsząd|všude vymazat|ønsker at blive slettet alle steder|
        vill bli raderad överallt|poista kaikkialta|törölni mindenhonnan""",
    "no_email": """Rundmails zwecklos|newsletters are pointless|mails inutiles: inutile d'envoyer un mail|
        inútil mandar correos|inutile inviare mail|mailen heeft geen zin|maile są bez sensu|
        mail är ingen mening|skriv aldrig till honom|skriv aldri til henne|schreib ihr bloß nie""",
    "no_post": """Kataloge zwecklos|Prospekte wandern in den Reißwolf|letters go into the shredder|
        cartas van a la papelera|lettere nel cestino|brieven gaan bij het oud papier|
        brev hamnar i papperskorgen|brev ryger i papirkurven|dopisy končí v koši|listy lądują w koszu""",
    "no_phone": """Anrufen zwecklos|phoning him is futile|inutile de téléphoner|inútil llamar|
        inutile telefonare|bellen is zinloos|dzwonić nie ma sensu|nemá smysl telefonovat|
        att ringa är lönlöst|ringe er nytteløst""",
    "": """inutile d'appeler le lundi|Testlauf ohne Filter sinnlos|bin ends in stock|wants a shredder|
        das Gerät steht überall|everywhere we deliver|catalogue was useful""",
}


@pytest.mark.parametrize("flag", SAID_OTHERWISE)
def test_a_refusal_without_a_word_of_denial(flag: str) -> None:
    """Who throws it away unread, or finds it pointless, wants none."""
    words = read_remark_words()
    for remark in (one.strip() for one in SAID_OTHERWISE[flag].split("|")):
        told = {one.flag for one in words.read(remark)}.intersection(REFUSALS)
        assert (flag in told or "no_contact" in told) if flag else not told, (remark, told)
