"""leadkit import as it is used in cron: maps, required columns, rejects that come back."""

from __future__ import annotations

import csv
import io

import pytest

LIST = (
    "Vorname;Name;E-Mail;Schuhgröße\n"
    "Eva;Meier;eva@x.example.com;38\n"
    "Ida;Lang;ida@x.example.com\n"
    "Kim;Ort;kim@x.example.com;42;zu viel\n"
    'Jo;"Lee;;41\n'
    "Udo;Null;udo@x.example.com;44\n"
)
WHOLE = (
    "Vorname;Name;E-Mail;Schuhgröße\n"
    "Eva;Meier;eva@x.example.com;38\n"
    "Ida;Lang;ida@x.example.com;\n"
    "Kim;Ort;kim@x.example.com;42\n"
    "Jo;Lee;;41\n"
    "Udo;Null;udo@x.example.com;44\n"
)


@pytest.fixture
def lists(folder):
    (folder / "list.csv").write_text(LIST, "utf-8")
    return folder


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def mend(path) -> None:
    """Do what a person would: move surplus cells, drop a stray quote."""
    rows = rows_of(path.read_bytes())
    for row in rows:
        row["_extra"] = ""
        row["Name"] = row["Name"].strip('"')
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_mended_rejects_get_the_ids_they_would_have_had(lists, leadkit):
    """Good rows and mended rejects together are what the mended list would have given."""
    first = leadkit("import", "list.csv", "--rejects", "rejects.csv", cwd=lists)
    assert first.code == 1
    assert "list.csv: 3 of 5 rows were rejected, more than 20%" in first.lines[-1]
    header = (lists / "rejects.csv").read_text("utf-8").splitlines()[0]
    assert header == "Vorname,Name,E-Mail,Schuhgröße,_file,_line,_reason_code,_reason,_extra"
    again = leadkit("import", "rejects.csv", cwd=lists)
    assert [row["first_name"] for row in rows_of(again.out)] == ["Ida", "Jo"], (
        "Kim has cells in _extra"
    )
    assert "rejects.csv:3 (still has cells in _extra" in again.lines[0]
    mend(lists / "rejects.csv")
    second = leadkit("import", "rejects.csv", cwd=lists)
    (lists / "list.csv").write_text(WHOLE, "utf-8")
    whole = leadkit("import", "list.csv", cwd=lists)
    assert not second.code | whole.code  # nothing is wrong any more
    together = sorted(rows_of(first.out) + rows_of(second.out), key=lambda row: row["source_row"])
    assert together == rows_of(whole.out)


def test_rejects_of_different_lists_keep_their_columns(lists, leadkit):
    """Rows of several lists stand in one table, each with its own columns, and find home again."""
    (lists / "other.csv").write_text("Firma,E-Mail,Hut\nAcme,info@x.example.com\n", "utf-8")
    leadkit("import", "list.csv", "other.csv", "--rejects", "rejects.csv", cwd=lists)
    assert "_columns" in (lists / "rejects.csv").read_text("utf-8").splitlines()[0]
    mend(lists / "rejects.csv")
    mended = rows_of(leadkit("import", "rejects.csv", cwd=lists).out)
    (lists / "list.csv").write_text(WHOLE, "utf-8")
    (lists / "other.csv").write_text("Firma,E-Mail,Hut\nAcme,info@x.example.com,\n", "utf-8")
    whole = rows_of(leadkit("import", "list.csv", "other.csv", cwd=lists).out)
    ids = {(row["source_file"], row["source_row"]): row["lead_id"] for row in whole}
    assert len(mended) == 4
    for row in mended:
        assert ids[row["source_file"], row["source_row"]] == row["lead_id"]


LIMITS = {"2": 1, "3": 0, "59%": 1, "60 %": 0, "0": 1}


