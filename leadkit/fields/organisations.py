"""Words by which a firm, an office or a club is told from a person."""

from __future__ import annotations

from leadkit.base.words import word_list

# As fold_letters() leaves them; none is a family name of more than a handful of people.
ORGANISATION_WORDS = frozenset(word_list("leadkit.fields", "organisations"))
# How German, Dutch and Scandinavian compounds for a firm or an office end.
ORGANISATION_ENDINGS = word_list("leadkit.fields", "organisation_endings")
