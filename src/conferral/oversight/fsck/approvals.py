"""I15: an approved version says what its reviewers signed, and nobody has let it pass since."""

from collections.abc import Iterator

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.models import Entry
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review.content import content_of, digest_of
from conferral.learning.review.models import Review, Vote
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named

_CHUNK = 250
_WITHDREW = "withdrew the approval"
_UNSIGNED = "The row was changed: compare it with the line of the trail, and with a backup."


def content() -> Iterator[Finding]:
    """The digest in the trail is that of the version as it is today."""
    related = "course", "certificate_type"
    known = CourseVersion.objects.ever_approved().select_related(*related).order_by("pk")
    for version in known.iterator(chunk_size=_CHUNK):
        line = _last_line(version)
        if line is None:  # I9 says so.
            continue
        if line.deed == _WITHDREW and version.is_approved:
            problem = "its approval was withdrawn, and the register lets certificates pass"
            yield _finding(version, problem)
        signed = line.details.get("digest")  # Who approved without a review signed no digest.
        if signed and signed != digest_of(content_of(version)):
            yield _finding(version, "it does not say any more what was approved")


def signatures() -> Iterator[Finding]:
    """Every decision of a reviewer has its line in the trail, and says what the line says."""
    decided = Review.objects.exclude(vote=Vote.NONE).select_related("decided_by").order_by("pk")
    for review in decided.iterator(chunk_size=_CHUNK):
        line = Entry.objects.filter(hash=review.line).first()
        if line is None or not _says(line, review):
            problem = "the audit trail does not know of this decision"
            yield Finding(Invariant.APPROVALS, named(review), problem, _UNSIGNED)


def _last_line(version: CourseVersion) -> Entry | None:
    about = Entry.objects.filter(target=f"{version._meta.label}:{version.pk}")
    return about.filter(deed__in=("approved", _WITHDREW)).order_by("pk").last()


def _says(line: Entry, review: Review) -> bool:
    told = line.deed, line.details.get("role"), line.details.get("digest")
    is_told = told == (f"said {review.vote} to a version", review.role, review.digest)
    return is_told and (line.actor_id == review.decided_by_id or _is_nobody(review.decided_by))


def _is_nobody(person: Person | None) -> bool:
    """An organization that forgot somebody leads to a row of nobody; the line is as it was."""
    return person is not None and person.email is None


def _finding(version: CourseVersion, problem: str) -> Finding:
    return Finding(Invariant.APPROVALS, named(version, version), problem, FROM_BACKUP)
