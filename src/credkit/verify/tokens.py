"""A credential in an envelope: the token is opened, and what it secures asked all that any is.

The envelopes differ in how they are signed and in what they claim beside the credential; what
they hold is the same credential, so a claim that says something else than it is refused.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.proofs import jws, sd_jwt, vc_jose, vc_jwt
from credkit.reading import Reading
from credkit.verify import checks, signatures
from credkit.verify.materials import Materials, at_the_time, missing, token_key
from credkit.verify.signatures import Finding, ProofReport
from credkit.verify.verdict import Check, CheckCode, Outcome, Status, Verdict

_LEEWAY = 60  # Seconds by which clocks may differ.
_FRESH = 300  # Seconds that a holder has for presenting.


class Envelope(StrEnum):
    """The kinds of tokens, by what their headers call them."""

    OPEN_BADGE = vc_jwt.TYPE
    W3C = vc_jose.TYPE
    SD_JWT = sd_jwt.TYPE


@dataclass(frozen=True)
class Occasion:
    """For whom and for what a holder has to have signed a presentation: OpenID4VP's words."""

    audience: str
    nonce: str


@dataclass(frozen=True)
class Opened:
    """What a token holds, not yet believed. `claims`: all of it, as far as it is shown."""

    envelope: Envelope
    token: jws.Jws
    claims: Json
    credential: Json
    presentation: sd_jwt.Presentation | None = None


def open_token(text: str) -> Opened:
    """Malformed: no token, none of a kind that we know, or without a credential in it."""
    if "~" in text:
        shown = sd_jwt.read(text)
        claims = shown.claims()
        return Opened(Envelope.SD_JWT, shown.token, claims, sd_jwt.credential_in(claims), shown)
    token = jws.read(text)
    match token.header.get("typ", vc_jwt.TYPE):
        case Envelope.OPEN_BADGE:
            return Opened(Envelope.OPEN_BADGE, token, token.payload, vc_jwt.credential_of(token))
        case Envelope.W3C:
            return Opened(Envelope.W3C, token, token.payload, vc_jose.credential_of(token))
        case other:
            raise Malformed(f"a kind of token that we do not know: {other}", Fault.HEADER)


def token_digest(text: str) -> str:
    """By what a log is told of a token: SHA-256 in hex of what its issuer signed, with the
    signature. What a holder shows or keeps back changes nothing."""
    return sha256(text.partition("~")[0].encode()).hexdigest()


def missing_for_token(text: str, materials: Materials) -> set[str]:
    """As `missing`, for a token: what must still be fetched before it can be judged."""
    try:
        return missing(open_token(text).credential, materials)
    except Malformed:
        return set()


def verify_token(
    text: str, materials: Materials, now: datetime, *, occasion: Occasion | None = None
) -> Verdict:
    """Judge a token, as `verify` judges a document.

    `occasion`: then it must be a presentation that the holder has just signed for it.
    A log that `materials` asks for holds documents: it must have been told of the token in one.
    """
    try:
        opened = open_token(text)
        reading = _read(opened)
        _check_claims(opened, reading)
    except Malformed as error:
        return checks.unreadable(error)
    logged = _log(text, materials)
    keys = _issuers_keys(reading, materials, logged)
    signed, report = _signature(opened, keys, now, occasion)
    return Verdict.of(
        [
            checks.form(opened.credential),
            signed,
            checks.issuer(reading, materials),
            logged,
            checks.status(reading, materials, now),
            checks.period(reading, now),
        ],
        report,
    )


def _read(opened: Opened) -> Reading:
    reading = checks.read_form(opened.credential)
    if opened.envelope is Envelope.SD_JWT and "status" in opened.claims:
        # A Token Status List: we cannot look it up, so nobody may take it for good.
        return replace(reading, unknown_statuses=(*reading.unknown_statuses, "status"))
    return reading


