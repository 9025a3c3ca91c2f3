import json
import math
from contextlib import suppress
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from credkit import canonical
from credkit.errors import Malformed

JCS = Path(__file__).parents[1] / "vectors" / "jcs"
VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DOCUMENT = {
    "@context": [VC, OB],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:example.org", "type": ["Profile"], "name": "Example"},
    "credentialSubject": {"id": "urn:uuid:2", "type": ["AchievementSubject"], "name": "Ada"},
}
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(-10_000, 10_000, places=2).map(float)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("name", sorted(path.name for path in (JCS / "input").iterdir()))
def test_jcs_is_that_of_the_rfc(name):
    value = json.loads((JCS / "input" / name).read_text("utf-8"))
    assert canonical.jcs(value) == (JCS / "output" / name).read_bytes().rstrip(b"\n")


@given(json_values)
def test_the_fast_path_writes_what_the_slow_one_does(value):
    assert canonical.jcs(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, {"a": -(2**70)}, "\ud800", {1: 2}])
def test_what_json_cannot_carry_is_malformed(value):
    with pytest.raises(Malformed):
        canonical.jcs(value)


def test_the_order_of_members_does_not_matter():
    assert canonical.digest({"b": 1, "a": [2]}) == canonical.digest({"a": [2], "b": 1})


@pytest.mark.parametrize(
    ("change", "culprit"),
    [
        ({"nickname": "A"}, "undefined term: nickname"),
        ({"type": ["VerifiableCredential", "Diploma"]}, "undefined type: Diploma"),
        ({"id": "credential/1"}, "relative address: credential/1"),
        ({"id": ""}, "relative address"),
        ({"id": "@nothing"}, "no address"),
        ({"id": "https://example.org/a b"}, "not an IRI"),
        ({"id": "urn:x> <urn:p> <urn:o> .\n<urn:y"}, "not an IRI"),
        ({"@context": [VC, "https://example.org/v1"]}, "unknown context: https://example.org/v1"),
        ({"@context": [{"nickname": "urn:n"}, VC, OB]}, "the first context"),
        ({"issuer": {"@context": {"nickname": "urn:n"}, "id": "did:web:x"}}, "inline context"),
        ({"@context": [VC, OB, None]}, "inline context"),
        ({"issuer": {"id": "did:web:x", "type": ["Profile"], "@index": "1"}}, "keyword"),
        ({"name": {"@value": "A", "@direction": "rtl"}}, "keyword"),
        ({"name": {"@value": "A", "@language": "not a tag"}}, "not a language tag"),
        ({"https://schema.org/name": "B"}, "named by an IRI"),
        ({"_:b0": "B"}, "named by an IRI"),
        ({"@included": []}, "keyword"),
        ({"credentialSubject": {"id": "urn:uuid:2", "rank": 1}}, "undefined term: rank"),
        ({"name": 2**60}, "integer"),
    ],
)
def test_what_would_not_be_signed_is_refused_by_name(change, culprit):
    with pytest.raises(Malformed, match=culprit):
        canonical.check_terms(DOCUMENT | change)
    with pytest.raises(Malformed, match=culprit):
        canonical.rdfc(DOCUMENT | change)


def test_a_sound_document_passes():
    canonical.check_terms(DOCUMENT)
    canonical.check_terms(DOCUMENT | {"name": {"@value": "A", "@language": "en-ZA"}})


def test_control_characters_are_escaped_as_rdfc_demands():
    # RDFC-1.0, section 5: ECHAR for these seven, UCHAR for the rest of C0 and for DEL.
    lines = canonical.rdfc(DOCUMENT | {"name": '\b\t\n\f\r"\\\0\x0b\x1f\x7f\x80é\u2028😀'})
    assert r'"\b\t\n\f\r\"\\\u0000\u000B\u001F\u007F' + '\x80é\u2028😀" .\n' in lines


def test_canonical_lines_are_sorted_and_single():
    doubled = DOCUMENT | {"type": ["VerifiableCredential", "VerifiableCredential"]}
    lines = canonical.rdfc(doubled | {"@context": [VC, OB]}).splitlines()
    assert lines == sorted(set(lines))


def test_blank_nodes_that_look_alike_are_told_apart():
    knot = [{"type": "Alignment", "targetName": "same"} for _ in range(3)]
    subject = {"type": "AchievementSubject", "achievement": _achievement(alignment=knot)}
    lines = canonical.rdfc(DOCUMENT | {"credentialSubject": subject})
    assert all(f"_:c14n{number} " in lines for number in range(4))


@pytest.mark.parametrize("size", [8, 10, 30])
def test_a_document_made_to_take_forever_is_refused(size):
    # Everyone is everyone's parent, and nobody has a name: the clique of the RDFC-1.0 suite.
    with pytest.raises(Malformed, match="look alike"):
        canonical.rdfc(DOCUMENT | {"evidence": _clique(size)})


def test_a_small_knot_is_untied():
    assert "_:c14n3 " in canonical.rdfc(DOCUMENT | {"evidence": _clique(4)})


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": 1}}',
        '{"a": NaN}',
        '{"a": Infinity}',
        "[1]",
        '"text"',
        "",
        "{",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        '{"a":' * 70 + "1" + "}" * 70,
        '{"a":' * 5000 + "1" + "}" * 5000,
        '{"a": "' + "x" * canonical.MAX_BYTES + '"}',
    ],
)
def test_wicked_json_is_malformed(text):
    with pytest.raises(Malformed):
        canonical.load_json(text)


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_json_that_was_written_can_be_read(value):
    assert canonical.load_json(json.dumps(value)) == value


@given(st.text() | st.binary())
def test_no_input_makes_reading_raise_anything_else(text):
    with suppress(Malformed):
        canonical.load_json(text)


def _clique(size):
    names = [f"_:b{number}" for number in range(size)]
    return [
        {"id": name, "type": "Profile", "parentOrg": [each for each in names if each != name]}
        for name in names
    ]


def _achievement(**members):
    return {"id": "urn:a", "type": "Achievement", "name": "A"} | members
