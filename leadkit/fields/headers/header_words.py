"""What the headers of lists are made of: whole spellings of a field, and words with a meaning.

headers.py composes the words, so a header that nobody listed ("Telefon geschäftlich 2", "Work
Zip Code", "Mobilrufnummer") is understood from its parts. Entries stand apart by semicolons; case,
accents, spaces and punctuation do not matter. Languages: English, German, French, Spanish, Italian,
Dutch, Portuguese, Polish; then Danish, Swedish, Norwegian, Finnish, Czech, Slovak, Hungarian,
Romanian, Croatian, Turkish, Indonesian, Vietnamese, Russian, Ukrainian, Greek, Japanese, Chinese,
Korean, Arabic and Hebrew.
"""

from __future__ import annotations

# Whole headers that do not say what they mean word by word, or whose words mean something else
# beside other words ("Last" alone is a surname, in "last activity" it is not). A question mark
# stands before spellings that count only where no other column claims the field.
ALIASES: dict[str, str] = {
    "first_name": """
        ?first; fname; vn; ad; adi; isim; nama depan; ten; 名; 이름; prenom usuel; n given; vorn; förn;
        foern; fornavn fornavn; nomb; prén
        """,
    "middle_name": """
        ?middle; mname; ミドル; middle initial; mi; n middle; n additional; ?tussenv
        """,
    "last_name": """
        ?last; lname; nn; zuname; name nachname; 姓; 성; ho; soy isim; n family; zun; nachn; eftern;
        achternm; achtern; nazw; apell; apdos; cogn; surn
        """,
    "full_name": """
        ?contact; contact person; kontakt; kontaktperson; ansprechpartner; ansprechperson; contacto;
        contatto; contato; contactpersoon; kontaktni osoba; osoba kontaktowa; persona de contacto;
        persona di contatto; pessoa de contato; interlocuteur; name vorname; vorname name; nom
        prenom; nom et prenom; prenom nom; nome cognome; nome e cognome; cognome e nome; nombre y
        apellidos; nombre y apellido; nombres y apellidos; apellidos y nombre; nome e sobrenome;
        imie i nazwisko; nazwisko i imie; voor en achternaam; vor und nachname; vor und zuname;
        first and last name; for og efternavn; for och efternamn; jmeno a prijmeni; meno a
        priezvisko; ad soyad; adi soyadi; ad ve soyad; nume si prenume; ime i prezime; fio; фио; 氏名;
        姓名; 全名; 성명; 성함; ho ten; ho va ten; ?nama; الاسم; اسم; שם מלא; ?full; ?person; ?who;
        ?attendee; ?guest; wie heisst du; wie heissen sie; wie ist ihr name; comment vous appelez
        vous; como se llama; come ti chiami; ?referente; ?referent; ?persona de referencia; フルネーム;
        联系人; 聯絡人; 연락 담당자; お名前; ?名前; imię i nazw; imie i nazw; vor u nachname; vor nachname; nom
        prén; name u vorname
        """,
    "prefix": """
        salutation; honorific; anrede; akad titel; akademischer titel; title prefix; courtesy title;
        civilite; tratamiento; trattamento; tratamento; forma di cortesia; aanhef; aanspreekvorm;
        zwrot grzecznosciowy; osloveni; oslovenie; hitap; titul; обращение; 敬称付き; 称谓; 稱謂; 肩書き; 肩書;
        호칭; hälsning; tiltale; puhuttelu; megszolitas; mr mrs; mr ms; anredetitel; academic title;
        akademischer grad; titel akad grad; namenstitel; titre academique; n prefix; hr fr; herr
        frau; m mme; m mme mlle; d dña; sr sra; sr a; sig sig ra; sig ra; dhr mevr; dhr mw; p pani;
        pan pani; mr mrs ms; mr mrs miss ms; aanspreking; aanspr
        """,
    "suffix": """
        suffix; suffixe; sufijo; suffisso; sufixo; sufiks; achtervoegsel; titolo straniero; n suffix
        """,
    "nickname": "敬称; hitap adi; goes by; preferred name; known as",
    "email": "mail; 電子郵件; adresse de messagerie; mail id; email id; smtp address",
    "phone": """
        ?work; ?ufficio; contact number; contact no; contact nr; day phone; daytime phone; tel 1;
        sales phone; 联系电话; 联系方式; 聯絡電話; 電話(昼間); ?telefon hauptnummer; contact telephone number;
        ?geschäftlich; ?dienstlich; ?bureau; ?travail; ?trabajo; ?oficina; ?werk; ?arbeit; ?praca;
        ?arbete; ?arbejde; ?trabalho; tfno; telf; telef; tlfno; tfn; rückrufnummer; telefonnummer
        für rückfragen; telefon für rückfragen; rückfragen telefon; telefono de contacto; telefono
        di contatto; tel vast; tel stac; tel dir; tfno fijo; tél fixe; ?fest; tel fisso; festn;
        telnr; tel office; tel bur
        """,
    "home_phone": """
        ?home; ?abitazione; ?particular; ?privat; ?domicile; ?casa; ?thuis; ?prive; ?zuhause; ?dom;
        ?hem; ?hjem; ?maison
        """,
    "other_phone": """
        ?other; ?andere; ?autre; ?otro; ?altro; ?outro; ?overige; ?annan; ?sonstige; ?sonstiges
        """,
    "mobile": """
        sms; whatsapp; whatsapp number; numero whatsapp; celular whatsapp; gsm; natel; mob; mob no;
        ?port; tel port; tél port; tel kom; cel; cell no; 06 nr; 06 nummer; móvil whatsapp; handynr;
        mob nr
        """,
    "company_phone": """
        switchboard; zentrale; standard telephonique; centralino; centrale; centralita; corporate
        phone; hq phone; headquarters phone; tel vxl; tel växel
        """,
    "company": """
        ?account; ?account name; associated company; related company; primary company; employer
        name; company or organization; company organization; school company; affiliation; account
        company; ?parent account; company or organisation; ?会社; 公司; ragione sociale; razon social;
        razao social; raison sociale; parent company name; ?business; nome fantasia; where do you
        work; default address company; company account; ?accounts; nombre comercial; denominazione;
        handelsnaam; nazwa kontrahenta; kontrahent; nombre fiscal; dénomination; dénomination
        sociale; denumire firma; verksamhet; 客户名称; 贵公司; 御社名; 貴社; 所属; ?fa; ?sté; bedr; ?ftg; ?soc; gp
        name; ?cliente; ?denominación; ?emp
        """,
    "job_title": """
        ?job; ?occupation; role in company; what do you do; role at company; ?headline; ?profession;
        qualifica; carica; mansione; ?beruf; ?tätigkeit; in welcher funktion; ?profesion;
        ?professione; ?profissao; ?zawod; ?yrke; ?beroep; ?ammatti; ?povolani; ?meslek; ?職業; ?职业;
        fkt; befattn; ?fie; position held; ihre position; ihre position im unternehmen; your
        position; ?stan; what do you do there; fonct
        """,
    "seniority": "management level; ?level; niveau hierarchique; karrierestufe",
    "website": """
        ?url; ?web; ?www; ?internet; ?domain; company domain; company domain name; ?company url;
        ?strona; ?hp; www seite
        """,
    "linkedin_url": """
        linkedin; linkedin bio; linkedin contact profile url; member linkedin url; in profile;
        person linkedin; person linkedin url; prospect linkedin
        """,
    "lead_source": """
        ?source; ?quelle; ?herkunft; ?origin; how did you hear about us; how did you hear about this
        event; how did you find us; wie haben sie von uns erfahren; wie sind sie auf uns aufmerksam
        geworden; comment avez vous entendu parler de nous; comment nous avez vous connu;
        ?affiliate; como nos conocio; como ci ha conosciuto; come ci hai conosciuto; como nos
        conheceu; hoe kent u ons; skad o nas wiesz; original source; original source type; utm
        source; first touch source; latest source; acquisition channel; acquisition source; contact
        source; client source; kanal; origem da primeira conversao; cum ați aflat de noi; hur hörde
        du talas om oss; hvordan hørte du om oss; hvor hørte du om os; jak jste se o nás dozvěděli;
        hogyan hallott rólunk; bizi nereden duydunuz; как вы о нас узнали; откуда вы о нас узнали;
        skąd się o nas dowiedziałeś; hoe heeft u ons gevonden; hoe heb je over ons gehoord; comment
        nous avez vous connus; mistä kuulit meistä; como nos conociste; como soube de nos; woher
        kennen sie uns; 何でお知りになりましたか; 您是如何得知我们的; how did you discover us; where did you hear about
        us; ?kanal herkunft; woher; woher kennen wir den; woher kennen wir sie; woher kommt der
        kontakt; comment nous a t il connus; de donde nos conoce; come ci ha conosciuto; waar komt
        deze vandaan; skąd mamy kontakt; hur hittade de oss; where did they come from; źródło
        zapisu; how did they find us; how did they hear about us; where from
        """,
    "campaign": """
        campaign; kampagne; campagne; campana; campagna; campanha; kampania; utm campaign;
        ?aktion
        """,
    "lifecycle_stage": """
        ?stage; lifecycle; lebenszyklusphase; contact stage; funnel stage; pipeline stage;
        estagio no funil; etapa del embudo; phase im trichter; lifecycle status
        """,
    "owner": """
        owner; besitzer; betreuer; zuständig; zuständiger; verantwortlich; verantwortlicher;
        bearbeiter; proprietaire; propietario; proprietario; ?responsable; ?responsabile;
        ?responsavel; eigenaar; opiekun; wlasciciel; assigned to; assigned user; sales rep; sales
        representative; sales owner; account manager; account executive; vertriebler; aussendienst;
        kundenbetreuer; rep; ejer; ägare; omistaja; sahibi; ответственный; 担当者; 負責人; 负责人; 담당자;
        salesperson; bdr; sdr; ?agent name; ?agente; dono do lead; dono; ?agent; ?handelsvertretung;
        ?comercial; ?commercial; ?venditore; ?vendeur; ?zuständig im vertrieb; ?vertreter; wer
        betreut; ?verantwoordelijke; qui s en occupe; chi lo segue; chi la segue; kto prowadzi; ansv
        säljare; who looks after them; quien lo lleva; wie is contactpersoon bij ons; ?ansvarig;
        betreut von; handled by; looked after by
        """,
    "created_at": """
        timestamp; submitted; registered; created; added; ?datum; ?date; created time; added time;
        connected on; added at; kunde seit; client depuis; cliente desde; klant sinds; customer
        since; member since; zeitstempel; horodateur; marca temporal; informazioni cronologiche;
        tijdstempel; carimbo de data hora; sygnatura czasowa; angelegt; erstellt; scanned; scan
        time; scanned at; capture date; captured at; date captured; ?time; ?received; ?joined;
        inscrit le; cree le; creado el; creato il; criado em; aangemaakt op; utworzono; oprettet;
        skapad; opprettet; luotu; vytvoreno; отметка времени; когда создан; タイムスタンプ; 登録日; 作成日; 创建时间;
        創建時間; 등록일; 타임스탬프; aangemaakt; record created; ?date time; signed up; sign up; inscription
        le; alta; ?kaufdatum; ?inscription; ?anmeldung; signed up at; data wypelnienia; ?reg date;
        fertigstellungszeit; completion time; heure de fin; hora de finalizacion; ora di
        completamento; registriert; beigetreten; registrierungszeit; scanzeitpunkt; scan zeitpunkt;
        scandate; scandatum; persona creada; date joined; subscription date; date of connection;
        creation time; heure de creation; hora de creacion; ora di creazione; user registered; form
        date; neuanlage am; neuanlage; konversionsdatum; wann kennengelernt; 1er contact le; premier
        contact le; f alta; fecha alta; data primo contatto; in bestand sinds; data wpisu; data
        zapisu; upplagd; data da primeira conversão; toegevoegd op; first conversion date; date
        added to list; first contact; first contact date; erstkontakt; erstkontakt am; datum
        erstkontakt; kontakt seit; erfasst
        """,
    "tags": """
        static segments; ?lists; ?list; group membership; kontaktgruppen; ?mailchimp tags; interest
        tags; tag; tags; étiquettes; libellés; ?gruppe; ?grupo; ?gruppo; ?groupe; ?группа; ?grupa;
        smart tags; marcadores; ?tagi
        """,
    "notes": """
        ?bio; ?about; ?message; ?nachricht; ?mensaje; ?messaggio; ?mensagem; wiadomosc; bericht;
        besked; meddelande; melding; anything else; questions; background info; background;
        freitext; sonstiges; ?details; ?feedback; ?inquiry; ?enquiry; ?anliegen; ?문의사항; 문의 내용;
        お問い合わせ内容; ご質問; ご意見; questions comments; questions and comments; questions or comments;
        comments questions; questions commentaires; domande e commenti; preguntas y comentarios;
        fragen und anmerkungen; ご意見 ご質問; ご意見ご要望; ご質問 ご意見; ?your message; ?any questions; any
        questions or comments; comment or message; comments or questions; anm; bem; obs; opm; rq;
        ?rem; anteckn; hintergrund; hintergrundinformationen; achtergrondinformatie; ?memo; note
        varie; last note; ihre nachricht an uns; your message to us; anything else we should know;
        anything else you d like us to know; uw bericht aan ons; votre message; bits bobs; other
        comments; altro da segnalare
        """,
    "industry": """
        vertical; naics description; sic description; primary naics description; primary sic
        description; wz text; branche text; wirtschaftszweig text; ?segmento; ?segment; ?activité;
        ?activite
        """,
    "revenue": """
        arr; company arr; umsatz groessenklasse; umsatz grössenklasse; oms; fatt annuo; fatt; fact
        anual; obroty roczne; turnover k; ca k; ca annuel k; omz
        """,
    "external_id": """
        id; uuid; guid; uid; ?number; ?nummer; ?numero; ?reference; ?ref; ?referenz; kundennummer;
        kunden nr; numero client; numero cliente; codice cliente; codigo cliente; codigo de cliente;
        klantnummer; numer klienta; lead number; contact number id; system id; vmid; ?leid; code
        client; do not modify lead; do not modify contact; do not modify account; api id; debitor;
        debitornummer; debitor nr; ?adressnummer; mitgliedsnummer; numero adherent; ?badge;
        ?barcode; kundenummer; kundnummer; ?badge id; ?badge number; ?registration id; reg id;
        ?order number; asiakasnumero; cislo zakaznika; ?external id; ?ext id; ?foreign id; crm id;
        unique id; ?identifier; ?kennung; ?identyfikator; ?identifikator; ?identificador;
        ?identifiant; ?identificativo; nicht ändern lead; nicht ändern kontakt; nicht ändern firma;
        ne pas modifier prospect; ne pas modifier contact; no modificar cliente potencial; no
        modificar contacto; ?submission id; ?response id; ?entry id; ?受付番号; kundnr; klantnr;
        kundenr; asiakasnro; ügyfélszám; cod client; κωδικός πελάτη; код клієнта; ?datensatz id; ?id
        de registro; ?id fiche; ?id de fiche d informations; ?identifiant d enregistrement; ?id
        externe; ?identifiant externe; ?id externo; ?id esterno; ?fremd id; ?externe id; ?externe
        kennung; ?extern id; ?datensatznummer; ?record id; cod cliente; ?nr; ?id record; ?id scheda;
        kd nr; kdnr; kto nr; adr nr; gp code; debitoren nr; rif; our ref; chave externa; ?code;
        ?referencia; ?cod; ?clave; ?sleutel; ap nr; lfd nr
        """,
    "consent": """
        opt in; opt in marketing; einwilligung; werbeeinwilligung; ?newsletter; newsletter
        einwilligung; marketing einwilligung; accepts marketing; accepts email marketing; gdpr;
        consentement; dsgvo; consentimiento; consenso; consentimento; toestemming; zgoda; zgoda
        marketingowa; rgpd; rodo; subscribed; newsletter subscription; subscribed to newsletter;
        ?permission; marketing permission; email marketing consent; samtykke; samtycke; suostumus;
        souhlas; hozzajarulas; ?marketing; email opt in status; i agree to receive marketing
        communications; agree to marketing; ?nieuwsbrief; ?boletín; ?bulletin; ?infolettre;
        ?nyhetsbrev; ?nyhedsbrev; ?uutiskirje; ?biuletyn; ?hírlevél; ?bülten; ?рассылка; ?ニュースレター;
        ?メルマガ; ?メール配信; ?뉴스레터; ?訂閱電子報; double opt in; doppel opt in; acepta gdpr; marketingmails
        toegestaan; consentimento para comunicação; einwilligung werbung e mail; einwilligung e
        mail; einwilligung werbung; newsletter j n; newsletter ja nein; newsletter y n; newsletter
        yes no; newsletter o n; newsletter s n; ja ich möchte den newsletter per e mail erhalten;
        ich möchte den newsletter erhalten; can we send you product news by email; i agree to
        receive marketing emails; i agree to receive emails; ok pour mailing; quiere recibir
        publicidad; vuole newsletter; vuole newsletter s n; mag nieuwsbrief; zgoda rodo; zgoda rodo
        t n; vill ha utskick; ok to e mail; ok to e mail y n; ok to email; may we email; may we
        contact you; may we contact you by email; dürfen wir sie kontaktieren; dürfen wir ihnen e
        mails schicken; opt in newsletter; newsletter opt in; newsletter gewünscht; newsletter
        erlaubt; werbung erlaubt; e mail werbung erlaubt; werbung ok; mail ok; email ok; emails ok;
        abonnement newsletter; souhaite recevoir la newsletter
        """,
    "consent_source": """
        einwilligung quelle; optin source; consent method; source optin; origen aceptación gdpr;
        dove ha firmato; how did they say ok; einwilligung woher; quelle opt in; opt in quelle
        """,
    "consent_at": """
        einwilligung am; opted in at; date of consent; optin date; dsgvo ok am; dsgvo am;
        einwilligung erteilt am; einwilligung erteilt; fecha aceptación gdpr; f autorización lopd;
        privacy firmata il; privacy firmato il; toestemming d d; data udzielenia zgody; when did
        they say ok; opt in am; optin am; opt in le; consentement le; consenso il; gdpr date; gdpr
        consent date; zgoda z dnia
        """,
    "email_opt_out": """
        opted out of email; opted out; opt out; unsubscribed; unsubscribed from all email;
        abgemeldet; newsletter abgemeldet; werbesperre; email blacklisted; unsub time; do not email;
        do not contact; do not bulk email; do not allow bulk emails; do not allow emails; bounced or
        unsubscribed; desabonne; has opted out of email; unsubscribe; unsubscribed at; unsubscribe
        date; email optout; keine werbung; ne pas contacter; no contactar; disiscritto;
        uitgeschreven; wypisany; blacklisted; marketing opt out; no email; email unsubscribed;
        desinscrit; dado de baja; descadastrado; kein newsletter; désinscrit des campagnes email;
        dado de baja de emails; descadastrado de emails; data wypisania; werbesperre mail;
        werbesperre email; dnd email; dnd; ne veut plus de mails; ne plus écrire; baja mailing; baja
        mailing x; baja newsletter; afgemeld nieuwsbr; afgemeld nieuwsbrief; wypisany z newslettera;
        avreg nyhetsbrev; avregistrerad nyhetsbrev; asked to be removed from mailings; removed from
        mailings; remove from mailings; bitte nicht anschreiben; bitte keine mails; keine mails
        mehr; keine mails; kein mailing; kein nl; no mailing; no mailings; no newsletter; does not
        want emails; opt out e mail; opt out email; opt out newsletter; nicht anschreiben; nicht
        mailen; do not mail them; stop mail; stop mails; stop email; stop emails; no quiere emails;
        no quiere publicidad; non vuole mail; non vuole newsletter; wil geen mail; wil geen mails;
        nie chce maili; vill inte ha mejl
        """,
    "phone_opt_out": """
        do not call; do not allow phone calls; anrufsperre; kein anruf; do not phone; phone optout;
        ne pas appeler; no llamar; non chiamare; niet bellen; nie dzwonic; telefonsperre; ne pas
        démarcher par téléphone; werbesperre tel; werbesperre telefon; dnd calls; dnd call; ne plus
        appeler; lista robinson tel; lista robinson telefono; non telefonare; prosi nie dzwonić;
        ring ej; tps registered; tps; bitte nicht anrufen; nicht anrufen; no call; no calls; opt out
        phone; opt out calls; opt out telefon; kein telefon; stop calls; bloctel; registro delle
        opposizioni; registro opposizioni; bel me niet register; wil niet gebeld worden
        """,
    "score": """
        score; punkte; punktzahl; lead grade score; hubspot score; hs score; engagement score
        """,
    "department": """
        abt; afd; avd; ?dz; dpto; dépt service; ?uff
        """,
    "street": """
        str; ?ind; ?dir; ul i nr; gatuadr; strasse hnr; str hnr; strasse hsnr; adr; ul; c calle;
        adresse ligne 1; calle y nº
        """,
    "street_2": """
        adr suite; adresse suite; adresse ligne 2; adresszeile 2
        """,
    "city": """
        pobl; poblac; miejsc; wpl; wplaats; ?loc; localid; ville commune
        """,
    "postal_code": """
        kod poczt; p code; ?pc; plz str; post code; c post; postnr
        """,
    "state": """
        bdl; woj; prov; ?provincia; ?dépt
        """,
    "country": """
        lkz; naz; länderkennzeichen; länderkürzel; laenderkz; which country are you based in;
        country of residence; where are you based
        """,
    "email_2": """
        mail pers; email pers; mail perso; email perso; e mail priv; mail priv
        """,
    "birthday": """
        ?cumple; ?ur; geb; geb am; urodz; data nascita; date naissance; ?compl; föd; født
        """,
    "employees": """
        ma groessenklasse; ma grössenklasse; grössenklasse mitarbeiter; anz ma; ant anst; aant mw; n
        dip; n dipendenti; ilu pracownikow; wielkość zatrudnienia; wie viele mitarbeiter hat ihr
        unternehmen; how big is your team; team size; company headcount; quantidade de funcionarios;
        anst; how many people work there; combien de salariés
        """,
    "lead_status": """
        ?situación; ?läge; ?où en est on; status do cliente; kundenstatus; estado del cliente; stato
        cliente; statut client
        """,
}

