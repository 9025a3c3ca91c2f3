"""Verifying our own credentials: by compiled shape, as a stranger must, and with a library.

"Ours" answers every question of a verification: seal, issuer, live status, period. The others are
asked for the seal alone, which is most of their cost.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3.ldp import verify_data_integrity_proof

from bench import house, measure
from bench.measure import Figure, Rate
from conferral.credentials.issuing import actions, documents, shapes
from conferral.credentials.issuing.jobs import PUBLISH_STATUS_LISTS
from conferral.credentials.issuing.models import Credential, StatusList
from credkit import keys
from credkit.canonical import Json
from credkit.proofs import data_integrity
from credkit.verify import Materials, Status, verify

_ROUNDS = 7
_HOLDERS = 2_000  # More than any memory keeps: every seal is checked anew.
_TARGET_RATE, _TARGET_TIMES = 5_000, 40


@dataclass(frozen=True)
class _Case:
    document: Json
    digest: bytes


def figures() -> Iterator[Figure]:
    measure.pin()
    credentials = actions.issue(house.awards(house.found(), _HOLDERS))
    PUBLISH_STATUS_LISTS.run()
    materials = _materials(credentials[0])
    contenders = {
        "ours": (_ours(_cases(credentials), materials), 1_000),
        "PyLD": (_seal_alone(_cases(credentials[:200])), 20),
        "openbadgeslib": (_with_library(_cases(credentials[:200])), 4),
    }
    works = {name: _times(work, many) for name, (work, many) in contenders.items()}
    laps = measure.interleaved(works, _ROUNDS)
    ours = Rate.of(laps["ours"])
    yield Figure.of_rate("conferral, compiled shape", ours, target=_TARGET_RATE)
    yield Figure.of_rate("credkit, any document (PyLD)", Rate.of(laps["PyLD"]))
    yield Figure.of_rate("openbadgeslib, the proof alone", Rate.of(laps["openbadgeslib"]))
    times = measure.ratio(laps["ours"], laps["openbadgeslib"])
    yield Figure("conferral : openbadgeslib", times, "times", target=_TARGET_TIMES)


def _cases(credentials: Sequence[Credential]) -> list[_Case]:
    return [
        _Case(documents.secured_document(each), shapes.document_digest(each))
        for each in credentials
    ]


def _materials(credential: Credential) -> Materials:
    organization = credential.key.organization
    listed = {str(each): each.document for each in StatusList.objects.all()}
    return Materials(
        documents={organization.did: documents.did_document(organization), **listed},
        trusted_issuers=frozenset({organization.did}),
    )


def _ours(cases: Sequence[_Case], materials: Materials) -> Callable[[], None]:
    now = datetime.now(UTC) + timedelta(seconds=1)
    around = cycle(cases)

    def check() -> None:
        case = next(around)
        verdict = verify(case.document, materials, now, document_digest=case.digest)
        if verdict.status is not Status.VALID:
            raise RuntimeError(f"A good credential is {verdict.status}.")

    return check


def _seal_alone(cases: Sequence[_Case]) -> Callable[[], None]:
    around = cycle(cases)

    def check() -> None:
        document = next(around).document
        if not data_integrity.holds(document, _multikey(document)):
            raise RuntimeError("A good seal does not hold.")

    return check


def _with_library(cases: Sequence[_Case]) -> Callable[[], None]:
    around = cycle(cases)
    public = Ed25519PublicKey.from_public_bytes(
        keys.public_bytes(_multikey(cases[0].document))
    ).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def check() -> None:
        verify_data_integrity_proof(next(around).document, public)

    return check


def _multikey(document: Json) -> str:
    return str(document["proof"]["verificationMethod"]).partition("#")[2]


def _times(check: Callable[[], None], many: int) -> Callable[[], int]:
    def work() -> int:
        for _ in range(many):
            check()
        return many

    return work
