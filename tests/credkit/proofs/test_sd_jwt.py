import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import base64url, did
from credkit.errors import Fault, Malformed
from credkit.keys import P256Signer
from credkit.proofs import disclosures, jws, sd_jwt
from credkit.verify import Materials, Occasion, Outcome, Status, missing_for_token, verify_token
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW

ISSUER = P256Signer(bytes(31) + b"\7")
HOLDER = P256Signer(bytes(31) + b"\5")
MALLORY = P256Signer(bytes(31) + b"\6")
KEY_ID = did.key_id(DID, ISSUER.public_multikey)
CONCEALED = {
    "/credentialSubject/name": b"n" * 16,
    "/credentialSubject/id": b"i" * 16,
    "/credentialSubject/result/0": b"r" * 16,
    "/credentialSubject/narrative": b"t" * 16,
    "/evidence": b"e" * 16,
}
OCCASION = Occasion("https://employer.example", "nonce-1")


def _materials(*revoked):
    keys = [ISSUER.public_multikey, specimen.SIGNER.public_multikey]
    documents = {
        DID: did.document(DID, [did.VerificationKey(key) for key in keys]),
        LIST_URL: specimen.published_list(*revoked),
    }
    return Materials(documents, trusted_issuers=frozenset([DID]))


def _token(signer=ISSUER, **more):
    claims = sd_jwt.claims_of(
        specimen.secured(), sd_jwt.TYPE_OF_OPEN_BADGES, more.pop("holder", None)
    )
    return sd_jwt.issue(
        claims | more, signer, key_id=KEY_ID, concealed=CONCEALED, decoys=[b"d" * 32]
    )


def _bound(shown=(), signer=HOLDER, **members):
    token = sd_jwt.present(_token(holder=HOLDER.public_jwk), shown)
    at = {"audience": OCCASION.audience, "nonce": OCCASION.nonce, "issued_at": 1795262400}
    return sd_jwt.bind(token, signer, **(at | members))


def _verdict(token, occasion=None, now=NOW):
    return verify_token(token, _materials(), now, occasion=occasion)


def _fault(verdict):
    return next(check.fault for check in verdict.checks if check.outcome is Outcome.FAILED)


def test_the_whole_token_is_the_whole_credential():
    read = sd_jwt.read(_token())
    assert sd_jwt.credential_in(read.claims()) == specimen.unsecured()
    assert read.token.header == {"alg": "ES256", "typ": "dc+sd-jwt", "kid": KEY_ID}
    assert _verdict(_token()).status is Status.VALID


def test_what_is_kept_back_cannot_be_read():
    shown = sd_jwt.present(_token(), [])
    assert "Zoë" not in str(sd_jwt.read(shown))
    credential = sd_jwt.credential_in(sd_jwt.read(shown).claims())
    assert "name" not in credential["credentialSubject"]
    assert "evidence" not in credential
    assert credential["credentialSubject"]["result"] == []
    assert _verdict(shown).status is Status.VALID


def test_what_is_chosen_is_shown_and_no_more():
    shown = sd_jwt.present(_token(), ["/credentialSubject/name", "/credentialSubject/result/0"])
    subject = sd_jwt.credential_in(sd_jwt.read(shown).claims())["credentialSubject"]
    assert subject["name"] == specimen.HOLDER["holder_name"]
    assert subject["result"][0]["value"] == "92.5"
    assert "narrative" not in subject
    assert _verdict(shown).status is Status.VALID


def test_presenting_again_can_only_show_less():
    once = sd_jwt.present(_token(), ["/credentialSubject/name", "/evidence"])
    assert sd_jwt.present(once, ["/evidence"]).count("~") == 2
    with pytest.raises(Malformed, match="not a claim that can be disclosed"):
        sd_jwt.present(once, ["/credentialSubject/narrative"])


def test_what_must_be_fetched_is_named():
    assert missing_for_token(_token(), Materials()) == {DID, LIST_URL}


@pytest.mark.parametrize("text", ["", "~", "~~", "a.b.c~", "e30.e30.e30~"])
def test_what_is_no_token_is_malformed(text):
    with pytest.raises(Malformed):
        sd_jwt.read(text)


def test_a_revoked_one_is_revoked_however_little_is_shown():
    shown = sd_jwt.present(_token(), [])
    assert verify_token(shown, _materials(77123), NOW).status is Status.REVOKED


@pytest.mark.parametrize(
    "pointer",
    [
        "/iss",
        "/vct",
        "/exp",
        "/nbf",
        "/cnf",
        "/status",
        "/credentialStatus",
        "/credentialStatus/statusListIndex",
        "/validUntil",
        "/issuer/id",
        "/type",
        "/type/0",
        "/credentialSubject",
        "/credentialSubject/achievement",
        "/credentialSubject/achievement/name",
        "",
        "credentialSubject/name",
    ],
)
def test_what_makes_it_that_credential_is_always_shown(pointer):
    claims = sd_jwt.claims_of(specimen.unsecured(), "urn:x")
    with pytest.raises(Malformed, match="always shown"):
        sd_jwt.issue(claims, ISSUER, concealed={pointer: b"s" * 16})