@pytest.mark.parametrize(("limit", "code"), LIMITS.items(), ids=LIMITS)
def test_max_rejects(lists, leadkit, limit, code):
    """More rejects than allowed is exit code 1; the leads are written all the same."""
    run = leadkit("import", "list.csv", "--max-rejects", limit, "-o", "leads.csv", cwd=lists)
    assert run.code == code
    assert (lists / "leads.csv").exists()
    assert (f"3 of 5 rows were rejected, more than --max-rejects {limit}" in run.lines[-1]) == code


MISUSE = {
    "--max-rejects many": "--max-rejects many: give a number of rows, or a share such as 2%",
    "--require mail": "--require mail: no such column; did you mean 'email'?",
    "--require phone": "list.csv: no column is phone, which is required",
    "--sheet 2": "list.csv: --sheet is for workbooks, and this is none",
    "--map none.yaml": "none.yaml: no such file",
    "--map bad.yaml": "bad.yaml:2: unknown column 'emial'; did you mean 'email'?",
}


@pytest.mark.parametrize(("options", "said"), MISUSE.items(), ids=MISUSE)
def test_misuse(lists, leadkit, options, said):
    """One line says where and what to do; nothing is written."""
    (lists / "bad.yaml").write_text("columns:\n  E-Mail: emial\n")
    run = leadkit("import", "list.csv", "-o", "leads.csv", *options.split(), cwd=lists)
    assert (run.code, len(run.lines), run.out) == (2, 1, b"")
    assert run.lines[0].startswith(f"leadkit: {said}")
    assert not (lists / "leads.csv").exists()


def test_a_map_for_cron(lists, leadkit):
    """The guess is written with its reasons, edited, and used; changed columns are reported."""
    asked = leadkit("import", "list.csv", "--write-map", "map.yaml", cwd=lists)
    assert (asked.code, asked.out) == (0, b"")
    text = (lists / "map.yaml").read_text("utf-8")
    assert "  Name:       last_name      # a name beside a first name" in text
    assert (
        "  Schuhgröße:                # left alone: 'schuhgroesse' is no word leadkit knows" in text
    )
    edited = text.replace("Schuhgröße:          ", "Schuhgröße: external_id").replace(
        "E-Mail:", "Mail:"
    )
    (lists / "map.yaml").write_text(f"source: Fair\n{edited}", "utf-8")
    run = leadkit("import", "list.csv", "--map", "map.yaml", cwd=lists)
    row = rows_of(run.out)[0]
    assert (row["external_id"], row["lead_source"], row["E-Mail"]) == (
        "38",
        "Fair",
        "eva@x.example.com",
    )
    said = "\n".join(run.lines)
    assert "list.csv: map.yaml does not name 'E-Mail'; left alone" in said
    assert "map.yaml: no list has the column 'Mail' any more" in said


def test_a_footer_that_comes_back_is_still_none(folder, leadkit):
    """A footer that nobody mended does not become a lead with the mended rows."""
    (folder / "a.csv").write_text("Name,E-Mail\nEva,e@x.example.com\nIda\nTotal,2\n")
    leadkit("import", "a.csv", "--rejects", "r.csv", cwd=folder)
    run = leadkit("import", "r.csv", cwd=folder)
    assert [row["full_name"] for row in rows_of(run.out)] == ["Ida"]
    assert "r.csv:3 (a total or a note below the table)" in run.lines[0]


def test_lines_of_an_address_are_joined(folder, leadkit):
    """Columns that share a field are joined, blanks left out, and the map says so."""
    (folder / "a.csv").write_text("Name,Home Street,Home Street 2\nEva,Weg 1,2. Stock\nIda,,Hof\n")
    rows = rows_of(leadkit("import", "a.csv", cwd=folder).out)
    assert [row["home_street"] for row in rows] == ["Weg 1, 2. Stock", "Hof"]
    leadkit("import", "a.csv", "--write-map", "map.yaml", cwd=folder)
    assert "joined with another column of home_street" in (folder / "map.yaml").read_text()
    mapped = leadkit("import", "a.csv", "--map", "map.yaml", cwd=folder)
    assert rows_of(mapped.out) == rows


