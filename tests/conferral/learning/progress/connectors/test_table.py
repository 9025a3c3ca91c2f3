"""Text tables in every dialect, and every refusal with its remedy."""

import csv
import resource
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making_tables import a_table, delimited

from conferral.learning.progress.connectors.table import Line, Table, Unreadable, open_table

PEOPLE = [
    ["Name", "E-mail", "Wörd"],
    ["Zoë O'Brien-Müller", "zoe@example.test", "a,b;c\td"],
    ['Sipho "Sips" Dlamini', "sipho@example.test", "two\nlines"],
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
DELIMITERS = [",", ";", "\t"]


def lines_of(table):
    return [list(line.cells) for line in table.lines]


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_dialect_reads_the_same(tmp_path, encoding, delimiter, quoting):
    table = a_table(tmp_path, delimited(PEOPLE, encoding, delimiter, quoting))
    assert table.header == ("Name", "E-mail", "Wörd")
    assert lines_of(table) == PEOPLE[1:]


WORDS = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=8)
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
CELLS_1252 = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=12)
BREAKS = st.sampled_from(["", "\n", "\r\n", '"', '""', ",", ";", "\t", "\r"])


@st.composite
def tables(draw, cells, words):
    width = draw(st.integers(2, 5))
    header = draw(st.lists(words, min_size=width, max_size=width))
    body = st.tuples(cells, BREAKS, cells).map("".join)
    row = st.lists(body, min_size=width, max_size=width).filter(
        lambda row: any(map(str.strip, row))
    )
    return [header, *draw(st.lists(row, min_size=1, max_size=6))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=tables(CELLS, WORDS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from(DELIMITERS),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_was_written_is_what_is_read(tmp_path, rows, encoding, delimiter, quoting):
    table = a_table(tmp_path, delimited(rows, encoding, delimiter, quoting))
    assert [list(table.header), *lines_of(table)] == rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=tables(CELLS_1252, st.text("abcdefgXYZ", min_size=1, max_size=8)),
    delimiter=st.sampled_from(DELIMITERS),
)
def test_windows_1252_is_read_unless_it_happens_to_be_utf_8(tmp_path, rows, delimiter):
    rows[0][0] = "naïve"
    table = a_table(tmp_path, delimited(rows, "cp1252", delimiter))
    assert [list(table.header), *lines_of(table)] == rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_unreadable(tmp_path, content):
    try:
        table = a_table(tmp_path, content)
    except Unreadable:
        return
    assert lines_of(table)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.sampled_from('ab,;\t"\r\n\0é =@'), max_size=60))
def test_any_text_is_a_table_or_unreadable(tmp_path, content):
    try:
        table = a_table(tmp_path, content)
    except Unreadable:
        return
    assert len(lines_of(table)) == table.rows


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    table = a_table(tmp_path, '\na,b\n1,"two\nlines"\n\n,\n2,x\n')
    assert (table.header_row, table.rows) == (2, 2)
    assert list(table.lines) == [Line(3, ("1", "two\nlines")), Line(6, ("2", "x"))]


def test_the_line_that_tells_excel_the_separator_is_no_row(tmp_path):
    table = a_table(tmp_path, "sep=;\r\na;b\r\n1;2\r\n")
    assert (table.header, table.header_row) == (("a", "b"), 1)
    assert list(table.lines) == [Line(2, ("1", "2"))]


def test_reading_can_go_on_from_any_row(tmp_path):
    table = a_table(tmp_path, "a,b\n1,1\n2,2\n3,3\n")
    assert [line.number for line in table.lines_from(3)] == [3, 4]
    assert [line.number for line in table.lines_from(0)] == [2, 3, 4]


def test_lines_can_be_read_again_and_at_the_same_time(tmp_path):
    table = a_table(tmp_path, "a,b\n1,1\n2,2\n")
    assert [(x.number, y.number) for x in table.lines for y in table.lines] == [
        (2, 2),
        (2, 3),
        (3, 2),
        (3, 3),
    ]


def test_a_table_is_kept_as_json_and_read_on(tmp_path):
    table = a_table(tmp_path, delimited(PEOPLE, "utf-16", ";"))
    assert Table.from_json(table.to_json(), table.path) == table


