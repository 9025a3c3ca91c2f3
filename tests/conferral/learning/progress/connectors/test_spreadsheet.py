"""Workbooks are read like text, and those that would take us down are refused."""

import resource
import struct
import time
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
import xlsxwriter
from making_tables import (
    a_table,
    an_ods,
    an_overlapping_zip,
    an_xlsx,
    readings,
    results,
    text_cell,
    with_part,
)

from conferral.learning.progress.connectors.table import Line, Unreadable, open_table

HEADER = ["Name", "E-mail", "Ward round", "Closing test (%)", "Closing test - Date"]
ZOE = ["Zoë Müller", "zoe@example.test", 92.5, "75.5%", datetime.fromisoformat("2026-11-20 10:01")]
REPEATED = 'table:number-columns-repeated="{}"'


def opened(path):
    return open_table(path, path.name)


def test_an_xlsx_reads_as_its_owner_sees_it(tmp_path):
    table = opened(an_xlsx(tmp_path / "marks.xlsx", [HEADER, ZOE]))
    assert table.header == tuple(HEADER)
    assert [line.cells for line in table.lines] == [
        ("Zoë Müller", "zoe@example.test", "92.5", "75.5 %", "2026-11-20 10:01:00")
    ]


def test_an_xlsx_gives_completions(tmp_path):
    (zoe,) = readings(opened(an_xlsx(tmp_path / "marks.xlsx", [HEADER, ZOE])))
    assert results(zoe) == {
        "ward-round": (None, Decimal("92.5")),
        "closing-test": (None, Decimal("75.5")),
    }
    assert zoe.completions[1].completed_at.isoformat() == "2026-11-20T10:01:00+02:00"


def test_the_name_of_a_file_does_not_matter(tmp_path):
    path = an_xlsx(tmp_path / "marks.csv", [HEADER, ZOE])
    assert opened(path).header == tuple(HEADER)
    assert a_table(tmp_path, "a,b\n1,2\n", "text.xlsx").header == ("a", "b")


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(tmp_path):
    path = an_xlsx(tmp_path / "marks.xlsx", [HEADER, [], ZOE], first=(4, 2))
    table = opened(path)
    assert table.header_row == 5
    assert table.header[:3] == ("", "", "Name")
    assert [line.number for line in table.lines] == [7]


def test_a_formula_arrives_as_a_formula_and_its_row_is_refused_by_name(tmp_path):
    row = ["Ann Other", "ann@example.test", "=AVERAGE(1,2)", "", ""]
    bad, good = readings(opened(an_xlsx(tmp_path / "marks.xlsx", [HEADER, row, ZOE])))
    assert bad.problems[0].says == (
        'Row 2, column "Ward round": "=AVERAGE(1,2)" is a formula. Paste the score as a value.'
    )
    assert good.completions


def test_a_formula_that_shares_its_text_is_found(tmp_path):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    path = an_xlsx(tmp_path / "marks.xlsx", [["a"]])
    table = opened(with_part(path, "xl/worksheets/sheet1.xml", sheet))
    assert list(table.lines) == [Line(2, ("1", "=(shared)"))]


def test_an_ods_reads_as_its_owner_sees_it(tmp_path):
    rows = (
        f"<table:table-row>{''.join(map(text_cell, ['Name', 'E-mail', 'Test', 'Sum']))}"
        f"</table:table-row><table:table-row {REPEATED.replace('columns', 'rows').format(2)}>"
        f"<table:table-cell {REPEATED.format(4)}/></table:table-row><table:table-row>"
        f"{text_cell('Zoë Müller')}{text_cell('zoe@example.test')}"
        '<table:table-cell office:value-type="percentage" office:value="0.755">'
        "<text:p>75.5 %</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=[.C4]*2" office:value-type="float" '
        'office:value="1.51"><text:p>1.51</text:p></table:table-cell></table:table-row>'
    )
    table = opened(an_ods(tmp_path / "marks.ods", rows))
    assert table.header == ("Name", "E-mail", "Test", "Sum")
    assert list(table.lines) == [Line(4, ("Zoë Müller", "zoe@example.test", "75.5 %", "=[.C4]*2"))]


