"""Words by which a firm, an office or a club is told from a person."""

from __future__ import annotations

# As fold_letters() leaves them; none is a family name of more than a handful of people.
_WORDS = """
aannemersbedrijf academy accessories accounting acoustics adhesives advertising adviesbureau
advisors advisory aerospace agencia agency agentur agenzia airlines airways akademie albergo
alliance aluminium aluminum alumni analytics anlagenbau antiques apartments apotheke apparel
appliance appliances arcade architects architecture architekturbuero arztpraxis asesoria asociacion
assoc associacao associates association associazione assurance atelier ateliers attorneys auctions
autohaus automation automotive aviation ayuntamiento azienda baeckerei bakery bakkerij bancorp
bancshares bank batiment bauunternehmen bedrijf bedrijven behoerde beratung beverage beverages
bezirksamt bistro boulangerie boutique bouwbedrijf brasserie brauerei brewery brewing broadcasting
brokerage brokers bros buero builders building buildings bundesamt bundesverband cabinet cabinets
cafe campaign cantina cartage carwash casino catering cattle center centers centre ceramics
charities chaussures chemical chemicals chiropractic cinema citizens cleaners cleaning clinic
clinics clinique clothing coalition coatings coffee colegio collection college collision
comercializadora committee communication communications community compagnie components computer
computers computing concepts concrete condominium condominiums conseil consorzio construcciones
construction constructions constructora construtora consulenza consultants consulting consultora
consultores consultoria contracting contractors controls cooperativa cooperative cosmetics
costruzioni council counseling county creations creative dairy dba dealers dealership deli delivery
democratic democrats dental dentistry department design designs developers development devices
diagnostics dienstleistungen digital diner dispatch display displays distribuciones distribuidora
distributing distribution distributors district druckerei drywall dynamics ecole edilizia editions
editorial education educational electric electrical electronic electronics elektronik elektrotechnik
embassy employees empreendimentos empresa empresas energy engineering engineers enterprise
enterprises entertainment entreprise entreprises environmental equipment erzeugergemeinschaft
estates etablissements excavating exchange exportadora express exterminators fabrication fabricators
fachhochschule facilities factory fahrschule farm farmacia farms fashion fashions federal federation
fencing fertilizer fiduciary film films finance financial finanzamt finanzdienstleistungen firearms
fireworks fitness flooring florist florists fondation fondazione food foods forschungszentrum
foundation foundry freight fuel fund fundacao fundacion fundacja funding funds funeral furniture
gaertnerei gallery garage gardens gasket gasthaus gasthof gebrueder gemeente gemeinde genossenschaft
gesellschaft glassworks global golf government graphics greenhouse grill grocery groep grosshandel
group groupe growers grundschule grupo gruppe gruppo guild gym gymnasium handelsgesellschaft
handwerkskammer hardware hausverwaltung health healthcare heating heizungsbau hochschule hogeschool
holding holdings hopital hospital hospitality hotel hotels housing imaging immobiliare immobilien
impianti importadora imports impresa imprimerie incorporated independent industria industrial
industrias industrie industries industrievertretung industry ingenieurbuero inmobiliaria inn innung
installatiebedrijf institut institute institutional instituto instruments insulation insurance
integrated interactive interiors international inversiones investment investments investors
irrigation istituto jewelers jewelry journal kanzlei kennels kitchen kitchens klinik klinikum
konditorei krankenhaus kreisverband kulturverein lab laboratories laboratorio laboratorios
laboratory labs landesamt landratsamt landscape landscaping laundry leadership league leasing
legislative librairie library lighting limousine liquor liquors locksmith logistics logistik lounge
lumber lycee machine machinery machines maconnerie magazine maintenance mairie makelaardij
management manufacturers manufacturing maritime market marketing markets maschinenbau
maschinenfabrik materials mechanical media medical medizintechnik memorial menuiserie mercantile
messebau metallbau metals metropolitan metzgerei mfg midwest ministere ministerio ministerium
ministries ministry mortgage motel motorcycles motors motorsports moving municipal museum mutual
national natural network networks news newspaper newspapers nursery nursing office offices officina
officine oncology optical optics orchestra organic organization orthodontics orthopedics ospedale
outdoor outdoors outfitters outreach packaging painting panaderia panificio parking partners
partnership paving pediatrics petroleum pets pharmaceutical pharmaceuticals pharmacie pharmacy
photography physicians pipeline pizza pizzeria planning plastics plomberie plumbing podiatry
political pools poultry precision prefeitura preschool printers printing processing procurement
produce producers production productions products professional professionals program programs
project projects promotions properties property przedsiebiorstwo psychiatric public publications
publishers publishing pumps quality radio radiology railroad railway ranch realtors realty
rechtsanwaelte recording records recreation recreational recycling refinishing refrigeration
regional rehab rehabilitation reisebuero remodeling rental rentals repair repairs republican
republicans research residential resort resorts resource resources restaurant restaurante
restaurants restoration retail retirement ristorante robotics roofing salon salvage sanitary
sanitation savings school schools schreinerei schule science sciences scientific security seguros
seminary senate sensors service services servicios servizi shipping shoes shop shoppe shopping shops
siding signs sindacato sindicato slagerij sociedade societa societe society soehne software solar
soluciones solucoes solutions sparkasse specialties specialty spedition spoldzielnia sport sporting
sports stadtverwaltung stadtwerke staffing stahlbau station stationery steuerberatung stichting
stiftung storage store stores stowarzyszenie strategies studio studios subcommittee suites
supermarket supermarkets supplies supply support surgery surgical surveying symphony syndicat
syndicate system systeme systems szkola talleres tavern taxi technical technik technologie
technologien technologies technology tecnicas tecnologia tecnologias tecnologie telecom
telecommunications telephone television textile textiles theater theatre therapeutics therapy
tischlerei tobacco tools tours towing townhomes toys traders trading trailers training transit
transmission transmissions transport transportation transporte transportes transports trasporti
travaux travel treatment trucking trucks trust turbine underwriters uniforms universidad
universidade universita universitaet universite universiteit university uniwersytet
unternehmensberatung upholstery urban urzad usa utilities utility valve valves vending ventures
verband verein vereinigung vereniging verlag versicherung versicherungen vertrieb verwaltung
verzekeringen veterinary video vineyard vineyards vision volksbank volunteers warehouse warehousing
weingut welding wellness werbeagentur werke werkstatt werkzeugbau wholesale wine winery wines
wireless wohnungsbau woodworking works workshop worldwide yacht ymca youth zahnarztpraxis zaklad
zaklady zentrum ziekenhuis zoo
"""
ORGANISATION_WORDS = frozenset(_WORDS.split())
# How German, Dutch and Scandinavian compounds for a firm or an office end.
ORGANISATION_ENDINGS = (
    "technik", "werke", "verlag", "handel", "beratung", "agentur", "gesellschaft", "verein",
    "verband", "stiftung", "institut", "klinik", "sparkasse", "versicherung", "logistik",
    "systeme", "druckerei", "baeckerei", "brauerei", "vertrieb", "industrie", "maschinenbau",
    "service", "services", "buero", "zentrum", "ministerium", "bedrijf", "bureau",
)  # fmt: skip
