"""From the facts about one holder to signed JSON: our way, the obvious way, a library's way.

All three sign the same Open Badge with the same key, in turns, and every result is verified. Ours
is another algorithm, not a faster one of the same: JSON-LD is read once for each shape.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from typing import Any, cast

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.ldp import OB3LdpSigner
from pyld import jsonld

from bench import house, measure
from bench.measure import Figure, Rate
from conferral.credentials.issuing import actions, shapes
from conferral.learning.catalog.models import CourseVersion
from credkit import contexts
from credkit.canonical import Json, load_json
from credkit.credential import timestamp
from credkit.keys import LocalSigner
from credkit.multibase import to_base58btc
from credkit.proofs import data_integrity
from credkit.shape import Shape

_ROUNDS = 9
_HOLDERS = 500
_TARGET = 50
_SEED = hashlib.sha256(b"only for measuring").digest()
_NOW = datetime(2026, 6, 14, 9, tzinfo=UTC)


@dataclass(frozen=True)
class _Task:
    """What is to be signed, one holder after the other."""

    shape: Shape
    options: data_integrity.Options
    slots: Iterator[dict[str, str]]  # The facts; they come round again.

    def unsecured(self) -> Json:
        return self.shape.fill(next(self.slots))


def figures() -> Iterator[Figure]:
    measure.pin()
    task = _task(house.found())
    signers = {"ours": _ours(task), "PyLD": _with_pyld(task), "openbadgeslib": _with_library(task)}
    for sign in signers.values():
        _must_hold(sign())
    works = {
        "ours": _times(signers["ours"], _HOLDERS),
        "PyLD": _times(signers["PyLD"], 3),
        "openbadgeslib": _times(signers["openbadgeslib"], 2),
    }
    laps = measure.interleaved(works, _ROUNDS)
    yield Figure.of_rate("conferral, compiled shape", Rate.of(laps["ours"]))
    yield Figure.of_rate("PyLD and cryptography, written plainly", Rate.of(laps["PyLD"]))
    yield Figure.of_rate("openbadgeslib, OB3LdpSigner", Rate.of(laps["openbadgeslib"]))
    for name in ("PyLD", "openbadgeslib"):
        times = measure.ratio(laps["ours"], laps[name])
        yield Figure(f"conferral : {name}", times, "times", target=_TARGET)


def _task(version: CourseVersion) -> _Task:
    """Credentials that were really issued, to be signed again with a key of ours."""
    issued = actions.issue(house.awards(version, _HOLDERS))
    method = f"{version.course.organization.did}#{LocalSigner(_SEED).public_multikey}"
    return _Task(
        shape=shapes.compiled(issued[0].shape),
        options=data_integrity.Options(method, timestamp(_NOW)),
        slots=cycle([credential.slots for credential in issued]),
    )


def _ours(task: _Task) -> Callable[[], bytes]:
    signer = LocalSigner(_SEED)
    options_digest = data_integrity.config_digest(task.shape.template["@context"], task.options)

    form = data_integrity.secured_form(task.shape, task.options)

    def sign() -> bytes:
        slots = next(task.slots)
        signature = data_integrity.sign(task.shape.digest(slots), options_digest, signer)
        value = data_integrity.proof_value(signature)
        return form.fill(slots | {data_integrity.PROOF_VALUE: value})

    return sign


def _with_pyld(task: _Task) -> Callable[[], bytes]:
    """What one would write first, after the recommendation, its contexts in memory."""
    key = Ed25519PrivateKey.from_private_bytes(_SEED)
    config = data_integrity.config(task.options)

    def sign() -> bytes:
        document = task.unsecured()
        options = config | {"@context": document["@context"]}
        signature = key.sign(_canonical_digest(options) + _canonical_digest(document))
        proof = config | {"proofValue": to_base58btc(signature)}
        return orjson.dumps(document | {"proof": proof})

    return sign


def _canonical_digest(document: Json) -> bytes:
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": contexts.load,
    }
    return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()


def _with_library(task: _Task) -> Callable[[], bytes]:
    key = Ed25519PrivateKey.from_private_bytes(_SEED)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    signer = OB3LdpSigner(pem, task.options.verification_method)

    def sign() -> bytes:
        badge = cast(OpenBadgeCredential, _AsItIs(task.unsecured()))
        return orjson.dumps(signer.sign(badge, created=_NOW))

    return sign


@dataclass(frozen=True)
class _AsItIs:
    """A credential for the library's signer, which asks it for this document and nothing else."""

    document: dict[str, Any]

    def to_vc(self) -> dict[str, Any]:
        return self.document


def _times(sign: Callable[[], bytes], many: int) -> Callable[[], int]:
    def work() -> int:
        for _ in range(many):
            sign()
        return many

    return work


def _must_hold(signed: bytes) -> None:
    if not data_integrity.holds(load_json(signed), LocalSigner(_SEED).public_multikey):
        raise RuntimeError("A contender signs something else.")