def test_commas_in_the_header_do_not_hide_a_semicolon(tmp_path):
    table = a_table(tmp_path, "E-mail;Name, full;Test, part 1, easy\na@b.c;Ann;1\nd@e.f;Dan;2\n")
    assert table.delimiter == ";"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n  \n , \n", "has no text"),
        (b"\xef\xbb\xbf", "has no text"),
        (b"Name,E-mail\n", "no rows below"),
        (b"Ann,ann@example.test\nDan,dan@example.test\n", "e-mail address in row 1"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a JPEG picture"),
        (b"MZ\x90\0\x03\0\0\0", "is a Windows program"),
        (b"\x7fELF\x02\x01\x01\0", "is a Linux program"),
        (b"\x1f\x8b\x08\0\0\0", "is a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"SQLite format 3\0", "is an SQLite database"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html><table>", "is a web page"),
        (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "is a web page"),
        ("<html>".encode("utf-16"), "is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "is an XML document"),
        (b'[{"email": "a@b.c"}]', "is a JSON document"),
        (b"a,b\n1,\0\n", "NUL byte near row 2"),
        (bytes(range(1, 32)) * 20 + b"\x81", "cannot be read|binary"),
        (bytes(range(1, 32)) * 20, "is a binary file"),
        (b"a,b\n1,\x81\x8d\n", "near row 2 that cannot be read"),
        ("a,é\n1,2\n".encode() + b"3,\xe9\n", "near row 3 that cannot be read"),
        ("a,é\n1,Zoë".encode()[:-1], "near row 2 that cannot be read"),
        ("a,b\n1,2\n".encode("utf-16")[:-1], "cannot be read"),
        (b'a,b\n1,2\n2,"never closed\n3,4\n', "from row 3 on: a quotation mark"),
        (b'a,b\n1,2\n2,"' + b"x" * 40_000 + b'"\n', "row 3 has a cell of more than 32,767"),
        (b'a,b\n1,2\n2,"' + b"x\n" * 600_000 + b'"\n', "from row 3 on"),
        (b"a,b\n" + b"x" * 2_000_000, "from row 2 on"),
        (b",".join(b"c%d" % n for n in range(501)) + b"\n1\n", "row 1 has 501 columns"),
        (b"a,b\n" + b"," * 600 + b"x\n", "row 2 has 601 columns"),
        (b"a,b\n" + b"\n" * 1_100_000, "more rows than a spreadsheet"),
        (b"PK\x03\x04 and no more", "damaged or cut off"),
    ],
)
def test_what_cannot_be_read_is_refused_with_reason_and_remedy(tmp_path, content, words):
    with pytest.raises(Unreadable, match=words) as refused:
        a_table(tmp_path, content, "results.csv")
    assert str(refused.value).startswith("results.csv")
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 400


def test_letters_of_a_signature_may_begin_a_header(tmp_path):
    assert a_table(tmp_path, "MZ number,E-mail\n1,a@example.test\n").header[0] == "MZ number"


def test_a_file_of_200_megabytes_is_refused_at_once(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"Name,E-mail\n")
        file.truncate(200_000_000)
    began = time.process_time()
    with pytest.raises(Unreadable, match="has 200 MB; at most 50 MB"):
        open_table(path, "huge.csv")
    assert time.process_time() - began < 0.5


def test_a_million_rows_are_refused_without_being_held(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes(b"Name,E-mail\n" + b"Ann Other,ann@example.test\n" * 1_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with pytest.raises(Unreadable, match=r"more than 200,000 rows\. Split it"):
        open_table(path, "long.csv")
    assert time.process_time() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(rows):
        content = b"Name,E-mail,Test\n" + b'"Ann, Other",ann@example.test,75.5\n' * rows
        path = tmp_path / f"{rows}.csv"
        path.write_bytes(content)
        del content
        tracemalloc.start()
        assert sum(1 for _ in open_table(path, "big.csv").lines) == rows
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    large = peak(100_000)
    assert large < 12_000_000
    assert large < peak(40_000) * 1.2
