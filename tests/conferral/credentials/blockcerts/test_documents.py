"""One transaction holds the log and each certificate; a Blockcert's path leads to what it says."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from anchored_blockcerts import SEPOLIA, a_chain_for_blockcerts, anchor, later, some_certificates
from cast import an_issued_credential, dara
from chained import a_chain
from conferral.credentials.anchoring import checking, documents
from conferral.credentials.anchoring.checking import Sources
from conferral.credentials.anchoring.jobs import ANCHOR
from conferral.credentials.anchoring.models import Anchor, Leaf
from conferral.credentials.blockcerts import actions
from conferral.credentials.blockcerts.documents import blockcert_of
from conferral.credentials.blockcerts.jobs import PLANT
from conferral.credentials.issuing.documents import did_document
from conferral.credentials.publishing.contents import documents_of
from conferral.credentials.verification.actions import find, judge_ours
from conferral.credentials.verification.files import judge_file
from conferral.credentials.verification.record import State
from conferral.foundation.refusal import Refused
from conferral.oversight.fsck import anchors as fsck
from credkit.anchors import blockcerts, merkle_path
from credkit.verify import Status

pytestmark = pytest.mark.django_db
ISSUER, REVOCATIONS = "blockcerts-issuer", "blockcerts-revocations"


@pytest.fixture
def chain(settings):
    with a_chain_for_blockcerts(settings) as chain:
        yield chain


def proof_of(document):
    return blockcerts.parse_value(document["proof"]["proofValue"])


def test_the_path_leads_from_each_certificate_to_what_one_transaction_says(chain):
    credentials = some_certificates(3)
    anchor(chain)
    row = Anchor.objects.get()
    said = bytes(chain.inner.eth.get_transaction(row.transaction)["input"])
    for credential in credentials:
        document = blockcert_of(credential)
        proof = proof_of(document)
        assert proof.target == blockcerts.target_of(document)
        assert proof.holds
        assert proof.root == said
        assert proof.network == SEPOLIA
        assert proof.path[-1].sibling == bytes(row.checkpoint.root)
    assert len(chain.sent) == 1


def test_the_same_transaction_still_anchors_the_log(chain):
    some_certificates(2)
    anchor(chain)
    row = Anchor.objects.get()
    proof = documents.proof_file(row)
    outcome = checking.check(proof, row.checkpoint.note, Sources(rpc=chain.url))
    assert outcome.holds
    other = json.dumps(json.loads(proof) | {"documentsRoot": "0x" + "ab" * 32}).encode()
    assert checking.check(other, row.checkpoint.note, Sources(rpc=chain.url)).holds is False
    assert list(fsck.proofs()) == []


def test_a_leaf_that_was_changed_is_found(chain):
    credential, _ = some_certificates(2)
    anchor(chain)
    Leaf.objects.filter(index=credential.entry.index).update(hash=bytes(32))
    [finding] = fsck.proofs()
    assert "other documents" in finding.problem


def test_without_any_the_transaction_says_the_root_alone(chain):
    an_issued_credential()
    anchor(chain)
    row = Anchor.objects.get()
    assert row.payload == bytes(row.checkpoint.root)
    assert b"documentsRoot" not in documents.proof_file(row)


def test_those_of_tomorrow_are_under_tomorrows_transaction(chain):
    [first] = some_certificates(1)
    anchor(chain)
    before = proof_of(blockcert_of(first))
    second = an_issued_credential("Zoë", first.award.enrolment.version)
    with pytest.raises(Refused, match="once a day"):
        blockcert_of(second)
    assert PLANT.waits()
    anchor(chain)
    assert not PLANT.waits()
    assert proof_of(blockcert_of(second)).transaction != before.transaction
    assert proof_of(blockcert_of(first)) == before


def test_when_it_is_outbid_the_new_transaction_holds_the_newest_too(chain):
    chain.tester.disable_auto_mine_transactions()
    [first] = some_certificates(1)
    PLANT.run()
    ANCHOR.run()
    second = an_issued_credential("Zoë", first.award.enrolment.version)
    PLANT.run()
    later(days=2)  # It was too long under way.
    later(minutes=5)
    chain.mine()
    later(minutes=5)
    transactions = {proof_of(blockcert_of(each)).transaction for each in (first, second)}
    assert len(transactions) == 1
    assert all(proof_of(blockcert_of(each)).holds for each in (first, second))


def test_nobody_learns_from_a_path_what_is_in_anothers_certificate(chain):
    first, second = some_certificates(2)
    anchor(chain)
    siblings = {step.sibling for step in proof_of(blockcert_of(first)).path}
    target = proof_of(blockcert_of(second)).target
    assert target not in siblings
    assert merkle_path.both(target, bytes(second.log_salt)) in siblings


def test_it_says_what_to_do_where_there_is_none(chain):
    credential = an_issued_credential()
    with pytest.raises(Refused, match="conferral organization blockcerts on"):
        blockcert_of(credential)
    actions.begin(credential.award.enrolment.version.course.organization, dara())
    with pytest.raises(Refused, match="conferral log anchors"):
        blockcert_of(credential)


def test_it_cannot_begin_on_a_chain_that_readers_do_not_know(settings):
    organization = an_issued_credential().award.enrolment.version.course.organization
    with pytest.raises(Refused, match="ETHEREUM_RPC"):
        actions.begin(organization, dara())
    with a_chain() as chain:
        settings.ETHEREUM_RPC, settings.ETHEREUM_CHAIN_ID = chain.url, chain.number
        with pytest.raises(Refused, match="Sepolia"):
            actions.begin(organization, dara())


def test_it_cannot_begin_without_an_account(settings, tmp_path):
    organization = an_issued_credential().award.enrolment.version.course.organization
    settings.CONFERRAL_HOME = tmp_path
    settings.ETHEREUM_RPC, settings.ETHEREUM_CHAIN_ID = "http://127.0.0.1:1", SEPOLIA
    with pytest.raises(Refused, match="anchor-account"):
        actions.begin(organization, dara())


def test_the_account_in_the_did_document_changes_nothing_for_open_badges(chain):
    [credential] = some_certificates(1)
    found = find(credential.number)
    assert judge_ours(found, timezone.now()).verdict.status is Status.VALID


def test_who_issues_is_told_only_where_there_are_any(chain, client):
    [credential] = some_certificates(1)
    organization = credential.award.enrolment.version.course.organization
    listed = did_document(organization)
    profile = client.get(reverse(ISSUER)).json()
    assert profile["publicKey"] == [{"id": f"ecdsa-koblitz-pubkey:{chain.account}"}]
    [service] = [each for each in listed["service"] if each["type"] == "IssuerProfile"]
    assert service["serviceEndpoint"] == profile["id"]
    assert listed["verificationMethod"][-1]["publicKeyJwk"]["crv"] == "secp256k1"
    assert json.loads(dict(documents_of(organization))["blockcerts/issuer.json"]) == profile
    actions.cease(organization, dara())
    organization.refresh_from_db()
    assert "IssuerProfile" not in json.dumps(did_document(organization))
    assert client.get(reverse(ISSUER)).status_code == 404
    assert client.get(reverse(REVOCATIONS)).status_code == 404


def test_the_file_is_at_the_certificates_address(chain, client):
    [credential] = some_certificates(1)
    where = reverse("blockcert", args=[credential.number])
    assert client.get(where).status_code == 404
    anchor(chain)
    assert json.loads(client.get(where).content) == blockcert_of(credential)
    credential.revoked_at = credential.issued_at
    credential.save(update_fields=["revoked_at"])
    assert client.get(where).status_code == 410


def test_whoever_drops_it_here_hears_that_it_is_ours(chain):
    [credential] = some_certificates(1)
    anchor(chain)
    ours = blockcert_of(credential)

    def judged(document):
        return judge_file(json.dumps(document).encode(), timezone.now())

    assert judged(ours).state is State.VALID
    for changed in (ours | {"name": "Brain surgery"}, ours | {"proof": {}}):
        assert judged(changed).state is State.ALTERED
    actions.cease(credential.award.enrolment.version.course.organization, dara())
    assert judged(ours).state is State.VALID


def test_a_revocation_is_told_about_the_document_that_is_asked_for(chain, client):
    first, second = some_certificates(2)
    first.revoked_at, first.revoked_because = first.issued_at, "Issued in error."
    first.save(update_fields=["revoked_at", "revoked_because"])

    def taken_back(asked):
        return client.get(reverse(REVOCATIONS), {"assertionId": asked}).json()["revokedAssertions"]

    assert taken_back(first.url) == [{"id": first.url, "revocationReason": "Issued in error."}]
    assert taken_back(second.url) == taken_back("") == taken_back("x" * 5000) == []
    second.suspended_at = second.issued_at
    second.save(update_fields=["suspended_at"])
    assert taken_back(second.url)[0]["revocationReason"] == "It is suspended."
