import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import base64url
from credkit.errors import Fault, Malformed
from credkit.proofs import disclosures

# RFC 9901, sections 4.2 and 5.1: disclosures with their digests, as the RFC writes them.
PUBLISHED = {
    "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd": (
        "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4",
        ("given_name", "John"),
    ),
    "WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwgImZhbWlseV9uYW1lIiwgIkRvZSJd": (
        "TGf4oLbgwd5JQaHyKVQZU9UdGE0w5rtDsrZzfUaomLo",
        ("family_name", "Doe"),
    ),
    "WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwgImVtYWlsIiwgImpvaG5kb2VAZXhhbXBsZS5jb20iXQ": (
        "JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE",
        ("email", "johndoe@example.com"),
    ),
    "WyJlSThaV205UW5LUHBOUGVOZW5IZGhRIiwgInBob25lX251bWJlciIsICIrMS0yMDItNTU1LTAxMDEiXQ": (
        "PorFbpKuVu6xymJagvkFsFXAbRoc2JGlAUA2BA4o7cI",
        ("phone_number", "+1-202-555-0101"),
    ),
    "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0": (
        "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs",
        (None, "FR"),
    ),
    "WyI2cU1RdlJMNWhhaiIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0": (
        "uutlBuYeMDyjLLTpf6Jxi7yNkEF35jdyWMn9U7b_RYY",
        ("family_name", "Möbius"),
    ),
}
CLAIMS = {
    "name": "First aid",
    "holder": {"name": "Ada", "marks": [1, 2, 3], "a/b~c": True},
    "list": [{"x": 1}, [2, 3]],
}


def _salts(*pointers):
    return {pointer: bytes([number]) * 16 for number, pointer in enumerate(pointers)}


def _folded(*pointers, decoys=()):
    payload, texts = disclosures.fold(CLAIMS, _salts(*pointers), decoys)
    return payload, [disclosures.read(text) for text in texts]


@pytest.mark.parametrize("text", PUBLISHED)
def test_the_published_disclosures_are_read(text):
    digest, (name, value) = PUBLISHED[text]
    read = disclosures.read(text)
    assert (read.digest, read.name, read.value) == (digest, name, value)


def test_a_payload_of_published_digests_unfolds():
    texts = list(PUBLISHED)[:5]
    digests = [PUBLISHED[text][0] for text in texts]
    payload = {"iss": "x", "_sd": digests[:4], "nationalities": [{"...": digests[4]}, "DE"]}
    shown = disclosures.unfold(payload, [disclosures.read(text) for text in texts])
    assert shown.claims == {
        "iss": "x",
        "given_name": "John",
        "family_name": "Doe",
        "email": "johndoe@example.com",
        "phone_number": "+1-202-555-0101",
        "nationalities": ["FR", "DE"],
    }


def test_everything_shown_is_everything():
    payload, shown = _folded("/name", "/holder/name", "/holder", "/list/0", "/list/1/1", "/list/1")
    assert set(payload) == {"_sd", "_sd_alg", "list"}
    assert disclosures.unfold(payload, shown).claims == CLAIMS


def test_nothing_shown_leaves_what_is_open():
    payload, _ = _folded("/name", "/holder/name", "/holder/a~1b~0c", "/holder/marks/0")
    assert disclosures.unfold(payload, []).claims == {
        "holder": {"marks": [2, 3]},
        "list": CLAIMS["list"],
    }


def test_it_is_known_which_disclosures_a_claim_takes():
    payload, shown = _folded("/holder/name", "/holder", "/list/0")
    places = disclosures.unfold(payload, shown).places
    assert places.keys() == {"/holder", "/holder/name", "/list/0"}
    assert places["/holder/name"][:1] == places["/holder"]


def test_decoys_and_claims_look_alike():
    payload, shown = _folded("/name", decoys=[b"d" * 32, b"e" * 32])
    assert len(payload["_sd"]) == 3
    assert payload["_sd"] == sorted(payload["_sd"])
    assert disclosures.unfold(payload, shown).claims == CLAIMS


def test_folding_leaves_the_claims_alone():
    before = json.dumps(CLAIMS)
    _folded("/holder/name", "/holder")
    assert json.dumps(CLAIMS) == before


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "/",
        "/nothing",
        "/holder/nothing",
        "/list/9",
        "/list/x",
        "/name/x",
        "/list/0/x/y",
        "name",
    ],
)
def test_a_pointer_to_nothing_is_refused(pointer):
    with pytest.raises(Malformed) as refused:
        _folded(pointer)
    assert refused.value.fault is Fault.DISCLOSURE


