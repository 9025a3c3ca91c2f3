"""What is in a PDF, and how a copy differs from its original."""

import io

import orjson
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit.errors import Fault, Malformed
from credkit.pdf import inventory
from credkit.pdf.inventory import Change


def a_pdf(pages=1, attached=b'{"a":1}', **root):
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.attachments["credential.json"] = attached
        for name, value in root.items():
            document.Root[f"/{name}"] = value
        document.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


def inventory_of(pdf):
    return inventory.read(pdf, "credential.json").inventory


def test_what_is_attached_is_read():
    assert inventory.read(a_pdf(), "credential.json").attached == b'{"a":1}'
    assert inventory.read(a_pdf(), "another.json").attached is None


def test_objects_may_be_numbered_in_another_order():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        document.make_indirect(pikepdf.Dictionary())
        document.save(out, linearize=True, compress_streams=False)
    changes = inventory.changes(inventory_of(a_pdf()), inventory_of(out.getvalue()))
    assert changes == (Change.BYTES,)


@pytest.mark.parametrize(
    ("copy", "change"),
    [
        (a_pdf(pages=2), Change.PAGES),
        (a_pdf(attached=b"{}"), Change.ATTACHMENT),
        (a_pdf(OpenAction=pikepdf.Dictionary()), Change.ACTIONS),
        (a_pdf(OCProperties=pikepdf.Dictionary()), Change.LAYERS),
        (a_pdf(AcroForm=pikepdf.Dictionary()), Change.FORM),
        (a_pdf(Anything=pikepdf.Dictionary()), Change.STRUCTURE),
    ],
)
def test_a_copy_is_told_from_its_original(copy, change):
    assert change in inventory.changes(inventory_of(a_pdf()), inventory_of(copy))


def test_an_inventory_may_have_been_json():
    found = inventory_of(a_pdf())
    assert inventory.of_json(orjson.loads(orjson.dumps(found))) == found


def test_more_pages_than_a_certificate_has_are_too_much():
    with pytest.raises(Malformed) as refused:
        inventory_of(a_pdf(pages=201))
    assert refused.value.fault is Fault.TOO_MUCH


def test_a_tower_of_objects_is_too_much():
    tower = pikepdf.Array()
    for _ in range(200):
        tower = pikepdf.Array([tower])
    with pytest.raises(Malformed):
        inventory_of(a_pdf(Tower=tower))


@given(st.binary(max_size=400))
def test_whatever_is_no_pdf_is_malformed(noise):
    with pytest.raises(Malformed):
        inventory.read(b"%PDF-1.7\n" + noise, "credential.json")
