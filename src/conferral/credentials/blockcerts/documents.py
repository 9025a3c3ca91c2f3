"""A credential as a Blockcert, for readers who believe a chain; and what they ask its issuer for.

It says the same as the Open Badge, except where its status is told: those readers know no Bitstring
Status List, so they ask the list that the issuer's profile names about one document at a time.
"""

from conferral.credentials.anchoring import ethereum, leaves
from conferral.credentials.anchoring.models import Leaf
from conferral.credentials.issuing import addresses, number
from conferral.credentials.issuing.models import Credential, Shape
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from credkit.anchors import blockcerts, merkle_path
from credkit.anchors.blockcerts import Network, Proof
from credkit.anchors.merkle_path import Side, Step
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.shape import Shape as CompiledShape

_COMPILED: dict[str, CompiledShape] = {}
_SUSPENDED = "It is suspended."
_NOT_ASKED_FOR = (
    "It is not anchored as a Blockcert. For that the organization must ask for it: "
    "conferral organization blockcerts on. See docs/log.md."
)
_LATER = (
    "It will be a Blockcert when a transaction that says it is held by the chain: once a day, if "
    "ETHEREUM_RPC is set. How it stands: conferral log anchors."
)


def blockcert_of(credential: Credential) -> Json:
    """With its proof. Refused, saying what to do: no transaction says it yet."""
    leaf = _leaf_of(credential)
    if leaf is None and not _organization_of(credential).has_blockcerts:
        raise Refused(_NOT_ASKED_FOR)
    if leaf is None or leaf.anchor is None or leaf.anchor.held_at is None:
        raise Refused(_LATER)
    target = _target(credential)
    path = (Step(Side.RIGHT, bytes(credential.log_salt)), *leaves.path_of(leaf))
    proof = Proof(
        target=target,
        path=path,
        root=merkle_path.end_of(path, target),
        network=_network(leaf.anchor.place),
        transaction=bytes.fromhex(leaf.anchor.transaction.removeprefix("0x")),
    )
    method = f"{_organization_of(credential).did}#{addresses.ACCOUNT_KEY}"
    document = _shape_of(credential.shape).fill(_values(credential))
    return blockcerts.secured(document, proof, method, timestamp(leaf.anchor.held_at))


def leaf_hash(credential: Credential) -> bytes:
    """What stands in the tree: the document's hash with the salt of its log entry, so that whoever
    is shown it on the path of another one learns nothing."""
    return merkle_path.both(_target(credential), bytes(credential.log_salt))


def issuer_profile(organization: Organization) -> Json:
    """Whose transactions to believe. Refused: there is no account."""
    return {
        "@context": ["https://w3id.org/openbadges/v2", blockcerts.CONTEXT],
        "id": addresses.blockcerts_issuer_url(),
        "type": ["Profile", "BlockcertsIssuerProfile"],
        "name": organization.name,
        "url": organization.url,
        "email": organization.email,
        "publicKey": [{"id": f"ecdsa-koblitz-pubkey:{ethereum.account()}"}],
        "revocationList": addresses.blockcerts_revocations_url(),
    }


def revocations(organization: Organization, asked: str) -> Json:
    """Whether the credential of that address counts no more. Nobody gets a list of all."""
    return {
        "@context": ["https://w3id.org/openbadges/v2", blockcerts.CONTEXT],
        "id": addresses.blockcerts_revocations_url(),
        "type": "RevocationList",
        "issuer": addresses.blockcerts_issuer_url(),
        "revokedAssertions": _taken_back(organization, asked),
    }


def _leaf_of(credential: Credential) -> Leaf | None:
    if credential.entry.index is None:
        return None
    found = Leaf.objects.filter(index=credential.entry.index)
    return found.select_related("anchor__checkpoint").first()


def _taken_back(organization: Organization, asked: str) -> list[Json]:
    written = asked.removeprefix(addresses.credential_url(""))
    try:
        found = Credential.objects.of(organization).get(number=number.parse(written))
    except (number.NotANumber, Credential.DoesNotExist):
        return []
    if not found.revoked_at and not found.suspended_at:
        return []
    because = found.revoked_because if found.revoked_at else _SUSPENDED
    return [{"id": found.url, "revocationReason": because}]


def _target(credential: Credential) -> bytes:
    return _shape_of(credential.shape).digest(_values(credential))


def _shape_of(shape: Shape) -> CompiledShape:
    """Compiled once in each process, as the shape of the Open Badge is."""
    if shape.sha256 not in _COMPILED:
        _COMPILED[shape.sha256] = CompiledShape.compile(blockcerts.document(shape.template))
    return _COMPILED[shape.sha256]


def _values(credential: Credential) -> dict[str, str]:
    """Of the slots that a Blockcert has."""
    if credential.erased_at:
        raise Refused("Its holder has been forgotten; nothing can show it.")
    return {name: credential.slots[name] for name in _shape_of(credential.shape).slots}


def _network(place: str) -> Network:
    """Of "eip155:1"."""
    try:
        return Network(int(place.partition(":")[2]))
    except ValueError:
        raise Refused(
            f"Readers of Blockcerts know Ethereum (eip155:1) and Sepolia, not {place}."
        ) from None


def _organization_of(credential: Credential) -> Organization:
    return credential.award.enrolment.version.course.organization
