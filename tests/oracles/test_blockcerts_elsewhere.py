"""The public verifier of Blockcerts takes our export, and nothing that was changed in it.

It is the bundle that web pages load. What it fetches it gets from our own pages and from Etherscan,
as whose answers we give those of a chain of our own, which has the number of Sepolia.
"""

import copy
import json

import pytest
from django.test import Client

from anchored_blockcerts import SEPOLIA, a_chain_for_blockcerts, anchor, some_certificates
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.blockcerts.documents import blockcert_of
from conferral.credentials.issuing import addresses
from credkit import contexts, multibase
from credkit.anchors import blockcerts

pytestmark = [pytest.mark.oracle, pytest.mark.django_db]

RESOLVER = "https://dev.uniresolver.io/1.0/identifiers"
ETHERSCAN = f"https://api.etherscan.io/v2/api?chainid={SEPOLIA}&module=proxy"


@pytest.fixture
def chain(settings):
    with a_chain_for_blockcerts(settings) as chain:
        yield chain


@pytest.fixture
def anchored(chain):
    credentials = some_certificates(2)
    anchor(chain)
    return credentials


@pytest.fixture
def world(chain, anchored):
    """All that the verifier can fetch, by address."""
    pages, asked = Client(), f"{addresses.blockcerts_revocations_url()}?assertionId="
    did = json.loads(pages.get("/.well-known/did.json").content)
    lists = {
        asked + each.url.replace(":", "%3A").replace("/", "%2F"): pages.get(
            "/blockcerts/revocations.json", {"assertionId": each.url}
        ).json()
        for each in anchored
    }
    return {
        **{url: contexts.context(url) for url in contexts.known()},
        f"{RESOLVER}/{did['id']}": {"didDocument": did},
        addresses.blockcerts_issuer_url(): pages.get("/blockcerts/issuer.json").json(),
        **lists,
        **explorer(chain, Anchor.objects.get().transaction),
    }


def explorer(chain, transaction):
    def node(method, *params):
        body = json.dumps({"id": 1, "method": method, "params": params}).encode()
        return json.loads(chain.answer("POST", "", body)[1])

    found = node("eth_getTransactionByHash", transaction)
    number = found["result"]["blockNumber"]
    block = node("eth_getBlockByNumber", number, False)
    return {
        f"{ETHERSCAN}&action=eth_getTransactionByHash&txhash={transaction}": found,
        f"{ETHERSCAN}&action=eth_getBlockByNumber&boolean=true&tag={number}": block,
        f"{ETHERSCAN}&action=eth_blockNumber": node("eth_blockNumber"),
    }


@pytest.fixture
def judged(world, ask_about_blockcerts):
    """What it says of each, in the world as it is, or with something else in it."""

    def judge(*documents, **otherwise):
        known = {url: json.dumps(said) for url, said in (world | otherwise).items()}
        return ask_about_blockcerts(blockcerts=documents, answers=known)

    return judge


def changed(document, *way, to):
    copied = copy.deepcopy(document)
    *inner, last = way
    place = copied
    for each in inner:
        place = place[each]
    place[last] = to
    return copied


def with_proof(document, **otherwise):
    proof = blockcerts.parse_value(document["proof"]["proofValue"])
    told = blockcerts.Proof(**{**vars(proof), **otherwise})
    return changed(document, "proof", "proofValue", to=blockcerts.value_of(told))


def test_it_takes_our_export(anchored, judged):
    verdicts = judged(*(blockcert_of(each) for each in anchored))
    for verdict in verdicts:
        assert verdict["status"] == "success", verdict
        assert set(verdict["steps"].values()) == {"success"}
        assert {"checkMerkleRoot", "checkAuthenticity", "compareIssuingAddress"} <= set(
            verdict["steps"]
        )


def test_it_refuses_each_field_that_was_changed(anchored, judged):
    ours, other = (blockcert_of(each) for each in anchored)
    proof = blockcerts.parse_value(ours["proof"]["proofValue"])
    forged = {
        "id": changed(ours, "id", to=ours["id"] + "x"),
        "name": changed(ours, "name", to="Brain surgery"),
        "holder": changed(ours, "credentialSubject", "name", to="Mallory"),
        "holder's id": changed(ours, "credentialSubject", "id", to="urn:uuid:mallory"),
        "achievement": changed(
            ours, "credentialSubject", "achievement", "name", to="Brain surgery"
        ),
        "criteria": changed(
            ours, "credentialSubject", "achievement", "criteria", "narrative", to="None."
        ),
        "number": changed(ours, "credentialSubject", "licenseNumber", to="SP-1"),
        "validFrom": changed(ours, "validFrom", to="2020-01-01T00:00:00Z"),
        "awardedDate": changed(ours, "awardedDate", to="2020-01-01T00:00:00Z"),
        "validUntil": ours | {"validUntil": "2099-01-01T00:00:00Z"},
        "type": changed(ours, "type", to=ours["type"][:-1]),
        "issuer's name": changed(ours, "issuer", "name", to="Harvard"),
        "an undefined term": ours | {"nickname": "Z"},
        "another's proof": ours | {"proof": other["proof"]},
        "verificationMethod": changed(
            ours, "proof", "verificationMethod", to=ours["issuer"]["id"] + "#mallory"
        ),
        "proofPurpose": changed(ours, "proof", "proofPurpose", to="authentication"),
        "target": with_proof(ours, target=bytes(32)),
        "root": with_proof(ours, root=bytes(32)),
        "path": with_proof(ours, path=proof.path[:-1]),
        "a leaf of its own": with_proof(ours, path=(), root=proof.target),
        "transaction": with_proof(ours, transaction=bytes(32)),
        "network": with_proof(ours, network=blockcerts.Network.MAINNET),
        "proofValue": changed(ours, "proof", "proofValue", to=multibase.to_base58btc(b"x")),
    }
    verdicts = judged(*forged.values())
    believed = [
        name
        for name, verdict in zip(forged, verdicts, strict=True)
        if verdict["status"] == "success"
    ]
    assert believed == []


def test_it_refuses_what_the_issuer_took_back(anchored, world, judged):
    credential, _ = anchored
    ours = blockcert_of(credential)
    credential.revoked_at, credential.revoked_because = credential.issued_at, "Issued in error."
    credential.save(update_fields=["revoked_at", "revoked_because"])
    [address] = [url for url in world if url.endswith(credential.number)]
    said = Client().get("/blockcerts/revocations.json", {"assertionId": credential.url}).json()
    [verdict] = judged(ours, **{address: said})
    assert verdict["status"] == "failure"
    assert "Issued in error." in verdict["message"]


def test_it_refuses_a_transaction_of_another_account(anchored, world, judged):
    ours = blockcert_of(anchored[0])
    [where] = [url for url in world if "eth_getTransactionByHash" in url]
    found = world[where]["result"]
    for other in ({"from": "0x" + "ab" * 20}, {"input": "0x" + "ab" * 32}):
        [verdict] = judged(ours, **{where: {"result": found | other}})
        assert verdict["status"] == "failure", verdict
