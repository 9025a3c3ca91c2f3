"""That a credential or a token stands in the public log, as a file that verifies without us."""

from dataclasses import replace

from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.credentials.transparency.witnesses import as_shown
from conferral.foundation.refusal import Refused
from credkit.tlog.proof import ToldProof


def tlog_proof(credential: Credential) -> bytes:
    """A C2SP tlog-proof under the newest checkpoint. Refused while it has not been logged.

    The leaf is the hash of the entry, and the entry is SHA-256(salt ‖ SHA-256(JCS of the JSON));
    the salt is the proof's extra line. See docs/log.md.
    """
    latest, index = log.checkpoint(), credential.entry.index
    if latest is None or index is None:
        raise Refused("This certificate is not in the public log yet. Try again in a moment.")
    proof = log.proof_of(index, bytes(credential.log_salt), latest)
    return replace(proof, checkpoint=as_shown(latest)).to_file().encode()


def token_tlog_proof(credential: Credential, digest: str) -> bytes:
    """The same for a token of the credential. Refused while the log was not told of it.

    `digest`: the token's `credkit.verify.tokens.token_digest`. The extra line holds, after the
    salt, what the log was told: a stranger could not make that up from the token.
    """
    latest = log.checkpoint()
    found = told_of(credential, digest, latest)
    if latest is None or found is None:
        raise Refused("The public log was not told of this token yet. Try again in a moment.")
    cosigned = replace(found.proof, checkpoint=as_shown(latest))
    return replace(found, proof=cosigned).to_file().encode()


def told_of(
    credential: Credential, digest: str, latest: SignedCheckpoint | None
) -> ToldProof | None:
    """What the log was told when that token was signed. None: nothing, or not yet."""
    if latest is None:
        return None
    known = credential.events.filter(kind=Kind.ENVELOPED, document__token=digest)
    event = known.filter(entry__index__lt=latest.size).select_related("entry").first()
    if event is None or event.entry.index is None:
        return None
    proof = log.proof_of(event.entry.index, bytes(event.salt), latest)
    return ToldProof(event.document, proof)