@pytest.mark.parametrize("name", ["exp", "iss", "vct", "status", "cnf"])
def test_a_claim_that_another_issuer_has_hidden_is_not_taken_from_there(name):
    claims = sd_jwt.claims_of(specimen.unsecured(), "urn:x") | {name: "hidden"}
    payload, texts = disclosures.fold(claims, {f"/{name}": b"s" * 16})
    token = jws.sign({"typ": "dc+sd-jwt", "kid": KEY_ID}, payload, ISSUER)
    verdict = _verdict("~".join([token, *texts, ""]))
    assert verdict.status is Status.UNREADABLE
    assert _fault(verdict) is Fault.DISCLOSURE


def test_only_es256_signs_one():
    with pytest.raises(Malformed):
        sd_jwt.issue({}, specimen.SIGNER, concealed={})


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ({"typ": "JWT"}, Fault.HEADER),
        ({"typ": "vc+sd-jwt"}, Fault.HEADER),
        ({}, Fault.HEADER),
        ({"typ": "kb+jwt"}, Fault.HEADER),
    ],
)
def test_another_kind_of_token_is_not_taken_for_one(header, fault):
    payload = sd_jwt.read(_token()).token.payload
    verdict = _verdict(jws.sign(header | {"kid": KEY_ID}, payload, ISSUER) + "~")
    assert _fault(verdict) is fault


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"iss": "did:web:mallory.example"}, Status.UNREADABLE),
        ({"exp": 4000000000}, Status.UNREADABLE),
        ({"vct": 7}, Status.UNREADABLE),
        ({"nickname": "undefined"}, Status.UNREADABLE),
        ({"status": {"status_list": {"idx": 1, "uri": "https://x"}}}, Status.STATUS_UNKNOWN),
        ({"iat": 1795262400}, Status.VALID),
        ({"iat": 1795262400 + 90}, Status.ALTERED),
    ],
)
def test_the_claims_beside_the_credential_are_judged(more, status):
    assert _verdict(_token(**more)).status is status


def test_mallory_cannot_sign_for_the_issuer():
    assert _fault(_verdict(_token(signer=MALLORY))) is Fault.SIGNATURE


def _changed(place):
    signed, *texts, end = _token().split("~")
    match place:
        case "followed by something":
            return "~".join([signed, *texts, end, ""])
        case "doubled":
            return "~".join([signed, texts[0], *texts, end])
        case "of another token":
            text = base64url.encode(b'["c2FsdHNhbHRzYWx0c2FsdA","name","Mallory"]')
            return "~".join([signed, *texts, text, end])
        case "no disclosure":
            return "~".join([signed, "e30", end])
        case "empty":
            return "~".join([signed, "", *texts, end])
    return "~".join([signed, *texts])


@pytest.mark.parametrize(
    "place",
    [
        "followed by something",
        "doubled",
        "of another token",
        "no disclosure",
        "empty",
        "no last tilde",
    ],
)
def test_disclosures_that_are_not_those_of_the_token_are_refused(place):
    assert _verdict(_changed(place)).status is Status.UNREADABLE


def test_a_presentation_for_this_occasion_is_valid():
    assert _verdict(_bound(["/credentialSubject/name"]), OCCASION).status is Status.VALID
    assert _verdict(_bound()).status is Status.VALID


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"audience": "https://mallory.example"}, Fault.PURPOSE),
        ({"nonce": "nonce-2"}, Fault.PURPOSE),
        ({"issued_at": 1795262400 - 301}, Fault.PURPOSE),
        ({"issued_at": 1795262400 + 61}, Fault.PURPOSE),
        ({"issued_at": "now"}, Fault.CLAIMS),
        ({"signer": MALLORY}, Fault.SIGNATURE),
        ({"signer": ISSUER}, Fault.SIGNATURE),
    ],
)
def test_a_presentation_for_another_occasion_or_of_another_holder_is_not(members, fault):
    verdict = _verdict(_bound(**members), OCCASION)
    assert verdict.status is Status.ALTERED
    assert _fault(verdict) is fault


def test_a_presentation_that_was_asked_for_cannot_be_left_out():
    assert _fault(_verdict(_token(holder=HOLDER.public_jwk), OCCASION)) is Fault.SIGNATURE
    without_holder = sd_jwt.bind(_token(), HOLDER, audience="a", nonce="n", issued_at=1)
    assert _fault(_verdict(without_holder)) is Fault.KEY


def test_a_binding_is_over_what_is_shown():
    shown, _, binding = _bound(["/credentialSubject/name"]).rpartition("~")
    less = shown.rpartition("~")[0] + "~" + binding
    assert _fault(_verdict(less)) is Fault.PURPOSE
    assert _verdict(f"{shown}~{binding}").status is Status.VALID


def test_a_binding_is_asked_of_sd_jwts_only():
    plain = jws.sign({"kid": KEY_ID}, {}, ISSUER)
    assert verify_token(plain, _materials(), NOW, occasion=OCCASION).status is not Status.VALID


BOUND = _bound(["/credentialSubject/name"])


@given(st.integers(0, len(BOUND) - 1), st.characters(codec="latin-1"))
def test_no_changed_character_leaves_it_valid(position, character):
    changed = BOUND[:position] + character + BOUND[position + 1 :]
    if changed != BOUND:
        assert _verdict(changed, OCCASION).status is not Status.VALID
