"""A credential judged with nothing but what was published once: no network, no database.

What nobody can know without asking is never called valid: whether it was taken back is known as of
the moment at which the copy was made, and that is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from conferral.strangers.published import Published
from credkit import canonical
from credkit.credential import timestamp
from credkit.errors import Malformed
from credkit.reading import Reading, read
from credkit.tlog.proof import LogProof, ToldProof
from credkit.verify import Check, CheckCode, Materials, Outcome, Status, Verdict
from credkit.verify import verify as verify_document
from credkit.verify.checks import unreadable
from credkit.verify.known import as_of
from credkit.verify.specimens import as_specimen
from credkit.verify.tokens import open_token, token_digest, verify_token


@dataclass(frozen=True)
class Handed:
    """What somebody was given: a credential as `text` (JSON, or a token), alone or in a PDF.

    `pdf`: the whole file. `proof`: the text of the tlog-proof that came with it. "" for none.
    """

    text: str
    pdf: bytes = b""
    proof: str = ""


@dataclass(frozen=True)
class Judged:
    """`said`: what the seal is on, for comparing it with what is printed. None: cannot be read."""

    verdict: Verdict
    said: Reading | None


def judge(handed: Handed, published: Published, now: datetime) -> Judged:
    """Malformed: the copy is not what it says, or the proof is none."""
    text = handed.text.strip()
    is_token = not text.startswith("{")
    try:
        document = open_token(text).credential if is_token else canonical.load_json(text)
        said = read(document)
    except Malformed as error:
        return Judged(unreadable(error), None)
    materials = _materials(said, published)
    if is_token:
        digest = token_digest(text)
        verdict = verify_token(text, _told(materials, handed, published), now)
    else:
        digest = canonical.digest(document).hex()
        verdict = verify_document(document, _proved(materials, handed, published), now)
    checks = _with_what_is_listed(verdict, handed, digest, published)
    aged = as_of(Verdict.of(checks, verdict.proofs), published.made_at, now)
    is_specimen = said.is_specimen or published.is_specimen
    return Judged(as_specimen(aged) if is_specimen else aged, said)


def _materials(said: Reading, published: Published) -> Materials:
    lists = {entry.list_url: published.status_list(entry.list_url) for entry in said.statuses}
    return Materials(
        documents={**lists, published.issuer: published.did_document},
        trusted_issuers=frozenset({published.issuer}),
        cutoffs=published.cutoffs,
    )


def _proved(materials: Materials, handed: Handed, published: Published) -> Materials:
    if not handed.proof:
        return materials
    proof = LogProof.of_file(handed.proof)
    return replace(materials, log_proof=proof, log_key=published.log_key)


def _told(materials: Materials, handed: Handed, published: Published) -> Materials:
    if not handed.proof:
        return materials
    shown = ToldProof.of_file(handed.proof)
    proved = replace(materials, log_proof=shown.proof, log_key=published.log_key)
    return replace(proved, told_of_token=shown.told)


def _with_what_is_listed(
    verdict: Verdict, handed: Handed, digest: str, published: Published
) -> Iterator[Check]:
    """Who brings no proof from the log finds it in the list of what was issued, or does not."""
    for check in verdict.checks:
        match check.code:
            case CheckCode.LOG if not handed.proof and check.outcome is Outcome.SKIPPED:
                yield _listed(digest, published) if _is_ours(verdict) else check
            case CheckCode.FORM if handed.pdf and check.outcome is Outcome.PASSED:
                yield _as_printed(check, handed.pdf, published) if _is_ours(verdict) else check
            case _:
                yield check


def _is_ours(verdict: Verdict) -> bool:
    return any(
        check.code is CheckCode.ISSUER and check.outcome is Outcome.PASSED
        for check in verdict.checks
    )


def _listed(digest: str, published: Published) -> Check:
    made_at = timestamp(published.made_at)
    if published.kind_of(digest):
        return Check(CheckCode.LOG, Outcome.PASSED, f"among what was issued until {made_at}")
    detail = f"not among what was issued until {made_at}"
    return Check(CheckCode.LOG, Outcome.FAILED, detail, Status.NOT_LOGGED)


def _as_printed(form: Check, pdf: bytes, published: Published) -> Check:
    if published.kind_of(sha256(pdf).hexdigest()) == "pdf":
        return form
    detail = "the PDF is not the one that was issued, byte for byte"
    return Check(CheckCode.FORM, Outcome.FAILED, detail, Status.ALTERED)
