"""Legal forms of companies as they are compared."""

from __future__ import annotations

# Legal forms written in full, and as they are abbreviated.
FORMS = {
    "limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co",
    "aktiengesellschaft": "ag", "public limited company": "plc", "ug haftungsbeschraenkt": "ug",
    "gesellschaft mit beschraenkter haftung": "gmbh", "mbh": "gmbh", "gesmbh": "gmbh",
    "limited liability company": "llc", "private limited": "pvt ltd", "co ltd": "ltd",
    "company limited": "ltd", "pty limited": "pty ltd", "proprietary limited": "pty ltd",
    "p l": "pty ltd", "pl": "pty ltd", "and company": "co", "and co": "co", "and": "co",
    "spolka z oo": "sp z oo", "korlatolt felelossegu tarsasag": "kft", "oy ab": "oy",
    "spolka z ograniczona odpowiedzialnoscia": "sp z oo", "akciova spolecnost": "as",
    "societa per azioni": "spa", "societa a responsabilita limitata": "srl", "αε": "sa",
    "sociedad limitada": "sl", "sociedad anonima": "sa", "limitada": "lda", "aktiebolag": "ab",
    "societe anonyme": "sa", "naamloze vennootschap": "nv", "besloten vennootschap": "bv",
    "gmbh und co kg": "gmbh co kg", "gmbh and co kg": "gmbh co kg",
}  # fmt: skip
