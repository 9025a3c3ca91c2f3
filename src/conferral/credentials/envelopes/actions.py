"""Ask for a credential in another envelope; put it in.

Signed by the organization's P-256 key, which its DID document lists: wallets that ask for tokens
seldom know Ed25519. The public log is told of every token: if the key is stolen one day, what the
log knew of before still counts.
"""

import secrets

from django.db import transaction
from django.utils import timezone

from conferral.credentials.envelopes.models import Envelope, Kind
from conferral.credentials.issuing import events
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.credentials.sealing.actions import document_key, token_signer_of
from conferral.foundation.refusal import Refused
from credkit.canonical import Json
from credkit.keys import TokenSigner
from credkit.proofs import sd_jwt, vc_jose, vc_jwt
from credkit.verify.tokens import token_digest

_SALT = 16  # Bytes.
# What a holder may keep back: all that tells more than that somebody has earned this.
_CONCEALED = (
    "/awardedDate",
    "/evidence",
    "/credentialSubject/id",
    "/credentialSubject/name",
    "/credentialSubject/licenseNumber",
    "/credentialSubject/result",
)


def token_of(credential: Credential, kind: Kind) -> str:
    """The token, if it has been signed. If not, it is asked for, and this is Refused."""
    envelope, _ = Envelope.objects.get_or_create(credential=credential, kind=kind)
    if envelope.waits:
        raise Refused("It is being prepared. Ask again in a minute.")
    return envelope.token


@transaction.atomic
def sign_now(credential: Credential, kind: Kind) -> str:
    """The token, signed here and now if it must be. For processes that may sign."""
    envelope, _ = Envelope.objects.get_or_create(credential=credential, kind=kind)
    if envelope.waits:
        if credential.entry.index is None:
            raise Refused("The credential is not in the public log yet. Ask again in a minute.")
        sign(envelope)
    return envelope.token


def sign(envelope: Envelope) -> None:
    """Put the credential in, and tell the log. Needs the credential's shape, and its key with the
    organization."""
    credential, now = envelope.credential, timezone.now()
    key = document_key(credential.key.organization)
    document = secured_document(credential)
    method, signer = key.verification_method, token_signer_of(key)
    envelope.token = _token(Kind(envelope.kind), document, signer, method)
    envelope.key, envelope.signed_at = key, now
    envelope.save(update_fields=["token", "key", "signed_at"])
    events.of_token(credential, token_digest(envelope.token), envelope.kind, now)


def _token(kind: Kind, document: Json, signer: TokenSigner, method: str) -> str:
    match kind:
        case Kind.JWT:
            return vc_jose.issue(document, signer, key_id=method)
        case Kind.VC_JWT:
            return vc_jwt.issue(document, signer, key_id=method)
        case Kind.SD_JWT:
            claims = sd_jwt.claims_of(document, sd_jwt.TYPE_OF_OPEN_BADGES)
            concealed = {
                pointer: secrets.token_bytes(_SALT)
                for pointer in _CONCEALED
                if _has(document, pointer)
            }
            return sd_jwt.issue(claims, signer, key_id=method, concealed=concealed)


def _has(document: Json, pointer: str) -> bool:
    node: object = document
    for name in pointer.split("/")[1:]:
        if not isinstance(node, dict) or name not in node:
            return False
        node = node[name]
    return True
