"""Languages that cells name, by codes and by names in whichever language."""

from __future__ import annotations

import subprocess
import sys

import pytest

from leadkit.fields.languages import language_codes, language_names


@pytest.mark.parametrize(("cell", "codes"), [
    ("DE", {"de"}), ("pt_BR; en-GB", {"pt", "en"}), ("xx", set()), ("?", set()), ("", set()),
    ("German & French", {"de", "fr"}), ("Deutsch und Englisch", {"de", "en"}), ("allemand", {"de"}),
    ("inglés y polaco", {"en", "pl"}), ("magyar", {"hu"}), ("Türkçe", {"tr"}), ("日本語", {"ja"}),
])  # fmt: skip
def test_what_a_cell_names(cell, codes):
    assert language_codes(cell) == codes


def test_every_name_that_is_proposed_is_understood():
    assert all(language_codes(name) for name in language_names())


def test_a_code_asks_for_the_names_of_one_language():
    """All names of all languages take over 100 MB, which no list pays for that does not need it."""
    said = (
        "from leadkit.fields.languages import language_codes; language_codes('de, en-US; French')\n"
        "from babel import localedata; print(sorted(localedata._cache))"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["['en',", "'root']"]
