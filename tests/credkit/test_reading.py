from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import reading
from credkit.errors import Malformed
from credkit.reading import StatusEntry
from oracles import specimen


def _document(**members):
    return {
        "type": ["VerifiableCredential"],
        "issuer": "did:web:example.org",
        "credentialSubject": {"id": "urn:uuid:2"},
    } | members


def test_our_own_credential_is_read_in_full():
    held = reading.read(specimen.secured())
    assert held.id == specimen.HOLDER["id"]
    assert held.issuer_id == specimen.DID
    assert held.issuer_name == "SayPro"
    assert held.holder_name == "Zoë van der Merwe"
    assert held.achievement_name == "First aid at work"
    assert held.valid_from == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert held.statuses == (StatusEntry(specimen.LIST_URL, 77123, "revocation"),)


def test_an_issuer_is_a_text_or_an_object():
    assert reading.read(_document()).issuer_id == "did:web:example.org"
    held = reading.read(_document(issuer={"id": "did:web:x", "name": "X"}))
    assert (held.issuer_id, held.issuer_name) == ("did:web:x", "X")


def test_a_set_of_one_is_the_one():
    held = reading.read(
        _document(type="VerifiableCredential", credentialSubject=[{"id": "urn:uuid:3"}])
    )
    assert held.holder_id == "urn:uuid:3"


def test_the_dates_of_vc_1_are_read_too():
    held = reading.read(
        _document(issuanceDate="2020-01-01T00:00:00Z", expirationDate="2021-01-01T00:00:00+02:00")
    )
    assert held.valid_from == datetime(2020, 1, 1, tzinfo=UTC)
    assert held.valid_until == datetime(2020, 12, 31, 22, tzinfo=UTC)


def test_what_says_nothing_is_empty():
    held = reading.read(_document())
    assert (held.id, held.holder_name, held.achievement_name) == ("", "", "")
    assert (held.valid_from, held.valid_until, held.statuses) == (None, None, ())


def test_a_status_that_we_cannot_look_up_is_noticed():
    statuses = [
        {"type": "1EdTechRevocationList", "id": "https://x/r"},
        {"type": "BitstringStatusListEntry", "statusSize": 2, "statusListIndex": "1"},
    ]
    held = reading.read(_document(credentialStatus=statuses))
    assert held.unknown_statuses == ("1EdTechRevocationList", "BitstringStatusListEntry")


ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": "https://example.org/s",
}


@pytest.mark.parametrize(
    "members",
    [
        {"type": "OpenBadgeCredential"},
        {"type": []},
        {"type": [7]},
        {"issuer": None},
        {"issuer": {}},
        {"issuer": {"id": 7}},
        {"issuer": [{"id": "did:web:a"}]},
        {"credentialSubject": None},
        {"credentialSubject": []},
        {"credentialSubject": [{}, {}]},
        {"credentialSubject": 7},
        {"validFrom": "2026-01-01"},
        {"validFrom": "2026-01-01T00:00:00"},
        {"validFrom": "2026-02-31T00:00:00Z"},
        {"validFrom": "2026-01-01T25:00:00Z"},
        {"validFrom": "٢٠٢٦-01-01T00:00:00Z"},
        {"validFrom": 7},
        {"validUntil": {"@value": "2026-01-01T00:00:00Z"}},
        {"credentialStatus": "https://example.org/s#7"},
        {"credentialStatus": ENTRY | {"statusListIndex": 7}},
        {"credentialStatus": ENTRY | {"statusListIndex": "07"}},
        {"credentialStatus": ENTRY | {"statusListIndex": "-1"}},
        {"credentialStatus": ENTRY | {"statusListIndex": "7\n"}},
        {"credentialStatus": ENTRY | {"statusPurpose": ["revocation"]}},
        {"credentialStatus": ENTRY | {"statusListCredential": None}},
        {"id": "urn:x", "evidence": {"id": "urn:x", "validUntil": "2026-01-01T00:00:00Z"}},
        {"id": "urn:x", "evidence": [{"id": "urn:e", "a": [{"id": "urn:x", "b": 1}]}]},
    ],
)
def test_another_form_is_malformed(members):
    with pytest.raises(Malformed):
        reading.read(_document(**members))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
MEMBERS = ["id", "type", "issuer", "credentialSubject", "validFrom", "credentialStatus", "proof"]


@given(st.sampled_from(MEMBERS), json_values)
def test_nothing_makes_reading_raise_anything_else(member, value):
    try:
        reading.read(_document(**{member: value}))
    except Malformed:
        return


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)))  # noqa: DTZ001
def test_a_moment_is_read_as_it_was_written(moment):
    moment = moment.replace(microsecond=0)
    assert reading.moment(moment.isoformat()) == moment
    assert reading.moment(moment.isoformat().replace("+00:00", "z")) == moment
    assert reading.moment(moment.isoformat().replace("+00:00", "+02:00")) == moment - timedelta(
        hours=2
    )
