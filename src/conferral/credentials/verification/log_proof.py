"""That a credential stands in the public log, as a file that verifies without us."""

from dataclasses import replace

from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency import log
from conferral.credentials.transparency.witnesses import lines_under
from conferral.foundation.refusal import Refused


def tlog_proof(credential: Credential) -> bytes:
    """A C2SP tlog-proof under the newest checkpoint. Refused while it has not been logged.

    The leaf is the hash of the entry, and the entry is SHA-256(salt ‖ SHA-256(JCS of the JSON));
    the salt is the proof's extra line. See docs/log.md.
    """
    latest, index = log.checkpoint(), credential.entry.index
    if latest is None or index is None:
        raise Refused("This certificate is not in the public log yet. Try again in a moment.")
    proof = log.proof_of(index, bytes(credential.log_salt), latest)
    cosigned = replace(proof, checkpoint=latest.note + lines_under(latest))
    return cosigned.to_file().encode()
