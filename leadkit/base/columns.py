"""Our columns: their names, and which belong together."""

from __future__ import annotations

IDENTITY = ("lead_id", "source_file", "source_row")

# The known columns, in the order they stand in a lead table.
KNOWN = (
    "first_name", "middle_name", "last_name", "full_name", "prefix", "suffix", "nickname", "email",
    "email_2", "email_3", "other_emails", "phone", "phone_2", "mobile", "home_phone",
    "company_phone", "other_phone", "other_phones", "fax", "company", "job_title", "department",
    "seniority", "street", "street_2", "city", "state", "postal_code", "country", "home_street",
    "home_city", "home_state", "home_postal_code", "home_country", "website", "linkedin_url",
    "lead_source", "campaign", "lead_status", "lifecycle_stage", "owner", "created_at", "birthday",
    "tags", "notes", "industry", "employees", "revenue", "external_id", "score", "consent",
    "email_consent", "phone_consent", "post_consent", "consent_at", "consent_source",
    "consent_text", "consent_channels", "consent_unread", "third_party_consent", "soft_opt_in",
    "email_opt_out", "phone_opt_out", "post_opt_out", "mailing_status", "email_bounced", "refused",
    "audience", "budget", "authority", "need", "timeline", "sales_accepted", "opportunity_id",
    "disqualified_reason", "reopened_at", "last_activity_at",
)  # fmt: skip

EMAILS = ("email", "email_2", "email_3")
PHONES = (
    "phone", "phone_2", "mobile", "home_phone", "company_phone", "other_phone", "fax",
)  # fmt: skip

DIALLED = tuple(name for name in PHONES if name != "fax")

DATES = ("created_at", "consent_at", "birthday")

# Where a lead says no, by channel.
OPT_OUT_OF = {"email": "email_opt_out", "call": "phone_opt_out", "post": "post_opt_out"}
OPT_OUTS = (*OPT_OUT_OF.values(),)

# Answers to "may we ...?" that name their channel; ``consent`` is the one that does not.
CONSENT_FOR = {"email": "email_consent", "call": "phone_consent", "post": "post_consent"}

# Answers that several columns of a list may give together: the most restrictive counts.
ANSWERS_TOGETHER = ("consent", *CONSENT_FOR.values(), *OPT_OUTS, "mailing_status", "email_bounced")

# Several addresses or numbers in one cell, apart by "; ": those that found no place of their own.
FURTHER = {"email": "other_emails", "call": "other_phones"}

# Where a second column of one kind goes when the first already holds this field.
NEXT_FIELD = {"email": "email_2", "email_2": "email_3", "phone": "phone_2"}

# What stages write; a rule may read them like any known column.
ADDED = (
    "email_status", "email_flags", "email_suggestion", "phone_status", "phone_type",
    "phone_extension", "issues", "merged_ids", "score", "score_reasons",
    "grade", "score_class", "status_reason", "status_since", "may_email", "may_call",
    "may_post", "contact_basis", "next_step", "remark_flags", "remark_words", "complete_list",
    "missing_since", "owner_queue", "owner_reason", "owner_since", "due_at", "nurture_track",
    "review_at",
)  # fmt: skip

# What 'leadkit accounts' tells of a lead's company beside the lead: as rules ask for it -> column.
ACCOUNT_FIGURES = {
    name: f"account_{name}"
    for name in (
        "key", "people", "contactable", "mql", "sql", "opportunities", "customers", "status",
        "roles", "seniorities", "departments", "best_score", "score", "engagement",
        "engaged_people", "first_touch", "last_touch",
    )
}  # fmt: skip
# Those that are made of scores, and of what classify writes: who writes that may not read them.
ACCOUNT_SCORES = ("account_best_score", "account_score", "account_engagement",
                  "account_engaged_people")  # fmt: skip
ACCOUNT_STATUSES = ("account_contactable", "account_mql", "account_sql", "account_opportunities",
                    "account_status")  # fmt: skip

# The systems whose whole content a list was that a lead stood on, apart by "; ", and since when no
# list of theirs names it any more.
COMPLETE, MISSING_SINCE = "complete_list", "missing_since"

NO_OWNER = " (no owner yet)"  # what next_step ends with where somebody is missing

SEPARATOR = "\x1f"  # between cells that are strung together