def refused(path):
    """The sentence, if it took less than a second of a processor and did not make us grow."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with pytest.raises(Unreadable) as refusal:
        opened(path)
    assert time.process_time() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes
    assert not path.with_name(f"{path.name}.csv").exists()
    return str(refusal.value)


def test_a_zip_bomb_dressed_as_a_workbook_is_refused(tmp_path):
    path = with_part(
        an_xlsx(tmp_path / "bomb.xlsx", [["a"]]), "xl/worksheets/sheet1.xml", bytes(150_000_000)
    )
    assert "more than 100 times its size" in refused(path)


def test_a_workbook_of_too_many_megabytes_is_refused(tmp_path):
    path = an_xlsx(tmp_path / "bomb.xlsx", [["a"]])
    with_part(path, "xl/a.xml", bytes(101_000_000))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/b.xml", bytes(101_000_000))
    assert "more than 200 MB" in refused(path)


def test_overlapping_entries_are_refused(tmp_path):
    assert "overlap" in refused(an_overlapping_zip(tmp_path / "bomb.xlsx"))


def test_too_many_entries_are_refused(tmp_path):
    path = an_xlsx(tmp_path / "many.xlsx", [["a"]])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(1_000):
            archive.writestr(f"xl/{number}", b"")
    assert "more than 1,000 files" in refused(path)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl/../../x", "C:/x", "..\\x"])
def test_entries_that_would_leave_the_folder_are_refused(tmp_path, name):
    path = with_part(an_xlsx(tmp_path / "slip.xlsx", [["a"]]), name, b"x")
    assert "unpacked outside of it" in refused(path)


def test_an_archive_inside_is_refused(tmp_path):
    path = with_part(an_xlsx(tmp_path / "nest.xlsx", [["a"]]), "xl/embeddings/x.xlsx", b"PK")
    assert "another archive" in refused(path)


def test_a_link_inside_is_refused(tmp_path):
    path = an_xlsx(tmp_path / "link.xlsx", [["a"]])
    link = zipfile.ZipInfo("xl/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "a link" in refused(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(tmp_path):
    path = an_xlsx(tmp_path / "twice.xlsx", [["a"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert "two files of one name" in refused(path)


def test_a_second_directory_behind_the_first_is_refused(tmp_path):
    path = an_xlsx(tmp_path / "two.xlsx", [["a"]])
    path.write_bytes(path.read_bytes() + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0, 0, 0, 0, 0))
    assert "damaged" in refused(path)


@pytest.mark.parametrize("kept", [10, 1_000, -30, -1])
def test_a_workbook_that_is_cut_off_is_refused(tmp_path, kept):
    path = an_xlsx(tmp_path / "cut.xlsx", [HEADER, ZOE])
    path.write_bytes(path.read_bytes()[:kept])
    assert "damaged or cut off" in refused(path)


def test_a_workbook_with_needless_zip64_records_is_read(tmp_path, monkeypatch):
    path = an_xlsx(tmp_path / "wide.xlsx", [HEADER, ZOE])
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 0)  # makes the writer add them
    with_part(path, "xl/note.txt", "")
    assert b"PK\x06\x06" in path.read_bytes()
    assert opened(path).rows == 1


def test_the_first_sheet_that_can_be_seen_is_read(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "two.xlsx") as book:
        hidden, seen = book.add_worksheet("Notes"), book.add_worksheet("Results")
        hidden.write_row(0, 0, ["=1", "x"])
        seen.write_row(0, 0, HEADER)
        seen.write_row(1, 0, ["Ann", "ann@example.test", "=1+1"])
        hidden.hide()
        seen.activate()
        seen.set_first_sheet()
    (line,) = opened(tmp_path / "two.xlsx").lines
    assert line.cells[:3] == ("Ann", "ann@example.test", "=1+1")


def test_a_damaged_sheet_is_refused(tmp_path):
    path = an_xlsx(tmp_path / "torn.xlsx", [HEADER, ZOE])
    assert "Save it again" in refused(with_part(path, "xl/worksheets/sheet1.xml", b"<worksheet><"))


def test_a_sheet_that_lies_about_its_size_is_refused(tmp_path):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    path = with_part(an_xlsx(tmp_path / "lie.xlsx", [["a"]]), "xl/worksheets/sheet1.xml", sheet)
    assert "more time or memory" in refused(path)


def test_a_billion_laughs_are_refused_wherever_they_stand(tmp_path):
    laughs = '<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    sheet = (
        f'<?xml version="1.0"?>{laughs}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<sheetData/></worksheet>"
    )
    path = with_part(an_xlsx(tmp_path / "ha.xlsx", [["a"]]), "xl/worksheets/sheet1.xml", sheet)
    assert "declares XML entities" in refused(path)
    strings = f'<?xml version="1.0"?>{laughs}<sst><si><t>&b;</t></si></sst>'
    path = with_part(an_xlsx(tmp_path / "haha.xlsx", [["a"]]), "xl/sharedStrings.xml", strings)
    assert "Save it again" in refused(path)


def test_a_workbook_without_rows_is_refused(tmp_path):
    assert "has no text" in refused(an_xlsx(tmp_path / "empty.xlsx", []))


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("word/document.xml", "is a Word document"),
        ("ppt/presentation.xml", "is a PowerPoint presentation"),
        ("xl/workbook.bin", "is a binary Excel workbook"),
        ("readme.txt", "is an archive"),
    ],
)
def test_other_archives_are_called_by_their_names(tmp_path, part, words):
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, b"x")
    assert words in refused(path)


def test_a_locked_workbook_is_refused(tmp_path):
    path = an_xlsx(tmp_path / "locked.xlsx", [["a"]])
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)
    assert "protected by a password" in refused(path)
