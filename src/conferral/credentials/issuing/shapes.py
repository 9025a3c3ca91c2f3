"""The compiled shapes: found by course version and variant, kept in memory once compiled."""

from collections.abc import Mapping
from hashlib import sha256

from conferral.credentials.issuing import compose
from conferral.credentials.issuing.models import Credential, Shape
from conferral.learning.catalog.models import CourseVersion
from credkit.canonical import Json, jcs
from credkit.proofs import data_integrity
from credkit.shape import Shape as CompiledShape

_COMPILED: dict[str, CompiledShape] = {}


def shape_for(
    version: CourseVersion, decided: compose.Decided | None, variant: compose.Variant
) -> Shape:
    """The shape of today's wording; stored when it is said for the first time."""
    template = compose.template(version, decided, variant)
    facts = compose.facts(version, decided)
    digest = sha256(jcs({"template": template, "facts": facts})).hexdigest()
    shape, _ = Shape.objects.get_or_create(
        sha256=digest,
        defaults={
            "version": version,
            "accreditation": decided.accredited_by if decided else None,
            "template": template,
            "facts": facts,
        },
    )
    return shape


def compiled(shape: Shape) -> CompiledShape:
    """Compiled once in each process: a stored shape never changes."""
    if shape.sha256 not in _COMPILED:
        _COMPILED[shape.sha256] = CompiledShape.compile(shape.template)
    return _COMPILED[shape.sha256]


def document_digest(credential: Credential) -> bytes:
    """SHA-256 of the unsecured document's canonical bytes, from its shape."""
    return compiled(credential.shape).digest(credential.slots)


def secured_document(credential: Credential) -> Json:
    """The signed JSON, made anew from the slots and the proof: byte for byte what was signed."""
    return secured(
        compiled(credential.shape),
        credential.slots,
        credential.key.verification_method,
        bytes(credential.signature),
    )


def secured(
    shape: CompiledShape, slots: Mapping[str, str], verification_method: str, signature: bytes
) -> Json:
    options = data_integrity.Options(verification_method, slots["issued_at"])
    return data_integrity.secure(shape.fill(slots), options, signature)