# Words that compose. A name in capitals is a meaning that only counts beside another one.
WORDS: dict[str, str] = {
    "first_name": """
        first name; given name; forename; vorname; rufname; prenom; primer nombre; primeiro
        nome; voornaam; imie; fornavn; förnamn; etunimi; krestni jmeno; jmeno; meno; krstne
        meno; keresztnev; utonev; prenume; ime; nombre de pila; nome proprio; nome de batismo;
        imiona; given; имя; ім'я; όνομα; 名字; 이름; الاسم الأول; שם פרטי; ten dem; nama depan;
        ファーストネーム; vornamen; eesnimi; vards; vardas; given names; first names; forenames; fname;
        křestní; имени; 名 漢字; 名字 名; nombres de pila; förnamnet; fornavnet; name first; お名前 名; 氏名
        名; ご氏名 名
        """,
    "middle_name": """
        middle name; additional name; second name; zweiter vorname; weitere vornamen; mittelname;
        deuxieme prenom; autres prenoms; segundo nombre; secondo nome; segundo nome; nome do meio;
        tweede naam; tweede voornaam; middelste naam; tussenvoegsel naam; drugie imie; mellemnavn;
        mellannamn; mellomnavn; toinen nimi; prostredni jmeno; druhe jmeno; ikinci ad; ikinci isim;
        отчество; по батькові; μεσαίο όνομα; ミドルネーム; 中间名; 中間名; 중간 이름; الاسم الأوسط; שם אמצעי;
        masodik nev; al doilea prenume; middle initial; name middle; középső név; πατρώνυμο; שם
        האמצע; other names; further names; weitere namen; dalsi jmeno; dalsie meno; autres noms;
        otros nombres; altri nomi
        """,
    "last_name": """
        last name; surname; family name; nachname; familienname; zuname; nom de famille;
        apellido; apellidos; primer apellido; cognome; sobrenome; ultimo nome; achternaam;
        familienaam; nazwisko; efternavn; efternamn; etternavn; sukunimi; prijmeni; priezvisko;
        vezeteknev; csaladnev; nume de familie; prezime; soyad; soyadi; soyisim; фамилия;
        прізвище; επώνυμο; επίθετο; 姓氏; 名字 姓; 苗字; 성씨; اسم العائلة; الكنية; اللقب; שם משפחה; nama
        belakang; nama keluarga; seconde nom; perekonnanimi; uzvards; pavarde; nom usuel;
        segundo apellido; surnames; family names; lname; 姓 漢字; фамилии; primer apellido
        apellido; apellido paterno; name last; お名前 姓; 氏名 姓; ご氏名 姓
        """,
    "full_name": """
        full name; display name; vollständiger name; anzeigename; vollname; nom complet; nom
        affiche; nom a afficher; nombre completo; nombre para mostrar; nome completo; nome
        visualizzato; nome de exibicao; nome para exibicao; volledige naam; weergavenaam; pelne
        imie; pelna nazwa; wyswietlana nazwa; fulde navn; vis navn; visningsnavn; fullständigt namn;
        visningsnamn; fullt navn; koko nimi; nayttonimi; cele jmeno; zobrazovane jmeno; teljes nev;
        nume complet; puno ime; tam ad; tam isim; görünen ad; nama lengkap; полное имя; повне ім'я;
        отображаемое имя; πλήρες όνομα; 表示名; 显示名称; 顯示名稱; 표시명; 표시 이름; 전체 이름; الاسم الكامل; שם מלא; שם
        תצוגה; ho va ten; first and last name; first last name; first last; nombre a mostrar; nome
        da mostrare; name to display; contact person name; görünen adı; görüntülenen ad; formatted
        name; formatierter name; nom formate; nombre formateado; mostrar como; nome a mostrar;
        megjelenítendő név; megjelenített név; показувати як; показывать как; εμφανιζόμενο όνομα;
        εμφάνιση ως; nume afisat; zobrazovane meno; zobrazene meno; kuvattava nimi
        """,
    "prefix": """
        name prefix; namenspräfix; prefixe; prefijo; prefisso nome; prefixo; naamvoorvoegsel;
        prefiks; prefix; titelpräfix; ön ek; honorific prefix; salutation; tratamento; anrede;
        civilite; 前缀; 前綴; 称呼; 稱呼; 호칭; обращения; prefixo nome; akad grad; akademischer grad;
        academic title; titre academique; titulo academico; titolo accademico; 敬称 前; звернення;
        форма звертання; προσφώνηση; puhuttelumuoto; apelativ; formula de adresare; tiltaleform;
        פניה; תואר כבוד; honorific prefixes; honorifics; vorangestellte ehrentitel; ehrentitel;
        voorvoegsel; saludo; saluto; formule de politesse; aanspreektitel; saudacao
        """,
    "suffix": """
        name suffix; namenssuffix; namenszusatz; suffixe; sufijo; suffisso; sufixo;
        naamachtervoegsel; sufiks; son ek; honorific suffix; suffiks; 后缀; 後綴; 字尾; 접미사; суффикс;
        přípona; přípona jména; utotag; sufix; jälkiliite; efterled; honorific suffixes;
        nachgestellte ehrentitel
        """,
    "nickname": """
        nickname; nick; alias; spitzname; rufname kurz; surnom; pseudo; pseudonyme; apodo;
        sobrenombre; soprannome; apelido; bijnaam; roepnaam; pseudonim; ksywka; przydomek;
        kaldenavn; smeknamn; kallenavn; lempinimi; prezdivka; prezyvka; becenev; porecla; nadimak;
        rumuz; takma ad; nama panggilan; псевдоним; прозвище; псевдонім; ψευδώνυμο; ニックネーム; あだ名; 昵称;
        暱稱; 呢称; 애칭; 별명; الاسم المستعار; כינוי; takma adı; alcunha
        """,
    "email": """
        email; emails; mail; mails; mailadresse; emailadresse; email addr; mail address;
        courriel; adresse electronique; adresse mail; adresse email; messagerie; adresse de
        messagerie; messagerie electronique; mel; correo; correo electronico; direccion de
        correo; direccion de correo electronico; direccion del correo electronico; posta
        elettronica; indirizzo posta elettronica; indirizzo di posta elettronica; indirizzo
        email; correio eletronico; correio electronico; endereco de email; endereco eletronico;
        mailadres; emailadres; adres email; adres poczty elektronicznej; poczta elektroniczna;
        epost; epostadresse; epostadress; mailadress; sahkoposti; sahkopostiosoite; elektronicka
        posta; drotposta; e posta; e posta adresi; surel; электронная почта; эл почта; почта;
        адрес электронной почты; адрес эл почты; эл почты; e mail адрес; электронный адрес;
        електронна пошта; ел пошта; имейл; ηλεκτρονικό ταχυδρομείο; 電子メール; 電子メール アドレス; メール;
        メールアドレス; eメール; 电子邮件; 电子邮件地址; 邮箱; 邮件; 电邮; 電子郵件; 電子郵件地址; 電郵; 信箱; 이메일; 이메일 주소; 메일; 전자 메일;
        메일 주소; البريد الإلكتروني; البريد; بريد إلكتروني; عنوان البريد الإلكتروني; الإيميل;
        ايميل; דואר אלקטרוני; אימייל; דוא ל; מייל; surat elektronik; thu dien tu; vallalati
        email; meilaadress; epasts; el pastas; elektroninen posti; adresa de email; emailova
        adresa; imelo; 邮件地址; 邮箱地址; 电子邮箱; 电子邮箱地址; 電郵地址; 電子信箱; eメールアドレス; mejl; mejladress;
        emailadress; e mail cim; adresses de messagerie; адреса ел пошти; ел пошти; пошти;
        електронної пошти; адреса електронної пошти; διεύθυνση ηλεκτρονικού ταχυδρομείου;
        ηλεκτρονικού ταχυδρομείου; ηλ ταχυδρομείο; ηλ διεύθυνση; posta electronica; adresa de
        posta electronica; adresa e mail; כתובת דואל; כתובת דואר אלקטרוני; כתובת מייל;
        sähköpostin osoite; e posten; epostin
        """,
    "phone": """
        phone; phones; telephone; tel; telefon; telephon; fon; fone; rufnummer; ruf; durchwahl;
        telefonnummer; direct dial; tel nr; landline; festnetz; fixed line; fixe; ligne directe;
        ligne fixe; telephone fixe; telefono; telefono fijo; fijo; fono; telefono fisso; fisso;
        recapito telefonico; telefone; telefone fixo; telefoon; telefoonnummer; vaste telefoon;
        telefonu; numer telefonu; telefon stacjonarny; tlf; telefonnr; puhelin; puhelinnumero;
        telefonszam; phone no; phone nr; telefoane; numar de telefon; broj telefona; telefon
        numarasi; telepon; nomor telepon; no hp; dien thoai; so dien thoai; телефон; номер
        телефона; номер телефону; τηλέφωνο; 電話; 電話番号; 电话; 电话号码; 電話號碼; 전화; 전화번호; 연락처; الهاتف;
        هاتف; رقم الهاتف; טלפון; מספר טלפון; tel no; ddi; direct line; direct phone;
        phonenumber; telefonas; talrunis; telefoninumber; direct; direkt; direktwahl; ligne; 直通;
        直通電話; 固定電話; 直线; 직통; 직통전화; puhelinnro; tel direct; telefono directo; telefone direto;
        direktnummer; doorkiesnummer; vast nummer; vast telefoonnummer; fast telefon; telefonni
        cislo; telefonne cislo; cislo telefonu; numero de contacto; numero de contato;
        contactnummer; contact phone; телефоны; телефона; 座机; 固话; 电话号; 聯絡電話; 電話番号1; telefonski;
        電話機; telefonnumre; telefoner; telefonnro; puhelimen numero; τηλέφωνα; τηλεφώνου;
        телефону; מס טלפון; telefonos; numar telefon; nr telefon; telefonnummer fast; tlf nr
        """,
    "mobile": """
        mobile; mobil; mobiles; cell; cellular; cellphone; handy; handynummer; mobilnummer;
        mobilfunk; mobiltelefon; mobile tel; portable; telephone portable; tel portable; gsm; movil;
        telefono movil; celular; telefono celular; cellulare; telefono cellulare; telemovel;
        telefone celular; mobiel; mobiele telefoon; mobiel nummer; mobieltje; komorka; komorkowy;
        komorkowego; telefon komorkowy; numer komorkowy; numer telefonu komorkowego; komorkowe;
        mobilni; mobilny; mobilni telefon; mobilen; matkapuhelin; matkapuhelinnumero; kännykkä;
        mobilszam; mobiltelefonszam; cep telefonu; cep tel; cep no; переносной; мобильного; mobilni
        broj; gsm no; ponsel; handphone; di dong; мобильный; мобильный телефон; моб телефон;
        сотовый; мобільний; мобільний телефон; κινητό; κινητό τηλέφωνο; 携帯; 携帯電話; 携帯番号; 携帯電話番号; 手机;
        手机号; 手机号码; 移动电话; 移动电话号码; 手機; 手機號碼; 行動電話; 휴대폰; 휴대전화; 핸드폰; 휴대폰번호; الجوال; جوال; الهاتف الجوال;
        الهاتف المحمول; موبايل; נייד; טלפון נייד; numero mobile; mobile number; mobilusis; 手机号码1;
        мобильного телефона; номер мобильного; 手提電話; 流動電話; 휴대전화번호; 이동전화; mobila; mobilen nr;
        mobitel; celulares; movil personal; mobil tel; mobil nr; мобільного; κινητού; nr mobil;
        telefon mobil; קו נייד; סלולרי; טלפון סלולרי; matkapuhelimen; mobiltlf; text reminder
        number; sms number; numero sms; αριθμός κινητού; αριθμος κινητου; număr de mobil; numar
        mobil; číslo mobilu; cislo mobilu; mobilszám
        """,
    "fax": """
        fax; telefax; facsimile; faxnummer; faxnr; telecopie; telecopieur; telefaks; faks; faksu;
        faksnummer; faksi; faxszam; faxova; факс; факса; φαξ; ファックス; ファクス; ファクシミリ; 传真; 传真号码; 傳真;
        傳真號碼; 팩스; 팩스번호; الفاكس; فاكس; פקס; faks numarasi; 传真号; fax no; telefaxnummer; телефакс;
        ファックス番号; факсу; φαξ εργασίας fax; מספר פקס; faxen; faksin; číslo faxu; cislo faxu; αριθμός
        φαξ; αριθμος φαξ; număr de fax; numar fax; numer faksu; numero de fax; numero di fax;
        faxszám
        """,
    "company": """
        company; companies; organization; organisation; organizations; org; employer; firm;
        corporation; firma; firmen; firmenname; unternehmen; unternehmensname; betrieb; arbeitgeber;
        gesellschaft; societe; entreprise; employeur; organisme; empresa; compania; organizacion;
        sociedad; azienda; societa; ditta; impresa; organizzazione; datore di lavoro; companhia;
        organizacao; empregador; bedrijf; bedrijfsnaam; organisatie; werkgever; onderneming;
        przedsiebiorstwo; organizacja; pracodawca; spolka; virksomhed; virksomhedsnavn; firmanavn;
        firmanamn; selskab; företag; företagsnamn; bolag; foretak; bedrift; selskap; yritys;
        organisaatio; yrityksen nimi; spolecnost; organizace; spolocnost; organizacia; ceg; cegnev;
        vallalat; szervezet; companie; organizatie; tvrtka; poduzece; sirket; sirket adi; kurum;
        kurulus; perusahaan; cong ty; компания; организация; фирма; предприятие; место работы;
        компанія; організація; εταιρεία; εταιρία; επιχείρηση; οργανισμός; 会社名; 企業; 企業名; 法人名; 貴社名;
        組織; 会社; 公司; 公司名称; 公司名稱; 单位; 组织; 机构; 企业; 회사; 회사명; 기관; 조직; 업체명; الشركة; شركة; المؤسسة; اسم
        الشركة; חברה; שם החברה; ארגון; ettevote; uznemums; imone; companyname; компании;
        организации; компанії; nazwa firmy; naam bedrijf; nome da empresa; nombre de la empresa; nom
        de l entreprise; nombre de empresa; nome azienda; 公司全称; 单位名称; 所属公司; firmy; firmie; firme;
        firmom; spolecnosti; spolocnosti; yrityksen; företagets; firmaets; virksomhedens; vallalat
        neve; ceg neve; sirketi; kurulusu; 公司名; 企业名称; 機構; 组织名称; 勤務先名; 所属企業; 회사 이름; 소속; 소속기관;
        organisasjon; organisasjonen; nom du compte; nombre de cuenta; nombre de la cuenta; nome
        conta; nome da conta; nome account; naam account; accountnaam; kontoname firma; empresa
        relacionada; azienda collegata; societe associee; entreprise associee; zugeordnetes
        unternehmen; empresa relacionada principal; primary company name; firma account; company
        account; compania cuenta; account company; entreprise compte; societe compte; firmanavnet;
        namn på företag
        """,
    "job_title": """
        job title; job titel; position; positions; role; job role; job function; function;
        arbeitstitel; berufsbezeichnung; funktion; stelle; stellung; stellenbezeichnung;
        positionsbezeichnung; fonction; poste; intitule de poste; intitule du poste; titre du poste;
        puesto; cargo; puesto de trabajo; posizione; ruolo; posizione lavorativa; funzione; titolo
        di lavoro; funcao; posicao; titulo do cargo; functie; functietitel; rol; stanowisko;
        funkcja; stilling; stillingsbetegnelse; titulatur; befattning; tjänst; jobbtitel;
        yrkestitel; ammattinimike; tehtavanimike; tyonimike; asema; pozice; pracovni pozice;
        pracovna pozicia; funkce; beosztas; munkakör; functia; pozitie; post; radno mjesto; unvan;
        unvani; is unvani; gorev; pozisyon; jabatan; chuc vu; chuc danh; должность; посада; θέση;
        τίτλος θέσης; 役職; 役職名; 職位; 职位; 职务; 職務; 職稱; 职称; 직위; 직책; 직함; 직급; المسمى الوظيفي; الوظيفة;
        المنصب; תפקיד; job position; amet; pareigos; amats; designation; функція; current job;
        current position; current title; titre professionnel; tytul zawodowy; titulo profesional;
        qualifica professionale; profissao cargo; 职级; 职衔; 職銜; 役職名称; stillingstittel;
        yrkesbeteckning; tittel stilling; pozíció; post title; tehtävä; posizione aziendale; θέσης;
        посади; munkahelyi beosztás; משרה; תואר תפקיד; asema yrityksessa; tätigkeitsbezeichnung;
        poste occupe; poste actuel; berufstitel; rollenbezeichnung; job name
        """,
    "department": """
        department; departments; dept; abteilung; bereich; business unit; service; departement
        entreprise; departamento; reparto; ufficio reparto; dipartimento; afdeling; dzial;
        departament; avdelning; avdeling; osasto; oddeleni; oddelenie; osztaly; odjel; bolum;
        departman; birim; departemen; bo phan; phong ban; отдел; подразделение; відділ; τμήμα; 部署;
        部署名; 部門; 部门; 부서; 부서명; القسم; قسم; الإدارة; מחלקה; subdivision company; 科室; 所属部署; 所属部門; 部署 課;
        oddział; osztaly nev; odbor; 사업부; τμήματος; відділу; departamentul; osastolla; részleg;
        מחלקת; org unit
        """,
    "seniority": """
        seniority; seniority level; job level; hierarchieebene; senioritaet; career level
        """,
    "street": """
        street; streets; street address; street name; address line; strasse; str; strasse
        hausnummer; strasse hausnr; strasse nr; strasse und hausnummer; strasse u hausnummer;
        strasse und nr; rue; rue et numero; voie; numero et rue; calle; via; indirizzo via;
        indirizzo e numero civico; rua; logradouro; morada; straat; straatnaam; straat en
        huisnummer; straat en nummer; ulica; ulica i numer; ulica nr; gade; vej; vejnavn; gade
        vej; gata; gatuadress; gateadresse; vei; katu; katuosoite; ulice; utca; strada; cadde;
        sokak; cadde sokak; jalan; улица; вулиця; οδός; 番地; 町名番地; 街道; 街道地址; 도로명; شارع; الشارع;
        רחוב; calle y numero; endereco linha; tanav; iela; gatve; street and number; street no;
        house street; addr line; address line 1 street; street address line; hazszam; utca
        hazszam; dirección línea; ligne d adresse; indirizzo riga; adreszeile; adresszeile;
        house number street; 通讯地址; 联系地址; 番地 建物; 번지; 도로명 주소; 상세 주소; gate; gateadr; улицы; вулиці;
        ulice a cislo; ulica i numer domu; straat huisnummer; via e numero; rue et no; cadde no;
        katu ja numero; endereco completo rua; calle numero; 詳細地址; 详细地址; adresregel; adressrad;
        adresserad; adresselinje; adreslinje; línea de dirección; osoiterivi; řádek adresy;
        οδού; οδος αριθμος; strada si numar; רחוב ומספר; gatenavn; veinavn; lähiosoite;
        besøksadresse street
        """,
    "street_2": """
        adresszusatz; adresse zusatz; anschriftenzusatz; zusatz adresse; complément d adresse;
        complément adresse; complemento; complemento de dirección; complemento indirizzo;
        complemento do endereço; address supplement; address suffix; adrestoevoeging; toevoeging
        adres; dodatek adresowy; suite; apartment; apt suite; apartment suite; building name;
        建物; 建物名; ビル名; マンション名; 建物名 部屋番号
        """,
    "email_3": "tertiary email; third email; dritte email",
    "city": """
        city; town; locality; suburb; stadt; ort; wohnort; gemeinde; ortschaft; ville; commune;
        localite; ciudad; localidad; poblacion; municipio; citta; comune; localita; cidade;
        localidade; stad; plaats; woonplaats; gemeente; miasto; miejscowosc; by; ortnamn;
        postort; stad ort; poststed; sted; kaupunki; postitoimipaikka; paikkakunta; mesto; obec;
        varos; telepules; oras; localitate; grad; mjesto; sehir; ilce; semt; kota; thanh pho;
        город; населенный пункт; місто; πόλη; 市; 市町村; 市区町村; 都市; 城市; 縣市; 城镇; 도시; 시; 구 군; 시군구;
        المدينة; مدينة; עיר; city town; town city; linn; pilseta; miestas; village; city
        locality; miasto miejscowosc; by sted; ville localite; 市区; 所在城市; town village; 市县; 县市;
        城市 市; 市町; 구 군 시; 시 구 군; города; ville commune; miejscowość poczta; bynavn; by
        postdistrikt; stad plaats; plaatsnaam; city suburb; ciudad localidad; sehri; mesta;
        mesto obec; πόλης; місті; населений пункт; helység; orasul; יישוב; poststed by;
        postikaupunki; kommune by; település város
        """,
    "state": """
        state; province; region; prov; county; state code; province code; regiao; bolge; regio;
        område; الإقليم; إقليم; state or province; bundesland; kanton; bundesstaat; landkreis;
        departement; dep; etat; etat province; provincia; comunidad autonoma; estado; estado
        civilprovincia; provincia o estado; regione; distrito; uf; provincie; wojewodztwo;
        powiat; wojewodztwo region; delstat; stat; amt; län; landskap; fylke; lääni; maakunta;
        osavaltio; okres; megye; judet; zupanija; il; eyalet; provinsi; tinh; область; регион;
        край; штат; νομός; περιφέρεια; 都道府県; 県; 省; 省份; 省市; 州; 省 自治区 直辖市; 自治区; 直辖市; 市鎮; 地域; 시도;
        주; 도; الولاية; ولاية; المحافظة; المنطقة; מדינה מחוז; מחוז; maakond; region code; stato
        provincia; regione provincia; 省市自治区; 省 市 县; 地区; 地區; области; края; provinsi kabupaten;
        departement region; dep region; estado provincia; provincia estado; estado region; stato
        regione; oblast; край область; область край; 시 도 구; 주 도; 行政区; prefecture; county state;
        fylkeskommune; kommune fylke; il ilce; περιοχή; регіон; краю; megye régió; judet sector;
        alue; läänin; fylke område; provins
        """,
    "postal_code": """
        zip; zip code; postal code; postcode; plz; postleitzahl; code postal; cp; npa; codigo
        postal; cod postal; cap; codice postale; codice avviamento postale; cep; kod pocztowy;
        postnr; postnummer; postinumero; psc; postove smerovaci cislo; iranyitoszam; irsz; postanski
        broj; posta kodu; posta kod; kode pos; ma buu dien; ma buu chinh; индекс; почтовый индекс;
        поштовий індекс; ταχυδρομικός κώδικας; τ κ; тк; 郵便番号; 邮编; 邮政编码; 郵遞區號; 우편번호; الرمز البريدي;
        رمز بريدي; מיקוד; sihtnumber; pasta indekss; pasto kodas; eircode; pin code; zip postal
        code; postal; 邮编号码; почтовый код; почтового индекса; индекса; postcodes; zip postcode;
        postcode zip; poštovní; kod pocztowy poczta; postal zip code; zip plz; codigo postal cp;
        alan kodu posta; irányítószáma; ταχ κώδικας; ταχ κωδ; ταχυδρομικός; поштовий код; поштового
        індексу; індекс; ירושלים מיקוד; postal kode; postnro; postinro; c postal; c p
        """,
    "country": """
        country; countries; nation; country name; country code iso; country code; land; staat;
        länder; pays; pais; paese; nazione; stato; kraj; panstwo; maa; zeme; krajina; stat zeme;
        orszag; tara; drzava; zemlja; ulke; negara; quoc gia; страна; країна; χώρα; 国; 国家; 国名; 國家;
        국가; 나라; البلد; بلد; الدولة; ארץ; riik; valsts; salis; land code; ländercode; kraj panstwo;
        land område; 所在国家; 国家地区; 国 地域; 국가 지역; 國家 地區; страны; країни; krajiny; zeme oblast; stat
        oblast; maa alue; land region; pais region; pays region; ülkesi; land stat; landet; orszag
        regio; tara regiune; χώρας; країна регіон; maa tai alue; maa tai maakunta; ország vagy
        régió; tara sau regiune; kraj region; stat region; 国または地域; ארץ אזור; מדינה; land eller
        region; land eller område
        """,
    "ADDRESS": """
        address; addresses; addr; adresse; adressen; anschrift; postanschrift; direccion; domicilio
        direccion; indirizzo; endereco; adres; adress; osoite; adresa; cim; adresi; alamat; dia chi;
        адрес; адреса; διεύθυνση; 住所; アドレス; 地址; 住址; 주소; العنوان; عنوان; כתובת; aadress; adrese;
        adresas; postadress; postadresse; postiosoite; postcim; διεύθυνσης; адресу; כתובת מגורים;
        osoitetiedot; levelezési cím; adresse postale; direccion postal; indirizzo postale; endereco
        postal; postal address; mailing address; postalische adresse; adresa postala; postalny
        adres; adres pocztowy; adr
        """,
    "website": """
        website; web; pagina; 페이지; page web; strona sieci web; webside; страница; веб страницы;
        websites; web page; homepage; webseite; webadresse; internetseite; internetadresse;
        internetauftritt; site web; site internet; pagina web; sitio web; sito web; sito
        internet; sito; website url; pagina da web; site; pagina na internet; webpagina;
        webstek; strona www; strona internetowa; witryna; hjemmeside; webbplats; webbsida;
        hemsida; nettside; nettsted; kotisivu; verkkosivu; verkkosivusto; www sivu; webova
        stranka; webove stranky; webstranka; weboldal; honlap; pagina de internet; web stranica;
        web sayfasi; web sitesi; internet sitesi; situs web; trang web; сайт; веб сайт; веб
        страница; ιστοσελίδα; ιστότοπος; web ページ; ウェブサイト; ホームページ; ウェブページ; 网址; 网站; 网页; 主页; 網址;
        網站; 網頁; 웹사이트; 웹 페이지; 홈페이지; صفحة ويب; موقع الويب; الموقع الإلكتروني; אתר; אתר אינטרנט;
        pagina web url; strona web; www adresse; webové; internetove stranky; strony www;
        webhely; websajt; webpagina adres; 網站地址; 网站地址; ホームページアドレス; hp url; web 頁; 網頁 地址;
        internet adresi; sitio de internet; weblap; web sivu; веб сторінка; веб сторінки; webb;
        webben; webbadress; webside adresse; nettsted adresse; διαδίκτυο; δικτυακός τόπος; דף
        אינטרנט; דף אינטרנט אישי; אתר בית; www sivut; kotisivut; 网页地址
        """,
    "URL": "url; link; uri; domain; web address; domain name",
    "company_phone": """
        switchboard; telefonzentrale; vermittlung; centralita; centralino; centrala; zentrale;
        standard telephonique; 総機; 总机; 總機; 代表番号; 代表電話; 대표전화; växel; sentralbord; omstilling;
        vaihde; kozpont; центральний телефон
        """,
    "LINKEDIN": """
        linkedin; li profile; linkedin profile; linkedin profil; linkedin account; li url;
        linkedin perfil; perfil linkedin; profil linkedin; profilo linkedin
        """,
    "PROFILE": "profile; profil; perfil; profilo; account url",
    "notes": """
        note; notes; comment; comments; remark; remarks; description; notiz; notizen; bemerkung;
        bemerkungen; kommentar; kommentare; anmerkung; anmerkungen; hinweis; beschreibung; remarque;
        remarques; commentaire; commentaires; nota; notas; observacion; observaciones; comentario;
        comentarios; descripcion; osservazioni; osservazione; commento; commenti; annotazioni;
        descrizione; observacao; observacoes; anotacoes; anotacao; descricao; notitie; notities;
        opmerking; opmerkingen; omschrijving; notatka; notatki; uwagi; uwaga; komentarz; komentarze;
        opis; notat; notater; noter; 注記; 別記; bemærkning; bemærkninger; anteckning; anteckningar;
        kommentarer; merknad; merknader; muistiinpanot; huomautukset; kommentit; poznamka; poznamky;
        megjegyzes; megjegyzesek; jegyzet; jegyzetek; observatii; comentarii; napomena; napomene;
        biljeske; not; notlar; aciklama; aciklamalar; catatan; ghi chu; заметки; заметка;
        примечание; примечания; комментарий; описание; нотатки; примітка; коментар; примітки;
        σημειώσεις; σχόλια; παρατηρήσεις; メモ; 備考; コメント; 备注; 注释; 備註; 註解; 附註; 메모; 비고; 노트; ملاحظات;
        ملاحظة; הערות; summary; zusammenfassung; details; 문의; 質問; uwagi dodatkowe;
        besprechungsnotiz; gespraechsnotiz; notiz zum lead; 附注; 附记; примечания к контакту; anmerkung
        zum kontakt; observações gerais; 特記事項; 특이사항; opombe; piezimes; märkused; pastabos; нотатка;
        σημείωση; mentiuni; observatie; הערה; tilleggsinformasjon; lisätiedot; megjegyzes jegyzet;
        aantekening; aantekeningen; message; your message; nachricht; ihre nachricht; message text;
        mensaje; mensagem; messaggio; meeting notes; gesprächsnotizen; comment or message; what can
        we help you with; how can we help you; how can we help; how may we help you; wie können wir
        ihnen helfen; womit können wir ihnen helfen; comment pouvons nous vous aider; en que podemos
        ayudarle; fragen und kommentare
        """,
    "birthday": """
        birthday; birth date; date of birth; dob; geburtstag; geburtsdatum; geb datum; date de
        naissance; anniversaire; naissance; fecha de nacimiento; cumpleanos; nacimiento; data di
        nascita; compleanno; nascita; data de nascimento; aniversario; nascimento; geboortedatum;
        verjaardag; data urodzenia; urodziny; fødselsdato; fødselsdag; födelsedag; födelsedatum;
        syntymapaiva; syntymaaika; datum narozeni; narozeniny; datum narodenia; narodeniny;
        szuletesnap; szuletesi datum; data nasterii; zi de nastere; rodjendan; datum rodenja; dogum
        gunu; dogum tarihi; tanggal lahir; ngay sinh; дата рождения; день рождения; дата народження;
        день народження; ημερομηνία γέννησης; γενέθλια; 誕生日; 生年月日; 生日; 出生日期; 생일; 생년월일; تاريخ
        الميلاد; عيد الميلاد; תאריך לידה; יום הולדת; дня народження; ημερομηνία γεννήσεως; zi
        nastere; ziua de naștere; syntymäaika; fødselsdagen; születési idő; bday
        """,
    "tags": """
        tag; tags; label; labels; category; categories; schlagwort; schlagworte; kategorie;
        kategorien; etiquette; etiquettes; categorie; etiqueta; etiquetas; categoria; categorias;
        etichetta; etichette; etykieta; etykiety; categorieen; kategoria; kategorier; merke;
        tunnisteet; kategoriat; luokat; stitky; stitek; cimke; cimkek; etichete; categorii; oznake;
        kategorija; etiketler; kategoriler; теги; тег; метки; метка; категория; категории;
        категорії; ετικέτες; κατηγορία; タグ; ラベル; カテゴリ; カテゴリー; 标签; 標籤; 类别; 類別; 태그; 라벨; 범주; 카테고리;
        الفئة; الفئات; علامات; תגיות; קטגוריה; tag list; taglist; balise; balises; gruppen; groepen;
        group membership; groups; groupes; grupos; gruppi; grupper; grupy; skupiny; csoportok;
        группы; 分组
        """,
    "industry": """
        industry; industries; sector; line of business; branche; industrie; wirtschaftszweig;
        industriezweig; secteur; secteur d activite; industria; sector de actividad; rubro; giro;
        settore; settore industriale; setor; ramo de atividade; ramo; bedrijfstak; branza; sektor;
        bransch; bransje; toimiala; odvetvi; obor; odvetvie; iparag; agazat; djelatnost; sektör;
        industri; nganh; отрасль; сфера деятельности; галузь; κλάδος; 業種; 業界; 行业; 產業; 行業; 업종; 산업;
        القطاع; الصناعة; תעשייה; tegevusala; setor de atividade; settore di attivita; obszar
        dzialalnosci; domeniu de activitate; domeniu; 所属行业; 行业类别; verksamhetsområde; actividad;
        actividad principal; attivita; aktivitet bransch; activite principale; tätigkeitsfeld
        """,
    "employees": """
        employees; employee; number of employees; num employees; employee count; employee size;
        employee range; company size; staff count; staff size; staff; headcount; no of employees;
        size of company; mitarbeiter; mitarbeiterzahl; mitarbeiteranzahl; anzahl mitarbeiter; anzahl
        der mitarbeiter; beschäftigte; beschäftigtenzahl; unternehmensgrösse; firmengrösse;
        effectif; effectifs; nombre d employes; nombre de salaries; salaries; taille de l
        entreprise; taille entreprise; empleados; numero de empleados; tamano de la empresa;
        plantilla; dipendenti; numero dipendenti; numero di dipendenti; dimensione azienda; addetti;
        funcionarios; numero de funcionarios; colaboradores; tamanho da empresa; medewerkers; aantal
        medewerkers; werknemers; aantal werknemers; bedrijfsgrootte; pracownicy; liczba pracownikow;
        wielkosc firmy; zatrudnienie; ansatte; antal ansatte; antall ansatte; medarbejdere; antal
        medarbejdere; anställda; antal anställda; henkilosto; henkiloston maara; tyontekijat;
        zamestnanci; pocet zamestnancu; pocet zamestnancov; letszam; alkalmazottak szama; angajati;
        numar de angajati; broj zaposlenih; zaposleni; calisan sayisi; calisanlar; jumlah karyawan;
        сотрудники; количество сотрудников; число сотрудников; численность; кількість
        співробітників; εργαζόμενοι; αριθμός εργαζομένων; 従業員数; 社員数; 员工数; 员工人数; 公司规模; 員工人數; 직원 수;
        종업원수; عدد الموظفين; מספר עובדים; anzahl der beschäftigten; trabajadores; numero
        trabajadores; numero de trabajadores; numero de colaboradores; numero colaboradores; anzahl
        ma; anz ma; anz mitarbeiter; nb employes; nb employees; nb salaries; nr angajati; nombre d
        salaries; anzahl beschäftigte; stan zatrudnienia
        """,
    "revenue": """
        revenue; revenues; annual revenue; annual sales; sales volume; turnover; revenue range;
        umsatz; jahresumsatz; ca; chiffre d affaires; chiffre d affaire; ingresos anuales; ingresos;
        ventas anuales; fatturato; fatturato annuo; ricavi; faturamento; receita; receita anual;
        volume de negocios; omzet; jaaromzet; obrot; obroty; przychody; przychod roczny; roczny
        przychod; omsætning; omsättning; omsetning; liikevaihto; obrat; rocni obrat; arbevetel; eves
        arbevetel; cifra de afaceri; prihod; godisnji prihod; ciro; yillik gelir; yillik ciro;
        gelir; pendapatan; выручка; годовой доход; оборот; годовой оборот; дохід; έσοδα; κύκλος
        εργασιών; 売上; 売上高; 年商; 年收入; 营业额; 年营业额; 年營業額; 매출; 매출액; 연매출; الإيرادات; הכנסה שנתית; מחזור;
        revenu annuel; revenus; ca annuel; facturacion anual; facturacao anual; ventes annuelles;
        vendite annuali; yearly revenue; yearly turnover; årsomsättning; årsomsætning
        """,
    "lead_source": """
        lead source; source of lead; original lead source; leadquelle; herkunft; kontaktquelle;
        source du lead; source du prospect; origine; provenance; fuente; fuente del lead; origen;
        origen del lead; fuente de prospecto; fonte; fonte lead; origine lead; provenienza; origem;
        origem do lead; fonte do lead; leadbron; bron; zrodlo; zrodlo leada; pochodzenie; leadkilde;
        kilde; leadkälla; källa; liidin lähde; lähde; zdroj; zdroj leadu; forras; sursa; sursa lead;
        izvor; kaynak; lead kaynagi; potansiyel musteri kaynagi; sumber; nguon; источник; источник
        лида; джерело; πηγή; リードソース; 流入元; 来源; 來源; 线索来源; 潛在客戶來源; 출처; 유입경로; مصدر العميل; المصدر; מקור;
        מקור הליד; how did you hear about; wie haben sie von uns gehört; custom source; heard about
        us; source name; quellenname; registration source; ursprüngliche quelle; source d origine;
        original source; origine de la piste; origine piste; origen del candidato; fuente de posible
        cliente; fuente del posible cliente; datenquelle; herkomst; quelle des leads; lead quelle;
        origine du prospect; origen del prospecto; partner ref; comment avez vous connu; comment
        avez vous connu l evenement; origen del contacto; origine du contact; origine contatto;
        fonte contatto; source du contact; signup source; traffic source; referral source;
        adressherkunft; herkunft des kontakts; herkunft der adresse; wie sind sie auf uns aufmerksam
        geworden; źródło kontaktu; źródło pozyskania; kontaktkälla; kontaktkilde; origem do contato;
        origem do contacto; zdroj kontaktu; bron contact
        """,
    "lead_status": """
        lead status; contact status; status des leads; interessentenstatus; statut du lead; statut
        du prospect; estado del lead; estado del prospecto; stato del lead; stato lead; status do
        lead; status leada; status leadu; lead durumu; статус лида; статус ліда; リードステータス; リード状況;
        线索状态; 潛在客戶狀態; 리드 상태; حالة العميل; status label; prospect status; lead state; leadstatus
        label; estado de candidato; estado del candidato; stato trattativa; statut de la piste;
        estado do lead; stato del contatto; estado del posible cliente; lead stage
        """,
    "lifecycle_stage": """
        lifecycle stage; lifecycle phase; lebenszyklusphase; phase du cycle de vie; etapa del ciclo
        de vida; fase del ciclo di vita; fase do ciclo de vida; estagio do ciclo de vida;
        levenscyclusfase; etap cyklu zycia; ライフサイクルステージ; 生命周期阶段; livscyklusfase; livscykelfas; yasam
        dongusu asamasi; стадия жизненного цикла; vertriebsphase; verkaufsphase; sales stage; phase
        de vente; etapa de venta; fase di vendita; lead lifecycle stage
        """,
    "owner": """
        owner name; record owner; lead owner; contact owner; account owner; company owner; deal
        owner; owner full name; kontaktinhaber; kontaktbesitzer; proprietaire du contact;
        propietario del contacto; proprietario del contatto; proprietario do contato; eigenaar
        contact; wlasciciel kontaktu; responsable commercial; commercial; vendeur; vendedor;
        venditore; verkoper; handlowiec; säljare; saelger; selger; myyja; obchodnik; sales rep;
        sales agent; owner; owned by; besitzer; betreuer; zuständig; zuständiger; verantwortlicher;
        propriétaire; propietario; proprietario; eigenaar; właściciel; opiekun; opiekun handlowy;
        ägare; ejer; omistaja; ansvarig; ansvarig säljare; ansvarlig; vastuuhenkilo; ответственный;
        відповідальний; 担当営業; 所有者; 名刺所有者; 担当者名; vertriebsmitarbeiter; kundenbetreuer;
        aussendienstmitarbeiter; commercial en charge; comercial asignado; comercial asignada;
        agente comercial; assigned sales rep; assigned owner; assigned user name; handelsvertreter;
        account manager; lead inhaber; kontakt inhaber; account inhaber; inhaber des leads;
        proprietaire du compte; propietario del candidato; propietario de contacto; propietario del
        posible cliente; propietario de cuenta; zuständiger mitarbeiter; responsible person;
        responsible; person responsible; addetto vendite; comercial responsavel; responsavel
        comercial; responsabile commerciale; responsable comercial; kundansvarig; kundeansvarlig;
        säljansvarig; salgsansvarlig; contactpersoon intern; accountbeheerder; opiekun klienta;
        obsługujący; vertriebsbeauftragter; kundenverantwortlicher; gestor comercial
        """,
    "created_at": """
        created at; created on; created date; create date; creation date; creation time; date
        created; created; date added; added on; date of creation; record created; registration date;
        date registered; registered at; registered on; registration time; submitted at; submitted
        on; submission date; submission time; submit date; signup date; order date; entry date;
        enquiry date; lead date; date of entry; erstellt am; erstellt; erstelldatum;
        erstellungsdatum; angelegt am; anlagedatum; anmeldedatum; anmeldung am; eingangsdatum;
        eingang am; registrierungsdatum; erfasst am; hinzugefuegt am; date de creation; date
        creation; cree le; date d inscription; date inscription; date d ajout; date d
        enregistrement; fecha de creacion; fecha creacion; fecha de registro; fecha de alta; creado
        el; fecha de inscripcion; data di creazione; data creazione; data di registrazione; data
        iscrizione; data inserimento; creato il; data de criacao; data criacao; criado em; data de
        cadastro; data de registo; data de registro; data de inscricao; aanmaakdatum; aangemaakt op;
        datum aangemaakt; inschrijfdatum; registratiedatum; data utworzenia; utworzono; data
        dodania; data rejestracji; data zgloszenia; oprettet; oprettelsesdato; oprettet den; skapad;
        skapandedatum; skapad den; registreringsdatum; registreringsdato; opprettet;
        opprettelsesdato; luotu; luontipaiva; datum vytvoreni; vytvoreno; datum vytvorenia;
        letrehozas datuma; letrehozva; data crearii; data inregistrarii; datum kreiranja; kreirano;
        olusturma tarihi; olusturulma tarihi; kayit tarihi; tanggal dibuat; ngay tao; дата создания;
        дата добавления; дата регистрации; создано; дата створення; ημερομηνία δημιουργίας; 作成日時;
        作成日; 登録日時; 登録日; 创建日期; 创建时间; 建立日期; 注册时间; 생성일; 등록일시; 가입일; تاريخ الإنشاء; תאריך יצירה; תאריך
        הרשמה; scanned on; scanned at; scanned; captured on; captured at; skannad; skannet;
        skenovano; escaneado; escaneado el; scannerizzato il; gescannt am; scanné le; marcaj de
        timp; tid stempel; tidsstempel; tidsstämpel; zeitstempel; timestamp; aikaleima; időbélyeg;
        zaman damgası; sygnatura czasowa; marca temporal; horodatage; časová značka; mốc thời gian;
        create at
        """,
    "consent": """
        marketing consent; gdpr consent; consent; email opt in; marketing opt in; newsletter opt
        in; opt in; opt in status; communication consent; marketing permission; einwilligung;
        werbeeinwilligung; datenschutz einwilligung; dsgvo einwilligung; einverständnis;
        consentement; consentement rgpd; consentement marketing; consentimiento; consentimiento
        rgpd; acepta recibir publicidad; consenso marketing; consenso privacy; consenso;
        consentimento; aceita receber; toestemming; toestemming marketing; nieuwsbrief
        toestemming; zgoda marketingowa; zgoda rodo; samtykke; markedsføringssamtykke; samtycke;
        markkinointilupa; souhlas; hozzajarulas; consimtamant; privola; onay; согласие; согласие
        на рассылку; згода; συγκατάθεση; 同意; موافقة; הסכמה; agree to marketing; 수신 동의; 마케팅 동의;
        마케팅 수신 동의; aceite; acconsento; werbeerlaubnis; reklamsamtycke
        """,
    "consent_at": """
        consent at; consented at; consent date; consent timestamp; date of consent; opt in date;
        consent time; consent given at; einwilligungsdatum; einwilligung datum; einwilligung am;
        date du consentement; date consentement; fecha de consentimiento; data consenso; data do
        consentimento; datum toestemming; data zgody; samtykkedato; samtycke datum
        """,
    "consent_source": """
        consent source; opt in source; quelle der einwilligung; einwilligungsquelle; source du
        consentement; origen del consentimiento; fonte del consenso; zrodlo zgody
        """,
    "email_opt_out": """
        email opt out; opted out of email; opt out of email; has opted out of email; unsubscribed
        from email; unsubscribed; email unsubscribed; newsletter abbestellt; desabonne; opted out;
        optedout; email opted out; emailoptedout; abmeldedatum; abgemeldet am; abgemeldet;
        abmeldung; abgemeldet von; von e mail verteiler abgemeldet; vom e mail verteiler abgemeldet;
        von allen e mails abgemeldet; confirmed opt out date; opt out date; opt out; unsubscribe;
        unsubscribe date; unsubscribed at; unsubscribed date; keine e mails; keine e mails zulassen;
        keine e mail; keine mails; keine massen e mails zulassen; desinscrit; desinscrit des e
        mails; desinscription; desabonnement; desabonnement aux e mails; s est desabonne; no recibir
        correos; no recibir correos electronicos; no participar en correo electronico; no enviar
        correo; no enviar correos electronicos; baja; dado de baja; cancelo la suscripcion; no
        participacion en correo electronico; rifiuto e mail; non inviare e mail; disiscritto;
        disiscrizione; cancellato; uitgeschreven; afgemeld; geen e mail; geen e mails; wypisany;
        wypisano; rezygnacja; nie wysylac; nao enviar email; nao enviar e mails; descadastrado;
        cancelou inscricao; avregistrerad; avmeldt; avmeldet; afmeldt; peruutettu; odhlasen;
        odhlaseny; leiratkozott; dezabonat; отписан; отписка; отписался; відписано; abonelikten
        cikti; 配信停止; 退订; 退訂; 수신거부; email optout; has opted out; does not want emails; do not email;
        no emails; refuse e mails; refuse emails; opposition email; ne pas envoyer d e mails; ne
        souhaite pas recevoir d e mails
        """,
    "consent_text": """
        opt in text; consent wording; consent version; opt in wording; einwilligungstext
        """,
    "consent_channels": "opt in channels; consent for; einwilligung kanaele",
    "third_party_consent": "consent to third party use; einwilligung dritte",
    "soft_opt_in": "existing customer notice; bestandskundenwerbung",
    "post_opt_out": "do not mail; postal opt out; keine postwerbung",
    "audience": "b2b b2c; b2b or b2c; kundenart; zielgruppe",
    "budget": "budget available; budget vorhanden",
    "authority": "decision authority; entscheidungsbefugnis; entscheider",
    "need": "bedarf",
    "timeline": "purchase timeframe; kaufzeitpunkt",
    "sales_accepted": "accepted by sales; vom vertrieb angenommen",
    "opportunity_id": "deal id; opportunity id; verkaufschance",
    "disqualified_reason": "disqualification reason; reason lost; ablehnungsgrund",
    "reopened_at": "wiedereroeffnet am",
    "last_activity_at": "last activity at",
    "phone_opt_out": """
        phone opt out; do not call; call opt out; opted out of calls; no call; no calls; keine
        anrufe; keine anrufe zulassen; keine telefonanrufe; keine telefonanrufe zulassen; ne pas
        appeler; no llamar; non chiamare; niet bellen; nie dzwonic; ring inte; ring ikke; opposition
        telephone; nao ligar
        """,
    "score": """
        lead score; lead scoring; contact score; score du lead; puntuacion; puntuacion del lead;
        punteggio; punteggio lead; pontuacao; punktacja; lead punkte; scoring
        """,
    # Meanings that say whose, which or where
    "NAME": """
        name; names; namen; nom; nombre; nombres; nome; naam; nazwa; navn; namn; nimi; nazev;
        nazov; nev; nume; naziv; adi; название; назва; имя контакта; ονοματεπώνυμο; 名称; 名稱; 명칭;
        اسم; الاسم; שם; 名前; お名前; όνομα επώνυμο
        """,
    "TITLE": """
        title; titel; titre; titulo; titolo; tytul; titteli; titul; титул; タイトル; 头衔; 頭銜; לתואר;
        תואר; tittel; titlu; τίτλος; cím titulus; звання
        """,
    "STATUS": "status; statut; situacao; durum; статус; 状态; 狀態; 상태; stav; tila",
    "ID": """
        id; ids; nr; no; number; num; nummer; numero; numer; код; номер; 番号; 编号; 編號; 번호; رقم;
        מספר; kennung; identifiant; identificador; identificativo; key; schluessel; code; hash;
        n; ref; reference; references; referenz; codice; codigo; kod; kode; kood; cislo; sifra;
        szam; szama; identifier; identyfikator; identifikator; идентификатор; ідентифікатор;
        tunnus; azonosito; kimlik; identificacao; identificacion; numarası; numero de; номера;
        no hp nomor; 番号の; 号码; 號碼; 编码; 編碼; 번호의; cislo id; numri; sayısı no; номером
        """,
    "WORK": """
        business; work; office; bus; geschäftlich; geschaeft; geschäfts; dienstlich; dienst; arbeit;
        arbeits; beruflich; büro; professionnel; professionnelle; pro; bureau; travail; trabajo; del
        trabajo; oficina; laboral; profesional; lavoro; ufficio; uff; di lavoro; professionale;
        aziendale; comercial; trabalho; escritorio; profissional; werk; zakelijk; zakelijke;
        kantoor; praca; sluzbowy; sluzbowa; sluzbowe; biuro; firmowy; firmowa; arbejde; arbejds;
        arbejdsplads; kontor; kontoret; arbete; arbetet; arbets; jobb; jobbet; tyo; toimisto; prace;
        pracovni; pracovny; pracovna; kancelar; munkahelyi; munkahely; hivatali; iroda; serviciu;
        birou; posao; posla; poslovni; is; isyeri; ofis; kantor; van phong; рабочий; раб; рабочего;
        рабочая; рабочее; работа; служебный; робочий; робоча; робота; εργασία; εργασίας; γραφείο;
        γραφείου; 勤務; 勤務先; 仕事; 職場; ビジネス; 工作; 办公; 办公室; 單位; 商務; 公務; 直장; 직장; 회사용; 업무; 사무실; العمل;
        للعمل; عمل; المكتب; עבודה; עסקי; משרד; corporate; 商务; 公司用; 勤め先; 근무지; 근무처; 근무; служебная;
        служебное; служ; служебного; рабочему; работы; zaměstnání; zamestnanie; zam; do zaměstnání;
        v praci; w pracy; pracy; służbowego; arbeid; arbeids; på arbeid; työpaikka; työ; munka; loc
        de munca; la serviciu; profissionais; prof; ofisi; isi; 公司的; 事務所; 会社の; オフィス; роб; робоч; на
        роботі; εργ; επαγγ; επαγγελματική; επαγγελματικό; serviciului; de serviciu; munkahelyén;
        hiv; irodai; toimiston; työn; jobben; בעבודה; העבודה; למשרד; arbeidssted; munkahelyem;
        emprego; no emprego
        """,
    "PLACE": """
        mailing; location; hq; headquarters; hauptsitz; siege; siege social; sede; sede legale;
        correspondence; visiting; besuchs; billing; acheteur; buyer; purchaser; käufer;
        besteller; comprador; acquirente; branch; standort; niederlassung; invoice; rechnungs;
        facturation; facturacion; fatturazione; fakturering; factuur
        """,
    "HOME": """
        home; private; personal; residence; residential; house; privat; privater; privates;
        zuhause; heim; wohn; personnel; personnelle; perso; prive; privee; domicile; maison;
        particular; casa; domicilio; del domicilio; hogar; residencia; personale; privato;
        privata; abitazione; ab; di casa; residenza; di residenza; residencial; pessoal; thuis;
        huis; persoonlijk; domowy; domowa; domowe; dom; prywatny; prywatna; prywatne; hjem;
        hjemme; bopæl; hem; hemma; bostad; koti; kotona; yksityinen; domu; domaci; domov;
        bydliste; osobni; osobny; soukromy; sukromny; otthon; otthoni; lakas; maganyjellegu;
        acasa; domiciliu; kuca; kucni; ev; ev icin; kisisel; rumah; pribadi; nha; nha rieng;
        домашний; домашнего; домашняя; домашнее; дом; личный; личная; личное; домашній; дім;
        особистий; σπίτι; σπιτιού; οικία; οικίας; προσωπικό; 自宅; 個人; プライベート; 家庭; 私人; 个人; 住宅; 住家;
        居住; 家; 자택; 집; 개인; المنزل; منزل; للمنزل; شخصي; الشخصي; בית; ביתי; פרטי; אישי; частный;
        частная; приватний; eigen; doma; domovní; w domu; domowego; проживания; жительства;
        домаш; домашн; hus; bolig; privaten; maison domicile; evi; konut; 住宅的; 自宅の;
        家の; 私用; 집 주소; 자택의; particulares; casa particular; hogar particular; вдома; проживання;
        οικιακό; οικιακή; κατοικία; κατοικίας; lakcím; lakhely; lakóhely; locuinta; de
        domiciliu; kodin; kotiin; kotioso; hjemmeadresse adresse; בבית; הבית; heima; hjemsted;
        住宅所在地
        """,
    "OTHER": """
        other; alt; alternate; alternative; secondary; second; additional; 2nd; further; weitere;
        weiterer; weiteres; andere; sonstige; alternativ; zweite; zweiter; sekundäre; zusätzliche;
        sekundär; autre; autres; secondaire; alternatif; otro; otra; otros; adicional; secundario;
        secundaria; alternativo; alternativa; altro; altra; altri; secondario; secondaria; outro;
        outra; outros; overige; tweede; extra; alternatief; secundair; inny; inna; inne; dodatkowy;
        dodatkowa; dodatkowe; alternatywny; drugi; anden; andet; andre; øvrige; annan; annat; övrig;
        annen; muu; toissijainen; jiny; jina; dalsi; iny; ina; masik; egyeb; masodlagos; alta;
        altul; secundar; ostalo; diger; ikincil; lainnya; khac; другой; другая; другое;
        дополнительный; дополнительная; рабочий 2; інший; додатковий; άλλο; άλλη; εναλλακτικό; その他;
        その他の; 別の; 別; 予備; 其他; 其它; 备用; 次要; 備用; 기타; 추가; 보조; أخرى; آخر; إضافي; بديل; אחר; נוסף; non
        primary; not primary; jine; druhý; druhá; öteki; 其他 的; 別な; 다른; вторичный; вторая; altri
        recapiti; autre contact; weit; sonst; zus; annet; andra; інша; інше; інших; alte; μη κύριο;
        muut; muun; אחרת; נוספת; δευτερεύον; δευτερευον; druga; drugie
        """,
    "PRIMARY": """
        primary; main; default; preferred; principal; prim; best; current; haupt; primäre;
        primär; primärer; hauptkontakt; standard; bevorzugte; principale; prinicpal;
        principales; predeterminado; preferido; primaria; primario; predefinito; principali;
        preferenziale; hoofd; primaire; primair; voorkeurs; podstawowy; podstawowa; podstawowe;
        glowny; glowna; primärt; huvud; hoved; ensisijainen; hlavni; hlavny; hlavna; primarni;
        elsodleges; fo; principală; glavni; birincil; ana; asil; utama; chinh; основной;
        основная; главный; основний; κύριο; κύρια; メイン; 代表; 主; 主要; 基本; 首选; 기본; 주요; الأساسي;
        الرئيسي; ראשי; hoofdzakelijk; základní; 首要; первичный; prioritario; wichtigste;
        hauptadresse adresse; primaires; 主な; 主たる; 首選; 常用; hlavné; temel; recommended; suggested;
        основна; основне; головна; κύριος; ensisijaisen; ראשית
        """,
    "PERSON": """
        contact; contacts; lead; leads; person; people; client; clients; customer; customers;
        prospect; prospects; attendee; delegate; guest; participant; registrant; subscriber; member;
        visitor; applicant; respondent; executive; individual; decision maker; recipient; kontakt;
        kontakts; kunde; kunden; teilnehmer; interessent; besucher; ansprechpartner; gast; mitglied;
        personne; inscrit; visiteur; membre; adherent; participante; contacto; cliente; clientes;
        persona; prospecto; asistente; contatto; contatti; partecipante; contato; pessoa; assinante;
        contactpersoon; klant; deelnemer; relatie; persoon; klient; klienta; osoba; uczestnik;
        kontaktperson; deltager; deltagare; asiakas; henkilo; zakaznik; kontaktu; ugyfel;
        contactului; klijent; kisi; musteri; iletisim; pelanggan; khach hang; контакт; контакта;
        клиент; клиента; участник; лид; клієнт; πελάτη; επαφή; 連絡先; 担当者; お客様; 联系人; 客户; 聯絡人; 客戶; 고객;
        참석자; العميل; לקוח; איש קשר; record; badge; badges; crachá; acreditación; accreditation;
        visačka; visačky; identyfikatora; yaka kartı; yaka kartı no; besucherausweis; ausweis;
        kontakty; osoby; kontaktni; návštěvník; zwiedzający; odwiedzający; besökare; besøgende;
        kävijä; ziyaretçi; katılımcı; посетитель; посетителя; участника; 来場者; 参加者; visitante;
        visitatore; bezoeker; gäst; asistentes; contacten; visitors; delegates; attendees;
        registrants; subscribers; members; participants; candidato; piste; posible cliente; posibles
        clientes; invitee; invitees; kontakte; ap; ap1; rechnungsempfänger; geschaeftspartner;
        geschäftspartner
        """,
    # A day, and what happened on it: together the day on which a record came to be
    "DATE": """
        date; dates; datum; data; fecha; dato; dátuma; дата; päivä; paivamaara; tarih; tarihi;
        tanggal; ngay; ημερομηνία; 日; 日時; 日付; 日期; 时间; 時間; 날짜; 일자; 일시; 일; تاريخ; תאריך; date time;
        datum uhrzeit; date heure; fecha hora; fecha y hora; data ora; data e ora; data hora; data i
        godzina; datum en tijd; datum och tid; dato og tid; time; zeitpunkt; uhrzeit; zeit; heure;
        hora; ora; tijd; tijdstip
        """,
    "RECORDED": """
        scan; scans; scanning; scansione; scannerizzazione; escaneo; escaner; lectura; leitura;
        skanowania; skan; skanning; skanering; skenovani; skenu; tarama; skannaus; skannausta;
        numérisation; сканирования; сканування; スキャン; 掃描; 扫描; 스캔; capture; captura; acquisizione;
        erfassung; aufnahme; saisie; registration; registrierung; registrierungs; anmelde;
        anmeldung; inscription; inscripcion; iscrizione; inscricao; registratie; inschrijving;
        rejestracji; registrering; registrace; registracie; регистрации; реєстрації; kayit;
        regisztracio; inregistrarii; inregistrare; rekisterointi; rekisteroitymis; submission;
        submit; submitted; einreichung; eingang; eingangs; envoi; envio; invio; verzending;
        indsendelse; soumission; bestell; commande; bestel; creation; create; erstellung; erstell;
        creacion; creazione; criacao; utworzenia; oprettelse; opprettelse; skapande; vytvoreni;
        vytvorenia; létrehozás; создания; створення; 申込; 登録; 作成; 交換; 名刺交換; 提交; 提交答卷; 创建; 注册; 報名; 등록;
        생성; 신청; 제출; entry; added; ingevuld; ingezonden; utfylt; udfyldt; ifylld; täytetty; kitöltés;
        kitoltve; completare; заповнення; подання; υποβολής; meldung; einsendung; wypełnienia;
        vyplneni; doldurma; fertigstellung; fertigstellungs; completion; joined; subscription;
        beitritt; beitritts; enregistrement; ajout; registriert; registered; registrado; registrato;
        enregistre; beigetreten
        """,
    # Programs that number people
    "TOOL": """
        hubspot; salesforce; sfdc; pipedrive; zoho; dynamics; freshsales; freshworks; copper;
        sugarcrm; odoo; insightly; attio; capsule; pipeliner; bitrix; bitrix24; mailchimp;
        brevo; sendinblue; klaviyo; activecampaign; marketo; pardot; eloqua; cleverreach;
        rapidmail; intercom; zendesk; keap; infusionsoft; customer io; eventbrite; swapcard;
        bizzabo; cvent; brella; grip; whova; hopin; scantrade; luma; apollo; zoominfo; lusha;
        cognism; rocketreach; clearbit; seamless; hunter; shopify
        """,
    "COUNT": """
        number of; no of; num of; count; counts; anzahl; anzahl der; antal; antall; aantal;
        liczba; pocet; 数; 数量
        """,
    # Phrases that turn a header away from us, whatever else it says
    "ASIDE": """
        erstellt von; angelegt von; erfasst von; hinzugefügt von; eingereicht von; creato da;
        inserito da; criado por; registrado por; num emails; num calls; company name for emails;
        nombre de contacts; nombre d appels; nombre d emails; assistant; assistants; assistent;
        assistenten; assistentin; assistente; asistenta; asistentka; asistenti; asystent; asystenta;
        assistents; avustaja; asszisztens; asistan; asistanı; ассистент; помощник; помощника;
        assistante; secretary; sekretariat; sekretär; secretaire; segretaria; secretaria;
        secretaris; agent phone; agent email; agent mobile; email client; invited by; personnummer;
        henkilotunnus; henkilötunnus; fødselsnummer; fodselsnummer; cpr nummer; codice fiscale;
        social security number; ssn; rodne cislo; pesel; burgerservicenummer; steuer id;
        sozialversicherungsnummer; numero de securite sociale; pa s; pas name; pa s e mail; pa s
        email; pa s name; pa s phone; is company; is a company; firmata; firmato; signed
        """,
    # Whose they are does not show: the person's in a form, the colleague's in a CRM
    "USER": "user; users; benutzer; utilisateur; usuario; utente; gebruiker",
    # Words that add nothing
    "FILL": """
        of; the; a; an; your; you; s; what; please; enter; provide; and; or; for; to; my; our; this;
        at; in; on; with; if; any; value; optional; required; mandatory; cleaned; combined; actual;
        estimated; est; approx; exact; clean; normalized; formatted text; full; complete; hs;
        internal; agent; custom field value; us; field; der; die; das; des; dem; den; für; und;
        oder; von; vom; zur; zum; ihr; ihre; ihren; wie; lautet; bitte; angeben; pflichtfeld;
        erforderlich; freiwillig; le; la; les; de; du; d; l; et; ou; votre; quel; quelle;
        obligatoire; facultatif; pour; au; el; los; las; del; y; o; su; tu; cual; es; obligatorio;
        opcional; para; en; lo; gli; i; di; dello; della; dell; dei; e; ed; tuo; tua; suo; qual;
        obbligatorio; facoltativo; per; do; da; dos; na; seu; sua; obrigatorio; het; een; van; uw;
        je; wat; verplicht; optioneel; voor; w; z; twoj; twoja; wymagane; opcjonalne; og; det; din;
        dit; och; ditt; ja; az; si; ile; ve; icin; и; или; в; по; ваш; op; på; eller; lub; veya;
        nebo; alebo; vagy; sau; ili; ваша; ваше; для; の; を; ご; お; 的; 의; و; של; multiple; primary
        email value; work email value; current role; iso; reach; have; has; does; can; could; we;
        how; many; which; who; where; when; am; are; his; her; their; would; like; should; contact
        you; utc; gmt; cet; cest; usd; eur; gbp; chf; pln; dein; deine; deinen; deiner; sie; wir;
        welche; welcher; welches; welchem; welchen; heisst; heissen; hat; haben; hast; arbeitest;
        arbeiten; ist; sind; vous; travaillez; avez; dans; quels; quelles; que; em; trabaja;
        trabajas; trabalha; voce; tiene; quale; quali; lavori; lavora; welk; welke; jouw; aktuell;
        aktuelle; natürl; natürliche; natürlichen; jur; valeur; valeurs; valor; valore; wert;
        waarde; wartość; hodnota; värde; verdi; значение; değer; 値; 値の; 值; 값; 漢字; 之; 및; 나의; 귀하의;
        was; sein; seine; unsere; m; mme; notre; vos; nos; usted; ustedes; su s; vostra; vostro;
        jou; onze; dina; er; är; heter; jste; vas; vase; twoje; pana; pani; państwa; az ön; sizin;
        adınız; lütfen; пожалуйста; укажите; введите; 请; 请输入; 请填写; 您; 您的; 你的; 所在; 当前; 現在; 現在の; あなたの;
        入力; binnen; innerhalb; within; inside; tai; або; ή; または; או; της; του; στο; від; de la; pe;
        house no; house number; house nr; hausnummer; hausnr; numero civico; huisnummer; social; ne;
        nro; tkr; teur; keur; mio; tsd; mil; von allen; allen; aller; all; tous; toutes; todos;
        todas; tutti; tutte; alle; se; sich; original; ursprüngliche; ursprünglich; d origine;
        originale; originaria; oorspronkelijke; anual; annuel; annuelle; jährlich; yearly; annual
        """,
}
