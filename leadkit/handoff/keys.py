"""The keys of target files, and what each is: for the loader, the schema and messages."""

from __future__ import annotations

from leadkit.handoff.target import AS_IT_IS, BLANK, KINDS

KEYS = {
    "target": "What the program is called.",
    "about": "What for, in a line; 'leadkit rules list' shows it.",
    "as_of": "The day of its facts.",
    "facts": "Where the facts are from: what, source, and how sure (f, p, t or m).",
    "file": "What the files are called.",
    "format": "csv or xlsx.",
    "delimiter": "What stands between the cells of a CSV file.",
    "bom": "Whether the file begins with a byte order mark.",
    "safe_cells": "Whether ' goes before cells that a spreadsheet would run.",
    "forbidden": "Signs that no cell may hold.",
    "spaced_phones": "Whether a blank goes behind the country of a phone number.",
    "limits": "Most rows (the header counted), bytes and columns of a file.",
    "empty": "What an empty cell does there: kept, or empties.",
    "needs": "Groups of columns; of each one at least has to be filled.",
    "one_row_for_each": "The column by which people are found again there.",
    "mailing": "Who may not be mailed: flagged, separate, or as they are.",
    "opt_outs": "Files of those who said no, who may be there already.",
    "columns": "The columns, in their order, or all.",
    "not_written": "Columns of theirs that are left out, and why.",
    "steps": "What to do there, for HOWTO.txt.",
}  # fmt: skip
COLUMN_KEYS = {
    "to": "Its header there.",
    "from": "Our column, or several: the first that is filled.",
    "like": "A pattern (RE2) that cells of all but the last of several have to fit.",
    "joined": "Our columns, all that are filled, one after the other.",
    "apart": "What stands between those that are joined.",
    "lines": "Words by condition: when and write; the first that holds.",
    "not_by": "email, call or post: whether somebody may not be contacted so.",
    "words": "Of not_by: what is written if not, and if so.",
    "as": "How cells are written: " + ", ".join(KINDS) + ".",
    "values": "Our words, and theirs.",
    "otherwise": f"Of other words: '{AS_IT_IS}', '{BLANK}', or a word of theirs.",
    "their_list": "Whether it takes words of a list there that is not known here.",
    "longest": "Most signs.",
    "heaviest": "Most bytes.",
    "longer": "What becomes of more: cut or blank.",
    "least": "The least number.",
    "most": "The greatest number.",
    "apart_there": "What stands between words of a list.",
    "form": "Of a day with its time, such as YYYY-MM-DD hh:mm:ss.",
    "unless_refused": "email, call or post: blank for who said no to it.",
    "required": "Whether it has to be filled.",
    "instead": "What is written where it is not; else the row is left out.",
}
OPT_OUT_KEYS = {
    "file": "What the file is called.",
    "by": "email, call, post, or several: to all of these they said no; else email.",
    "column": "The header of the e-mail address there.",
    "as": "email or ascii email: how it is written.",
    "marks": "Columns there, and the word that each says of them.",
}
CHANNELS = ("email", "call", "post")
LIMITS = ("rows", "bytes", "columns")
