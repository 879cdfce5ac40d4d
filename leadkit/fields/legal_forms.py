"""The world's legal forms of companies, as they stand after (or before) a name."""

from __future__ import annotations

from leadkit.base.words import word_list

# Written as fold_letters() leaves them: small letters, no dots, "&" and other signs as a space.
# Collected by country from company law and everyday use; a form of several words is one entry.
FORMS = frozenset(word_list("leadkit.fields", "legal_forms"))
# Forms that stand before the name, too: Oy Karl Fazer Ab, OOO Romashka, PT Astra, SARL Dupont.
LEADING = frozenset(word_list("leadkit.fields", "legal_forms_leading"))
# Asian forms are written without a space; they stand before or after the name.
ATTACHED = word_list("leadkit.fields", "legal_forms_attached")
# How forms are written where a whole name was shouted.
SPELLED = {form.casefold(): form for form in word_list("leadkit.fields", "legal_forms_spelled")}
