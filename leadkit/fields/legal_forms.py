"""The world's legal forms of companies, as they stand after (or before) a name."""

from __future__ import annotations

# Written as fold_letters() leaves them: small letters, no dots, "&" and other signs as a space.
# Collected by country from company law and everyday use; a form of several words is one entry.
_FORMS = """
Germany, Austria, Switzerland, Liechtenstein
gmbh; ggmbh; gesmbh; ges mbh; gmbh in liquidation; gmbh il; mbh; gesellschaft mbh;
gesellschaft mit beschraenkter haftung; stiftung co kgaa; stiftung co; e kfm; e kffr; ekffr;
gmbh in gruendung; gmbh ig; ug ig; koeop; vva g;
gmbh co kg; gmbh co kgaa; gmbh co ohg; gmbh und co kg; gmbh u co kg; gmbh and co kg; gmbh cokg;
gmbh co;
ug; ug haftungsbeschraenkt; ug haftungsbeschr; ug co kg; ug haftungsbeschraenkt co kg;
haftungsbeschraenkt; gug; gug haftungsbeschraenkt;
unternehmergesellschaft; unternehmergesellschaft haftungsbeschraenkt;
ag; gag; ag co kg; ag co kgaa; ag co ohg; ag in liquidation; aktiengesellschaft; invag; reit ag;
kg; kgaa; kg aa; kommanditgesellschaft; kommanditgesellschaft auf aktien; se; se co kg;
se co kgaa; co kg; co ohg; co kgaa; und co kg; cokg;
ohg; offene handelsgesellschaft; og; oeg; keg; kollektivgesellschaft; gbr; gdbr; gesbr; egbr;
gesellschaft buergerlichen rechts;
ek; e k; ekfm; ekfr; eu; e u; einzelunternehmen; eingetragener kaufmann; eingetragene kauffrau;
inh; einzelfirma;
eg; egen; genmbh; genossenschaft; eingetragene genossenschaft; ev; e v; eingetragener verein;
verein; partg; partg mbb; partgmbb; mbb; partnerschaft mbb; partnerschaftsgesellschaft;
vvag; aoer; koer; kdoer; ewiv; stiftung co kg; limited co kg; ltd co kg; holding gmbh;
sarl co kg; anstalt; gmbh srl; gmbh sarl; ag sa;
English-speaking countries
ltd; limited; ltd co; co ltd; co limited; company limited; co; company; and company; and co; inc;
incorporated; co inc; corp; corporation; corp ltd; co corp; limited by guarantee;
ltd by guarantee; eeig; unltd; pcc; icc; spc; elp; credit union; cooperative limited;
cooperative ltd; co operative limited; co operative ltd;
plc; public limited company; cic; cio; dac; clg; uc; unlimited; unlimited company; ultd; ulc;
llc; l l c; pllc; lllp; llp; lp; l p; pc; p c; pa; lc; ltd liability company;
limited liability company; limited liability partnership; limited partnership;
professional corporation; general partnership; gp; lp inc; llc ltd;
pty; pty ltd; pty limited; proprietary limited; proprietary ltd; p l; nl; pte; pte ltd;
pte limited; private limited; pvt; pvt ltd; pvt limited; pvtltd; private ltd; public ltd;
opc private limited; opc; tapui limited; bhd; sdn bhd; berhad; sendirian berhad; cc; npc;
rf pty ltd; soc ltd; ltee; inc ltee; limitee; ltd ltee; ibc; trust company; chartered; na; fsb;
dba;
France, Belgium, Luxembourg, French-speaking
sa; s a; sarl; sa rl; s a r l; sarlu; eurl; sas; sasu; sci; scs; sca; snc; scp; scop; scic;
selarl; selas; selafa; selca; gie; gaec; earl; ei; eirl; societe anonyme;
societe a responsabilite limitee; societe par actions simplifiee; ste; ets; sarl au; sa nv;
nv sa; sprl; bvba; bvba sprl; sprl bvba; srl bv; bv srl; scrl; cvba; scrl cvba; sca sicav; sicav;
sicar; secs; scsp; asbl; vzw; asbl vzw; soparfi; suarl; enr; senc; sencrl; srl sps; geie; eesv;
sprlu; scri; cvoa; commv; comm v; commva; comm va; aisbl; ivzw; sce; sprl fs; scrl fs;
societe en commandite; incorporee; sa rl s; sarl s;
Netherlands
bv; b v; nv; n v; vof; v o f; cv; c v; ua; bv io; coop; cooperatie ua; eenmanszaak; maatschap;
stichting; besloten vennootschap; naamloze vennootschap;
Italy
spa; s p a; srl; s r l; srls; s r l s; srl semplificata; sapa; sas di; snc di; ss; scarl; scpa;
s c a r l; soc coop; soc coop arl; societa cooperativa; coop; onlus; societa per azioni;
societa a responsabilita limitata; ditta individuale; srl unipersonale; spa unipersonale; srl sb;
srl societa benefit;
Spain, Portugal, Latin America
sl; s l; slu; s l u; sll; sal; sau; s a u; slp; slne; sc; cb; s coop; scoop; sociedad limitada;
sociedad anonima; aie; lda; ld a; ltda; limitada; unipessoal lda; unip lda; sgps; sgps sa;
eireli; epp; me; mei; ltda me; ltda epp; cia; cia ltda; y cia; e cia; sa de cv; s a de c v;
sab de cv; sapi de cv; sapib de cv; s de rl de cv; s de rl; s de rl mi; srl de cv;
sc de rl de cv; sc de rl; ac; spr de rl; de cv; de c v; eirl; sac; saa; srl cv; sas esp; esp;
sa esp; spa chile; s en c; s en cs; cpa; ca; c a; rl; sociedade anonima;
sociedad por acciones simplificada; compania limitada; sab; sapi; sapib; s a s; sas de cv;
sa pi de cv; scl; scl de cv; sofom enr; sofom er; s de r l; s de r l de c v; sa de c v;
Nordic and Baltic countries
ab; ab publ; publ; kb; hb; ek foer; ekonomisk foerening; aktiebolag; handelsbolag; enskild firma;
as; a s; asa; ans; da; ba; nuf; enk; sf; ks; iks; stiftelse; aksjeselskap; aps; ap s; ivs; is;
i s; k s; p s; amba; a m b a; fmba; smba; mba; aktieselskab; anpartsselskab; oy; oyj; oy ab;
ab oy; abp; oyj abp; ky; ay; tmi; osk; osuuskunta; osakeyhtio; ehf; hf; slf; ohf; ou; tu; uu;
mtu; osauhing; aktsiaselts; sia; a s latvia; ik; uab; mb; ii; vsi; ksb; ub; tub; oue; tue; uue;
mtue; slhf; ses selskab;
Poland, Czechia, Slovakia, Hungary
sp z oo; sp z o o; spzoo; sp zoo; spolka z oo; spolka z o o;
spolka z ograniczona odpowiedzialnoscia; spolka akcyjna; spolka jawna; spolka komandytowa;
spolka cywilna; sp k; spk; sp j; spj; sp p; spp; s k a; ska; psa; sp z oo sp k; sp z oo spk;
sp z o o sp k; sp z oo sk; sp z oo ska; s c; sp k a; phu; fhu; ppu; ppuh;
sro; s r o; spol sro; spol s ro; spol s r o; spolecnost s rucenim omezenym;
spolocnost s rucenim obmedzenym; as cz; akciova spolecnost; akciova spolocnost; vos; v o s;
ks cz; k s; zs; z s; ops; o p s; zu; druzstvo; statni podnik; sp; szco; jsa;
kft; nyrt; zrt; rt; bt; kkt; kht; ec; korlatolt felelossegu tarsasag; reszvenytarsasag;
nonprofit kft; zartkoruen mukodo reszvenytarsasag;
South-eastern Europe
doo; d o o; dd; d d; jdoo; j d o o; ad; a d; dno; kd; k d; sp slovenia; obrt; zadruga; ood; eood;
ead; e a d; et; dzzd; kda; srl romania; pfa; if; scs romania; snc romania; dooel; shpk; sh p k;
sha; sh a; ae; a e; epe; e p e; ike; i k e; oe; o e; ee; anonimos etairia; sti; ltd sti; ltdsti;
as turkey; anonim sirketi; limited sirketi; tic ltd sti; san ve tic ltd sti; san tic ltd sti;
ticaret limited sirketi; san ve tic as; sanayi ve ticaret as; sanayi ve ticaret ltd sti;
sanayi ve ticaret limited sirketi; sanayi ve ticaret anonim sirketi; ve tic as; tic as; as tr;
koll sti; ltd kktc; eoos; jtd; tp;
αε; εε; οε; επε; ικε;
Eastern Europe and Central Asia
ooo; oao; zao; pao; ao; ip; nao; tov; tzov; prat; pat; fop; too; dp; llp kz; mchj; ok; зат; zat;
одо; odo; mmc; asc; tda; тда;
ооо; оао; зао; пао; ао; ип; нао; нко; ано; гуп; муп; фгуп; тоо; одо; чуп; уп; тов; тзов; прат;
пат; фоп; дп; ат; пп; чп; еоод; оод; ад; еад; доо; дооел;
общество с ограниченнои ответственностью; акционерное общество; публичное акционерное общество;
открытое акционерное общество; закрытое акционерное общество;
товариство з обмеженою відповідальністю;
Asia, Africa, Near East
kk; k k; gk; g k; yk; y k; kabushiki kaisha; godo kaisha; yugen kaisha; co ltd japan; nk; jsc;
ojsc; cjsc; pjsc; psc; qsc; qpsc; kscp; ksc; ksc c; wll; w l l; bsc; bsc c; saog; saoc; fze;
fz llc; fzllc; fzco; fz co; dmcc; dwc llc; est; establishment; sae; s a e; sal; s a l;
sal offshore; sarl lebanon; llc saudi; pt; p t; tbk; pt tbk; persero; ud; cv indonesia; tnhh;
cong ty tnhh; cong ty co phan; cong ty; jsc vietnam; pcl; public company limited;
co ltd thailand; plt; huf; bhd malaysia; inc ph; opc ph; yoyuu; gmbh china; wofe; wfoe;
co ltd china; ltda mozambique; scarl congo; suarl tunisia; sarl maroc; saau; plc ethiopia; gte;
ltd gte; nv suriname; nv curacao; avv; xk; pmdn;
บริษัท; จำกัด; มหาชน; בעמ; בע מ; شركة; ذمم; شمم;
"""
FORMS = frozenset(
    form.strip()
    for line in _FORMS.splitlines()
    if ";" in line
    for form in line.split(";")
    if form.strip()
)
# Forms that stand before the name, too: Oy Karl Fazer Ab, OOO Romashka, PT Astra, SARL Dupont.
LEADING = frozenset(
    "the oy ab ooo oao zao pao ao ip too tov prat pat fop dp pt cv ud sarl sas sasu eurl sci scea "
    "gaec earl ste ets snc scop ооо оао зао пао ао ип нао ано гуп муп фгуп тоо одо чуп тов тзов "
    "прат пат фоп пп чп ат uab sia vsi mb ii kb stichting ppu phu fhu ppuh dooel บริษัท αε".split()
)
# Asian forms are written without a space; they stand before or after the name.
ATTACHED = (
    "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "(株)", "(有)", "(同)",
    "股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "集团", "주식회사", "유한회사",
    "유한책임회사", "(주)", "(유)",
)  # fmt: skip
# How forms are written where a whole name was shouted.
SPELLED = {
    form.casefold(): form
    for form in (
        "GmbH gGmbH mbH AG KG KGaA OHG GbR UG eG SE Co. Co Ltd Ltd. Limited LLC LLP LP Inc Inc. "
        "Corp Corp. Corporation PLC plc SA S.A. SARL SAS SpA S.p.A. Srl S.r.l. BV B.V. NV N.V. AB "
        "AS A/S ApS Oy Oyj e.K. e.V. Pty Pte Sp. z o.o. s.r.o. d.o.o. Kft. Zrt. Company "
        "Aktiengesellschaft haftungsbeschränkt (haftungsbeschränkt) und and of the der die das "
        "für de la le les du y e i et & di della van von zu zum zur vom am im bei Dr. Prof. Ing. "
        "Gebr. St. Bros. Pvt. Pvt Intl. Int."
    ).split()
}
