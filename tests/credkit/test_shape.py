import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import canonical
from credkit.errors import Malformed
from credkit.shape import Form, Shape, slot
from oracles import specimen

SHAPE = specimen.shape()
VC = "https://www.w3.org/ns/credentials/v2"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
wicked = st.text('"\\\t\r\n\b\f\0\x1f\x7f\x80%(){}<>\u2028\ufdd0\uffff😀é漢ا', max_size=20)
address_ends = st.text("abcXYZ019._~:/?#[]@!$&'()*+,;=%-", min_size=1, max_size=20)


@given(name=texts | wicked, mark=texts | wicked, number=texts | wicked)
def test_any_text_gives_the_bytes_of_the_long_way(name, mark, number):
    values = specimen.HOLDER | {"holder_name": name, "mark": mark, "number": number}
    assert SHAPE.canonical(values).decode() == canonical.rdfc(SHAPE.fill(values))


@given(start=st.sampled_from(["https://", "urn:", "did:web:", "mailto:"]), end=address_ends)
def test_any_address_gives_the_bytes_of_the_long_way(start, end):
    values = specimen.HOLDER | {"id": start + end, "holder_id": start + end + "x"}
    assert SHAPE.canonical(values).decode() == canonical.rdfc(SHAPE.fill(values))


@given(end=address_ends)
def test_a_part_of_an_address_gives_the_bytes_of_the_long_way(end):
    values = specimen.HOLDER | {"status_index": end}
    assert SHAPE.canonical(values).decode() == canonical.rdfc(SHAPE.fill(values))


def test_equal_values_give_one_line_not_two():
    template = _credential(name=slot("a"), description="d") | {
        "evidence": [{"id": slot("x"), "type": "Evidence"}, {"id": slot("y"), "type": "Evidence"}]
    }
    template["@context"] = template["@context"] + [specimen.template()["@context"][1]]
    shape = Shape.compile(template)
    values = {"a": "A", "x": "urn:e:1", "y": "urn:e:1"}
    assert shape.canonical(values).decode() == canonical.rdfc(shape.fill(values))


def test_the_digest_is_the_sha_256_of_the_bytes():
    held = SHAPE.canonical(specimen.HOLDER)
    assert SHAPE.digest(specimen.HOLDER) == hashlib.sha256(held).digest()


def test_a_filled_shape_is_the_template_with_the_values_in_it():
    text = json.dumps(specimen.template())
    for name, value in specimen.HOLDER.items():
        text = text.replace(json.dumps(slot(name))[1:-1], value)
    assert SHAPE.fill(specimen.HOLDER) == json.loads(text)
    assert list(SHAPE.fill(specimen.HOLDER)) == list(specimen.template())


def test_the_slots_of_a_shape_are_known():
    assert SHAPE.slots == specimen.HOLDER.keys()


def test_a_shape_without_slots_is_a_document():
    document = specimen.unsecured()
    shape = Shape.compile(document)
    assert shape.fill({}) == document
    assert shape.canonical({}).decode() == canonical.rdfc(document)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "7",
        "relative/path",
        "schema:name",
        "https",
        "https://a b",
        "https://a>b",
        'https://a"b',
        "https://a\\b",
        "https://é.example",
        "https://a\n",
        "javascript:alert(1)",
        "HTTPS://EXAMPLE",
        "_:b0",
        "@id",
    ],
)
def test_what_is_no_address_does_not_fit_where_one_belongs(value):
    for attempt in (SHAPE.fill, SHAPE.canonical, SHAPE.digest):
        with pytest.raises(Malformed, match="slot holder_id cannot hold"):
            attempt(specimen.HOLDER | {"holder_id": value})


@pytest.mark.parametrize("value", ["7 8", "<7", "7\n", "é", '7"'])
def test_what_breaks_an_address_does_not_fit_inside_one(value):
    with pytest.raises(Malformed, match="slot status_index cannot hold"):
        SHAPE.canonical(specimen.HOLDER | {"status_index": value})


def test_a_missing_or_an_unknown_slot_is_named():
    with pytest.raises(Malformed, match="missing or unknown: mark"):
        SHAPE.fill({name: value for name, value in specimen.HOLDER.items() if name != "mark"})
    with pytest.raises(Malformed, match="missing or unknown: colour"):
        SHAPE.canonical(specimen.HOLDER | {"colour": "red"})


def test_a_lone_surrogate_is_no_text():
    values = specimen.HOLDER | {"holder_name": "\ud83d"}
    for attempt in (SHAPE.fill, SHAPE.canonical):
        with pytest.raises(Malformed):
            attempt(values)


def _credential(**members):
    return {
        "@context": [VC],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": "did:web:example.org",
        "credentialSubject": {"id": "urn:uuid:2", "name": "Ada"},
    } | members


@pytest.mark.parametrize(
    ("members", "culprit"),
    [
        ({"credentialSubject": {"name": slot("name")}}, "a node without an id"),
        ({"type": ["VerifiableCredential", slot("kind")]}, "a type or a term"),
        ({slot("term"): "x"}, "a member's name"),
        ({"nickname": slot("name")}, "undefined term: nickname"),
        ({"@context": [slot("context")]}, "unknown context"),
        ({"name": {"@value": "A", "@language": slot("tongue")}}, "language"),
        ({"name": {"@value": "A", "@type": slot("kind")}}, "datatype"),
        (
            {"name": {"@value": slot("n"), "@type": "http://www.w3.org/2001/XMLSchema#double"}},
            "rewrites",
        ),
        ({"id": "ht" + slot("rest")}, "inside the scheme"),
        ({"id": "relative/" + slot("rest")}, "not an IRI"),
        ({"name": "urn:slot:name:end"}, "reserved"),
    ],
)
def test_a_shape_that_could_not_keep_its_promise_is_refused(members, culprit):
    with pytest.raises(Malformed, match=culprit):
        Shape.compile(_credential(**members))


@pytest.mark.parametrize("name", ["", "Name", "1st", "a b", "a\ufdd1"])
def test_a_slot_has_a_plain_name(name):
    with pytest.raises(ValueError, match="not a slot's name"):
        slot(name)


@given(name=texts | wicked, mark=texts | wicked)
def test_a_filled_form_is_the_canonical_json_of_the_filled_shape(name, mark):
    values = specimen.HOLDER | {"holder_name": name, "mark": mark}
    assert Form.of(specimen.template()).fill(values) == canonical.jcs(SHAPE.fill(values))


def test_a_form_with_a_missing_or_unknown_slot_is_malformed():
    form = Form.of({"a": slot("a")})
    for values in ({}, {"a": "A", "b": "B"}):
        with pytest.raises(Malformed, match="missing or unknown"):
            form.fill(values)


def test_a_form_has_no_slot_in_a_name():
    with pytest.raises(Malformed, match="name"):
        Form.of({slot("a"): 1})
