"""The command ``leadkit suppress``: a list of whom never to contact, in a form to hand on."""

from __future__ import annotations

from typing import Annotated

import typer

from leadkit.base.errors import LeadkitError
from leadkit.base.how_many import how_many
from leadkit.commands.files import Reads
from leadkit.commands.options import OutputFile, command_app
from leadkit.commands.telling import note, say
from leadkit.files.disk import STANDARD


@command_app(
    "suppress",
    "leadkit suppress optouts.csv -o hashes.csv",
    "leadkit suppress optouts.csv --key-file key.txt > hashes.csv",
)
def app(
    listed: Annotated[
        str, typer.Argument(metavar="LIST", help="List of e-mails, domains, phones."), Reads()
    ],
    key_file: Annotated[
        str, typer.Option(metavar="FILE", help="Key for HMAC-SHA256, to be kept apart."), Reads()
    ] = "",
    output: OutputFile = STANDARD,
) -> None:
    """Hash a list of whom never to contact.

    What comes out tells nobody who is on it, and does for 'leadkit classify --suppress'.
    """
    from leadkit.classifying.suppression_lists import hashes_of, read_suppression
    from leadkit.files.csv_out import write_rows
    from leadkit.files.disk import read_key
    from leadkit.files.read import open_entries
    from leadkit.run.outputs import OpenOutputs

    plain = read_suppression(listed, "", open_entries)
    hashes, left_out = hashes_of(plain, read_key(key_file) if key_file else b"")
    if not hashes:
        raise LeadkitError(f"{listed}: there is no e-mail, and no phone number with its country")
    with OpenOutputs() as opened:
        column = "hmac_sha256" if key_file else "sha256"
        write_rows(opened.open_table(output), [column], [[one] for one in hashes])
        opened.commit()
    for told in plain.notes:
        note(told, "suppress")
    if left_out:
        numbers = how_many(
            left_out,
            "phone number lacks its country and is left out, as a hash of it matches nothing",
            "phone numbers lack their country and are left out, as hashes of them match nothing",
        )
        note(f"{numbers}; 'leadkit clean --region DE' adds it", "suppress")
    say(f"leadkit suppress: {how_many(len(hashes), 'hash', 'hashes')}")