def test_a_header_in_the_middle_is_no_person(folder, leadkit):
    """Lists that were strung together have their header again: it is set aside."""
    (folder / "a.csv").write_text(
        "Name,E-Mail\nEva,e@x.example.com\nName,E-Mail\nIda,i@x.example.com\n"
    )
    run = leadkit("import", "a.csv", cwd=folder)
    assert [row["full_name"] for row in rows_of(run.out)] == ["Eva", "Ida"]
    assert "a.csv:3 (the header stands here again)" in run.lines[0]


def test_equal_rows_that_come_back_have_ids_of_their_own(folder, leadkit):
    """A mended row never gets the id of an equal one that was good at once."""
    (folder / "a.csv").write_text("Name,Ort\n" + "Eva,Ulm\nEva,Ulm,\n" * 2)
    first = rows_of(leadkit("import", "a.csv", "--rejects", "r.csv", cwd=folder).out)
    header = (folder / "r.csv").read_text().splitlines()[0]
    assert header == "Name,Ort,_file,_line,_reason_code,_reason,_extra,_seen"
    second = rows_of(leadkit("import", "r.csv", cwd=folder).out)
    (folder / "a.csv").write_text("Name,Ort\n" + "Eva,Ulm\n" * 4)
    whole = rows_of(leadkit("import", "a.csv", cwd=folder).out)
    assert {row["lead_id"] for row in first + second} == {row["lead_id"] for row in whole}
    assert [row["source_row"] for row in second] == ["3", "5"]


def test_rows_rejected_twice_are_still_of_their_list(folder, leadkit):
    """_file and _line stay those of the list, however often a row comes back."""
    (folder / "a.csv").write_text(
        "Name,E-Mail\nEva,e@x.example.com\n , \nIda\nLang, Udo,u@x.example.com\n"
    )
    leadkit("import", "a.csv", "--rejects", "r.csv", cwd=folder)
    text = (folder / "r.csv").read_text().replace("Ida,,", "Ida,i,x,")
    (folder / "r.csv").write_text(text)
    for rejects in ("r.csv", "r2.csv", "r3.csv"):
        rows = rows_of((folder / rejects).read_bytes())
        told = [(row["_file"], row["_line"], row["_reason_code"]) for row in rows]
        if rejects != "r.csv":
            codes = ("blank_row", "ragged", "ragged")
            assert told == [("a.csv", line, code) for line, code in zip("345", codes, strict=True)]
            assert [row["_extra"] for row in rows] == ["", "x", "u@x.example.com"]
        again = leadkit(
            "import", rejects, "--rejects", f"r{int(rejects[1:-4] or 1) + 1}.csv", cwd=folder
        )
        assert again.code == 0, again.err


def test_a_card_is_no_row_of_text(folder, leadkit):
    """A broken card that comes back stays a reject of its file, and says what to do."""
    (folder / "a.vcf").write_text("BEGIN:VCARD\nFN:Eva\n")
    leadkit("import", "a.vcf", "--rejects", "r.csv", cwd=folder)
    run = leadkit("import", "r.csv", "--rejects", "r2.csv", cwd=folder)
    assert rows_of(run.out) == []
    (row,) = rows_of((folder / "r2.csv").read_bytes())
    assert (row["_file"], row["_line"], row["_reason_code"]) == ("a.vcf", "1", "broken_card")
    assert "import that file again" in row["_reason"]


def test_a_source_that_is_no_text(folder, leadkit):
    """What a shell gives as bytes of another encoding can be in no cell, and so is refused."""
    (folder / "list.csv").write_text("email\neva@x.example.com\n")
    for option in ("--source", "--consent-text", "--complete"):
        done = leadkit(
            "import",
            "list.csv",
            option,
            b"M\xfcnchen".decode("utf-8", "surrogateescape"),
            cwd=folder,
        )
        assert (done.code, done.out) == (2, b"")
        assert done.lines == [
            f"leadkit: {option}: holds bytes that are no text (UTF-8); type it anew"
        ]
