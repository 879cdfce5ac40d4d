"""May we? What the consent table says of e-mail, phone and post, and on what ground."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.permissions import Judge
from leadkit.fields.spans import as_day

AS_OF = as_day("2026-10-31").toordinal()
TABLE = read_consent("consent")
PROOF = {
    "consent": "yes",
    "consent_at": "2026-10-06",
    "consent_source": "stand",
    "consent_text": "v2",
}
BOTH = {**PROOF, "consent_channels": "e-mail and phone"}
MAIL = {"email": "eva@meier.example.com"}
PHONE = {"phone": "+498999998123"}
POST = {"street": "Gewerbering 4", "city": "München", "last_name": "Meier"}
DE, AT, GB, US = ({"country": code} for code in ("DE", "AT", "GB", "US"))


def judged(**cells):
    """Return may_email, may_call, may_post and the basis of one lead."""
    leads = pd.DataFrame([{"lead_id": "1", **cells}], dtype="str")
    told = Judge(TABLE).judge(leads, AS_OF)
    case = told.case[0]
    return tuple(bool(told.may[c][case]) for c in ("email", "call", "post")), told.basis[case]


CASES = {  # cells -> e-mail, call, post, what the basis says
    "nothing known": ({}, (0, 0, 0), "email: no address"),
    "unknown is no": ({**MAIL, **PHONE, **DE}, (0, 0, 0), "email: no consent [UWG s.7(2)]; call: no consent [UWG s.7(2)]"),
    "consent with proof": ({**MAIL, **DE, **PROOF}, (1, 0, 0), "email: consent [GDPR Art. 6(1)(a) and 7(1); UWG s.7(2) no. 2]"),
    "in other words": ({**MAIL, **DE, **PROOF, "consent": "Ja"}, (1, 0, 0), "email: consent ["),
    "an opt-in to mail is none to calls": ({**PHONE, **DE, **PROOF}, (0, 0, 0), "call: consent is for other channels"),
    "both channels": ({**MAIL, **PHONE, **DE, **BOTH}, (1, 1, 0), "call: consent [GDPR Art. 6(1)(a) and 7(1); UWG s.7(2) no. 1 and 7a]"),
    "channels in German": ({**MAIL, **PHONE, **DE, **PROOF, "consent_channels": "Telefon"}, (0, 1, 0), "email: consent is for other channels"),
    "a source that limits it": ({**MAIL, **PHONE, **DE, **PROOF, "consent_source": "Telefon: Bericht 12"}, (0, 1, 0), "email: consent is for other channels"),
    "a source that limits it to both": ({**MAIL, **PHONE, **DE, **PROOF, "consent_source": "e-mail + phone: card"}, (1, 1, 0), "email: consent"),
    "a source with a colon": ({**MAIL, **PHONE, **DE, **PROOF, "consent_source": "form: page 3"}, (1, 0, 0), "email: consent"),
    "channels nobody knows": ({**MAIL, **DE, **PROOF, "consent_channels": "pigeon"}, (0, 0, 0), "email: consent is for other channels"),
    "without day": ({**MAIL, **DE, **PROOF, "consent_at": ""}, (0, 0, 0), "email: evidence missing: day [GDPR Art. 7(1)]"),
    "without source": ({**MAIL, **DE, **PROOF, "consent_source": " "}, (0, 0, 0), "email: evidence missing: source ["),
    "without wording": ({**MAIL, **DE, **PROOF, "consent_text": ""}, (0, 0, 0), "email: evidence missing: wording ["),
    "yes alone": ({**MAIL, **DE, "consent": "yes"}, (0, 0, 0), "email: evidence missing: day, source, wording ["),
    "a day to come": ({**MAIL, **DE, **PROOF, "consent_at": "2026-11-01"}, (0, 0, 0), "email: evidence missing: day: still to come ["),
    "today": ({**MAIL, **DE, **PROOF, "consent_at": "2026-10-31 09:15"}, (1, 0, 0), "email: consent ["),
    "a day nobody can read": ({**MAIL, **DE, **PROOF, "consent_at": "06/10/2026"}, (0, 0, 0), "email: evidence missing"),
    "perhaps": ({**MAIL, **DE, **PROOF, "consent": "maybe"}, (0, 0, 0), "email: no consent"),
    "refused": ({**MAIL, **PHONE, **POST, **US, **PROOF, "consent": "no"}, (0, 0, 0), "post: consent refused or withdrawn [GDPR Art. 7(3)]"),
    "withdrawn": ({**MAIL, **US, **PROOF, "consent": "withdrawn"}, (0, 0, 0), "email: consent refused or withdrawn"),
    "opted out of mail": ({**MAIL, **PHONE, **DE, **BOTH, "email_opt_out": "yes"}, (0, 1, 0), "email: opted out [GDPR Art. 21(2) and (3)"),
    "opted out of calls": ({**MAIL, **PHONE, **DE, **BOTH, "phone_opt_out": "x"}, (1, 0, 0), "call: opted out"),
    "opted out on a day": ({**MAIL, **US, "email_opt_out": "2026-01-31"}, (0, 0, 0), "email: opted out"),
    "an opt-out nobody understands": ({**MAIL, **US, "email_opt_out": "who knows"}, (0, 0, 0), "email: opted out"),
    "no opt-out": ({**MAIL, **US, "email_opt_out": "false"}, (1, 0, 0), "CAN-SPAM 15 U.S.C. 7704(a)]"),
    "an invalid address": ({**MAIL, **DE, **PROOF, "email_status": "invalid"}, (0, 0, 0), "email: no address"),
    "no address at all": ({**DE, **BOTH, "email": "", "phone": ""}, (0, 0, 0), "email: no address; call: no address"),
    "post in Germany": ({**POST, **DE}, (0, 0, 1), "post: legitimate interest until objection [GDPR Art. 6(1)(f) and 21(2)]"),
    "half an address": ({**DE, "street": "Gewerbering 4", "last_name": "Meier"}, (0, 0, 0), "post: no address"),
    "post, objected": ({**POST, **DE, "post_opt_out": "ja"}, (0, 0, 0), "post: opted out"),
    "bought": ({**MAIL, **POST, **DE, **PROOF, "lead_source": "Bought list"}, (0, 0, 0), "post: bought list without consent to third-party use"),
    "bought in German": ({**MAIL, **US, "lead_source": "gekaufte Liste"}, (0, 0, 0), "email: bought list"),
    "bought with consent": ({**MAIL, **DE, **PROOF, "lead_source": "Bought list", "third_party_consent": "yes"}, (1, 0, 0), "email: consent ["),
    "bought, consent of third parties in doubt": ({**MAIL, **DE, **PROOF, "lead_source": "Bought list", "third_party_consent": "?"}, (0, 0, 0), "email: bought list"),
    "existing customer": ({**MAIL, **DE, "soft_opt_in": "yes"}, (1, 0, 0), "email: existing customer [UWG s.7(3); GDPR Art. 6(1)(f)]"),
    "existing customer who objected": ({**MAIL, **DE, "soft_opt_in": "yes", "email_opt_out": "1"}, (0, 0, 0), "email: opted out"),
    "Austria": ({**MAIL, **AT, **PROOF}, (1, 0, 0), "TKG 2021 s.174"),
    "France": ({**MAIL, "country": "Frankreich", **PROOF}, (1, 0, 0), "ePrivacy Directive Art. 13"),
    "Norway is NO": ({**MAIL, "country": "NO", **PROOF}, (1, 0, 0), "ePrivacy Directive Art. 13"),
    "UK company": ({**MAIL, **GB, "company": "Meier Drives Ltd"}, (1, 0, 0), "PECR reg. 22(1)"),
    "UK company, role mailbox": ({**GB, "email": "info@meier.example.com", "company": "Meier Drives PLC"}, (1, 0, 0), "corporate subscriber"),
    "UK sole trader": ({**MAIL, **GB, "company": "Meier Drives"}, (0, 0, 0), "email: no consent [PECR reg. 21 and 22]"),
    **{f"UK mailbox at {domain}": ({**GB, "email": f"eva@{domain}", "company": "Meier Drives Ltd"}, (0, 0, 0), "email: no consent") for domain in ("qq.com", "gmx.com", "GMX.com", "orange.fr", "mailinator.com")},
    "UK private mailbox": ({**GB, "email": "eva@gmail.com", "company": "Meier Drives Ltd"}, (0, 0, 0), "email: no consent"),
    "US mail": ({**MAIL, **US}, (1, 0, 0), "email: opt-out regime"),
    "US call to a business": ({**PHONE, **US, "company": "Meier Inc"}, (0, 1, 0), "call: call to a business [TSR 16 CFR 310.6(b)(7)]"),
    "US call to somebody": ({**PHONE, **US}, (0, 0, 0), "call: not checked against the do-not-call registry"),
    "US consumer at a company": ({**PHONE, **US, "company": "Meier Inc", "audience": "B2C"}, (0, 0, 0), "call: not checked"),
    "Canada": ({**MAIL, "country": "CA"}, (0, 0, 0), "email: no consent"),
    "country unknown": ({**MAIL, **PHONE, **POST, **BOTH}, (1, 1, 0), "email: consent (country unknown) [GDPR Art. 6(1)(a) and 7(1); UWG s.7(2)]"),
    "country unknown, without proof": ({**MAIL, **PHONE, **POST, "consent": "yes"}, (0, 0, 0), "email: evidence missing: day, source, wording [GDPR Art. 7(1)]; call: country unknown; post: country unknown"),
    "bounced": ({**MAIL, **PHONE, **DE, **BOTH, "email_bounced": "550 no such user"}, (0, 1, 0), "email: the address bounced;"),
    "bounced, says a tool": ({**MAIL, **DE, **PROOF, "mailing_status": "cleaned"}, (0, 0, 0), "email: the address bounced;"),
    "no bounce": ({**MAIL, **DE, **PROOF, "email_bounced": "false"}, (1, 0, 0), "email: consent ["),
    "subscribed": ({**MAIL, **DE, **PROOF, "consent": "", "mailing_status": "subscribed"}, (1, 0, 0), "email: consent ["),
    "subscribed, and never confirmed": ({**MAIL, **DE, **PROOF, "consent": "", "email_consent": "unconfirmed", "mailing_status": "Active"}, (0, 0, 0), "email: no consent"),
    "never subscribed": ({**MAIL, **DE, **PROOF, "mailing_status": "never_subscribed"}, (0, 0, 0), "email: opted out ["),
    "complained": ({**MAIL, **US, "mailing_status": "complained"}, (0, 0, 0), "email: opted out ["),
    "consent to mail alone": ({**MAIL, **PHONE, **DE, **PROOF, "consent": "", "email_consent": "ja"}, (1, 0, 0), "call: no consent"),
    "consent to calls alone": ({**MAIL, **PHONE, **DE, **PROOF, "consent": "", "phone_consent": "ja"}, (0, 1, 0), "email: no consent"),
    "yes in general, no to calls": ({**MAIL, **PHONE, **DE, **BOTH, "phone_consent": "nein"}, (1, 0, 0), "call: consent refused or withdrawn"),
    "yes to mail, which refuses calls": ({**MAIL, **PHONE, **DE, **BOTH, "email_consent": "Ja, aber bitte nicht anrufen"}, (1, 0, 0), "call: opted out ["),
    "a column nobody understands": ({**MAIL, **PHONE, **POST, **US, **BOTH, "consent_unread": "Perm. 2"}, (0, 0, 0), "email: a column about consent is not understood (column 'Perm. 2')"),
    "refused elsewhere": ({**MAIL, **US, **PROOF, "refused": "email eva@meier.example.com"}, (0, 0, 0), "email: opted out (on another row or in another run) ["),
    "a remark": ({**MAIL, **PHONE, **US, "company": "Meier Inc", "remark_flags": "competitor; no_phone", "remark_words": "competitor: rival; no_phone: nicht anrufen"}, (1, 0, 0), 'call: opted out ("nicht anrufen") ['),
    "a country nobody knows": ({**MAIL, **PROOF, "country": "Atlantis"}, (1, 0, 0), "email: consent (country unknown)"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "may", "basis"), CASES.values(), ids=CASES)
def test_permissions(cells, may, basis):
    """Contact needs a ground and an address; without proof, in doubt or unknown it is no."""
    answers, told = judged(**cells)
    assert answers == tuple(map(bool, may))
    assert basis in told


cell = st.sampled_from(
    ["", "yes", "no", "x", "2026-10-06", "2027-01-01", "Bought list", "e-mail", "?"]
)
COLUMNS = (
    "consent consent_at consent_source consent_text consent_channels email_opt_out phone_opt_out "
    "post_opt_out lead_source third_party_consent soft_opt_in audience"
).split()


@given(
    st.fixed_dictionaries(dict.fromkeys(COLUMNS, cell)),
    st.sampled_from(["DE", "US", "GB", "FR", ""]),
)
def test_an_opt_out_is_final(cells, country):
    """Whatever else a list says, an opt-out closes its channel, and a refusal all of them."""
    rest = {**MAIL, **PHONE, **POST, "country": country, "company": "Meier Ltd"}
    answers, _ = judged(**{**rest, **cells, "email_opt_out": "yes", "phone_opt_out": "1", "post_opt_out": "ja"})  # fmt: skip
    assert answers == (False, False, False)
    answers, _ = judged(**{**rest, **cells, "consent": "opted out"})
    assert answers == (False, False, False)


def test_leads_are_judged_one_by_one():
    """What other rows say, and in which order they come, changes nothing."""
    leads = pd.DataFrame([{**cells} for cells, _, _ in CASES.values()], dtype="str").fillna("")
    judge = Judge(TABLE)
    for order in (leads, leads[::-1], leads.sample(frac=1, random_state=3)):
        told = judge.judge(order, AS_OF)
        for at, index in enumerate(order.index):
            may = list(CASES.values())[index][1]
            assert tuple(told.may[c][told.case[at]] for c in ("email", "call", "post")) == may


def test_a_judge_remembers_and_the_table_does_not():
    """Batch after batch, cases keep their numbers; the table stays what was read from its file."""
    table, as_read = read_consent("consent"), vars(read_consent("consent")).copy()
    judge = Judge(table)
    first = pd.DataFrame([{**MAIL, **DE}, {**MAIL, **DE, **BOTH}], dtype="str").fillna("")
    seen = judge.judge(first, AS_OF)
    later = pd.DataFrame([{**PHONE, **US}, {**MAIL, **DE, **BOTH}, {**MAIL, **DE}], dtype="str")
    told = judge.judge(later.fillna(""), AS_OF)
    assert seen.case.tolist() == [0, 1]
    assert told.case.tolist() == [2, 1, 0]
    assert told.basis[:2] == seen.basis
    alone = Judge(table).judge(later.fillna(""), AS_OF)
    assert [told.basis[case] for case in told.case] == [alone.basis[case] for case in alone.case]
    as_read |= {"lines": table.lines, "bought_when": table.bought_when}  # compiled, not compared
    assert vars(table) == as_read


def test_the_shipped_table_informs_and_cites(root):
    """It says that it is no legal advice, and every yes names the provision it stands on."""
    text = (root / "rules" / "consent.yaml").read_text("utf-8")
    assert "NO LEGAL ADVICE" in text
    assert all(line.law for line in TABLE.lines if line.may)
    cited = " ".join(line.law for line in TABLE.lines)
    for provision in ("GDPR Art. 6(1)(a)", "GDPR Art. 6(1)(f)", "7(1)", "UWG s.7(2)", "UWG s.7(3)", "7a",
                      "ePrivacy Directive Art. 13", "15 U.S.C. 7704", "16 CFR 310.4", "PECR reg. 22"):  # fmt: skip
        assert provision in cited
    # Plain cells are written without quotes, and stay one cell in a tool that splits at commas.
    assert not re.search('[,"]', cited + "".join(line.basis for line in TABLE.lines))


LINE = "evidence: [consent_at]\nlines:\n  - "
MISTAKES = {
    "unknown fact": (LINE + "{for: email, when: {contry: DE}, may: 'no', basis: x}", ":3: unknown fact 'contry'; did you mean 'country'?"),
    "a value it never has": (LINE + "{for: email, when: {consent: givn}, may: 'no', basis: x}", ":3: consent is never 'givn'; did you mean 'given'?"),
    "unknown region": (LINE + "{for: email, when: {region: EU}, may: 'no', basis: x}", ":3: region is never 'EU'"),
    "unknown channel": (LINE + "{for: fax, when: {country: DE}, may: 'no', basis: x}", ":3: unknown channel 'fax'; known are email, call, post"),
    "yes without law": (LINE + "{for: email, when: {country: DE}, may: 'yes', basis: x}", ":3: a line that says yes names the provision it stands on, under 'law'"),
    "may be": (LINE + "{for: email, when: {country: DE}, may: perhaps, basis: x}", ":3: may: write yes or no, not 'perhaps'"),
    "no evidence": ("lines:\n  - {for: email, when: {country: DE}, may: 'no', basis: x}", ":1: 'evidence' is missing"),
    "no lines": ("evidence: [consent_at]\n", ":1: there are no lines in this consent table"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_located(tmp_path, text, said):
    """Whatever is wrong with a consent table is said with file and line."""
    path = tmp_path / "consent.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(LeadkitError) as error:
        read_consent(str(path))
    assert str(error.value).startswith(f"{path}{said}")