def _issuers_keys(reading: Reading, materials: Materials, logged: Check) -> Json | None:
    """The issuer's document as it was when the log was told of the token."""
    did_document = checks.issuer_document_or_none(reading, materials)
    if did_document is None:
        return None
    return at_the_time(did_document, materials.cutoffs, checks.excused(logged, materials))


def _signature(
    opened: Opened, did_document: Json | None, now: datetime, occasion: Occasion | None
) -> tuple[Check, tuple[ProofReport, ...]]:
    if did_document is None:
        return checks.NO_ISSUER_DOCUMENT, ()
    header = opened.token.header
    suite, method = f"{opened.envelope} {header['alg']}", str(header.get("kid", ""))
    try:
        opened.token.check(token_key(did_document, header))
        _check_time(opened, now)
        _check_holder(opened.presentation, occasion, now)
        inner = _inner_proofs(opened.credential, did_document, now)
    except Malformed as error:
        broken = ProofReport(suite, method, Finding.BROKEN, str(error), error.fault)
        return checks.unsigned(error), (broken,)
    report = ProofReport(suite, method, Finding.HOLDS)
    return Check(CheckCode.SIGNATURE, Outcome.PASSED), (report, *inner)


def _inner_proofs(credential: Json, did_document: Json, now: datetime) -> tuple[ProofReport, ...]:
    """A credential in an envelope may have proofs of its own. Malformed if one is broken."""
    reports = signatures.examine(credential, did_document, now)
    if any(report.finding is Finding.BROKEN for report in reports):
        signatures.require(reports)
    return reports


def _check_claims(opened: Opened, reading: Reading) -> None:
    """Malformed if a claim says something else than the credential does."""
    told: dict[str, object] = {
        "iss": reading.issuer_id,
        "jti": reading.id,
        "sub": reading.holder_id,
    }
    if opened.envelope is not Envelope.W3C:
        told["nbf"] = _seconds(reading.valid_from)
        told["exp"] = _seconds(reading.valid_until)
    for name, value in told.items():
        if opened.claims.get(name, value) != value:
            raise Malformed(f"{name} is not what the credential says", Fault.CLAIMS)


def _check_time(opened: Opened, now: datetime) -> None:
    """In the W3C's envelope nbf and exp speak of the token; elsewhere, of the credential."""
    claims, moment = opened.claims, now.timestamp()
    own = ("iat", "nbf", "exp") if opened.envelope is Envelope.W3C else ("iat",)
    times = {name: claims[name] for name in own if name in claims}
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in times.values()):
        raise Malformed(f"{', '.join(times)}: not all are numbers", Fault.CLAIMS)
    if max(times.get("iat", moment), times.get("nbf", moment)) > moment + _LEEWAY:
        raise Malformed("the token is of the future", Fault.PURPOSE)
    if times.get("exp", moment) < moment:
        raise Malformed("the token has expired", Fault.PURPOSE)


def _check_holder(
    shown: sd_jwt.Presentation | None, occasion: Occasion | None, now: datetime
) -> None:
    """A binding that is there must hold; one that was asked for must be there, and fresh."""
    if shown is None:
        if occasion:
            raise Malformed("only an SD-JWT can be bound to an occasion", Fault.HEADER)
        return
    if occasion is None and shown.key_binding is None:
        return
    asked = {"audience": occasion.audience, "nonce": occasion.nonce} if occasion else {}
    age = now.timestamp() - sd_jwt.check_binding(shown, **asked)
    if age < -_LEEWAY or (occasion and age > _FRESH):
        raise Malformed("a presentation of another time", Fault.PURPOSE)


def _log(text: str, materials: Materials) -> Check:
    if not materials.log_key:
        return Check(CheckCode.LOG, Outcome.SKIPPED, "no log was asked for")
    told = materials.told_of_token
    if told is None or told.get("token") != token_digest(text):
        detail = "the log was not told of this token"
        return Check(CheckCode.LOG, Outcome.FAILED, detail, Status.NOT_LOGGED)
    return checks.log(told, materials)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