@pytest.mark.parametrize("salts", [{"/name": b"short"}, {"/name": b"s" * 16, "/holder": b"s" * 16}])
def test_salts_that_would_not_hide_are_refused(salts):
    with pytest.raises(Malformed):
        disclosures.fold(CLAIMS, salts)


@pytest.mark.parametrize("name", ["_sd", "...", "_sd_alg"])
def test_a_claim_cannot_be_named_like_a_digest(name):
    with pytest.raises(Malformed):
        disclosures.fold({"a": [{name: "x"}]}, {})
    with pytest.raises(Malformed):
        disclosures.read(_text("salt", name, 1)) if name != "_sd_alg" else disclosures.fold(
            {name: 1}, {}
        )


@pytest.mark.parametrize(
    "content", [[], ["salt"], ["salt", 1, 2], [1, "name", 2], ["s", "n", 1, 2], "text", {}, None]
)
def test_what_is_no_disclosure_is_malformed(content):
    with pytest.raises(Malformed):
        disclosures.read(_text(*content) if isinstance(content, list) else _raw(content))


def test_a_disclosure_that_has_been_changed_is_one_of_nothing():
    payload, [name] = _folded("/name")
    changed = disclosures.read(_text("AAAA", "name", "Last aid"))
    for shown in ([changed], [name, changed]):
        with pytest.raises(Malformed, match="of nothing"):
            disclosures.unfold(payload, shown)


def test_a_doubled_disclosure_is_refused():
    payload, [name] = _folded("/name")
    with pytest.raises(Malformed, match="twice"):
        disclosures.unfold(payload, [name, name])


def test_a_doubled_digest_is_refused_even_for_a_decoy():
    payload, [name] = _folded("/name", decoys=[b"d" * 32])
    for digest in payload["_sd"]:
        elsewhere = payload | {"more": {"_sd": [digest]}}
        for shown in ([], [name]):
            with pytest.raises(Malformed, match="a digest twice"):
                disclosures.unfold(elsewhere, shown)
    with pytest.raises(Malformed, match="a digest twice"):
        disclosures.unfold(payload | {"more": [{"...": name.digest}]}, [])


@pytest.mark.parametrize(
    ("payload", "content"),
    [
        ({"name": "open"}, ["salt", "name", "hidden"]),  # Over a claim that is there.
        ({}, ["salt", "element"]),  # An element in an object.
        ({"list": "element"}, ["salt", "name", "value"]),  # A member in an array.
    ],
)
def test_a_disclosure_where_it_cannot_stand_is_refused(payload, content):
    disclosure = disclosures.read(_text(*content))
    if payload.get("list"):
        payload = {"list": [{"...": disclosure.digest}]}
    else:
        payload = payload | {"_sd": [disclosure.digest]}
    with pytest.raises(Malformed, match="cannot stand"):
        disclosures.unfold(payload, [disclosure])


@pytest.mark.parametrize(
    "payload",
    [
        {"_sd_alg": "sha-1"},
        {"_sd_alg": None},
        {"_sd": "digest"},
        {"_sd": [1]},
        {"_sd": {}},
        {"list": [{"...": 1}]},
        {"...": "digest"},
        {"list": [{"...": "digest", "x": 1}]},
    ],
)
def test_a_payload_that_is_not_sound_is_refused(payload):
    with pytest.raises(Malformed):
        disclosures.unfold(payload, [])


def test_disclosures_within_disclosures_have_an_end():
    digest, shown = None, []
    for number in range(200):
        inner = {"_sd": [digest]} if digest else 1
        shown.append(disclosures.read(_text(f"salt{number}", "deeper", inner)))
        digest = shown[-1].digest
    with pytest.raises(Malformed, match="deeper than"):
        disclosures.unfold({"_sd": [digest]}, shown)


def test_more_disclosures_than_anyone_needs_are_refused():
    shown = [disclosures.read(_text(str(number), "x", 1)) for number in range(1001)]
    with pytest.raises(Malformed) as refused:
        disclosures.unfold({}, shown)
    assert refused.value.fault is Fault.TOO_MUCH


@given(st.sets(st.sampled_from(["/name", "/holder", "/holder/name", "/list/0", "/list/1/0"])))
def test_any_choice_of_pointers_comes_back(pointers):
    payload, shown = _folded(*sorted(pointers))
    assert disclosures.unfold(payload, shown).claims == CLAIMS


def _text(*content):
    return _raw(list(content))


def _raw(content):
    return base64url.encode(json.dumps(content).encode())
