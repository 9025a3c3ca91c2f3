"""The stuck rows of an organization, each with what cannot be done and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.delivery.models import Stop, StopQuerySet
from conferral.credentials.designs.models import Certificate, CertificateQuerySet
from conferral.credentials.issuing.models import (
    Credential,
    CredentialQuerySet,
    StatusList,
    StatusListQuerySet,
)
from conferral.credentials.recalls.models import Recalled, RecalledQuerySet
from conferral.credentials.transparency import resume
from conferral.credentials.transparency.models import Entry, Witness
from conferral.credentials.transparency.standing import MAY_SIGN
from conferral.foundation.accounts.models import Organization
from conferral.foundation.chores.models import Round, RoundQuerySet
from conferral.foundation.webhooks.models import Notice, NoticeQuerySet
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.progress.models import Enrolment, EnrolmentQuerySet, Import, ImportQuerySet
from conferral.learning.renewal.models import Renewal, RenewalQuerySet


@dataclass(frozen=True)
class Stuck:
    what: str  # "The certificate of Ada Nkosi", "The file results.csv"
    cannot_be: str
    problem: str
    course: str = ""  # Its code, where there is one.


def stuck_rows(organization: Organization, limit: int) -> list[Stuck]:
    """At most `limit` of each kind. Mail has a page of its own."""
    return list(_all(organization, limit))


def imports(organization: Organization) -> ImportQuerySet:
    return Import.objects.of(organization).unread().filter(pk__in=Import.objects.stuck())


def enrolments(organization: Organization) -> EnrolmentQuerySet:
    return Enrolment.objects.of(organization).changed().filter(pk__in=Enrolment.objects.stuck())


def awards(organization: Organization) -> AwardQuerySet:
    return Award.objects.of(organization).unissued().stuck()


def credentials(organization: Organization) -> CredentialQuerySet:
    return Credential.objects.of(organization).kept().filter(printed_at=None).stuck()


def pages(organization: Organization) -> CredentialQuerySet:
    """They are shown all the same: made while somebody waits."""
    printed = Credential.objects.of(organization).kept().filter(printed_at__isnull=False)
    return printed.filter(page_made_at=None).stuck()


def certificates(organization: Organization) -> CertificateQuerySet:
    ours = Credential.objects.of(organization)
    return Certificate.objects.filter(credential__in=ours, announced_at=None).stuck()


def status_lists(organization: Organization) -> StatusListQuerySet:
    ours = StatusList.objects.filter(organization=organization)
    return ours.to_be_signed(timezone.now()).stuck()


def notices(organization: Organization) -> NoticeQuerySet:
    return Notice.objects.of(organization).unsent().filter(pk__in=Notice.objects.stuck())


def stops(organization: Organization) -> StopQuerySet:
    ours = Credential.objects.of(organization)
    return Stop.objects.open().stuck().filter(credential__in=ours)


def renewals(organization: Organization) -> RenewalQuerySet:
    return Renewal.objects.of(organization).unseen().stuck()


def rounds(organization: Organization) -> RoundQuerySet:
    """Chores: they have a page of their own, too."""
    return Round.objects.of(organization).filter(pk__in=Round.objects.stuck())


_RENEWED = ("award__enrolment__person", "award__enrolment__version__course")


def recalled(organization: Organization) -> RecalledQuerySet:
    return Recalled.objects.begun().stuck().filter(recall__organization=organization)


KINDS = (
    recalled,
    rounds,
    renewals,
    imports,
    enrolments,
    awards,
    credentials,
    pages,
    status_lists,
    certificates,
    stops,
    notices,
)


def _all(organization: Organization, limit: int) -> Iterator[Stuck]:
    yield from _log()
    yield from _learning(organization, limit)
    for notice in notices(organization).select_related("endpoint")[:limit]:
        yield Stuck(f"The webhook {notice.endpoint}", "told", notice.problem)
    for each in stops(organization).select_related("credential")[:limit]:
        yield Stuck(f"The stopped certificate {each.credential}", "revoked", each.problem)
    for listed in status_lists(organization)[:limit]:
        yield Stuck(f"The status list {listed.pk}", "published", listed.problem)
    learner = "enrolment__person", "enrolment__version__course"
    for award in awards(organization).select_related(*learner)[:limit]:
        yield _of(award, "signed", award.problem)
    deeper = [f"award__{path}" for path in learner]
    for credential in credentials(organization).select_related(*deeper)[:limit]:
        yield _of(credential.award, "printed", credential.problem)
    for credential in pages(organization).select_related(*deeper)[:limit]:
        yield _of(credential.award, "prepared as a page", credential.problem)
    for row in recalled(organization).select_related("recall", "credential")[:limit]:
        yield Stuck(f"The certificate {row.credential}", f"{row.recall.deed}d", row.problem)
    deepest = [f"credential__{path}" for path in deeper]
    for certificate in certificates(organization).select_related(*deepest)[:limit]:
        yield _of(certificate.credential.award, "sent", certificate.problem)


def _learning(organization: Organization, limit: int) -> Iterator[Stuck]:
    """What stands still before there is a certificate."""
    for row in rounds(organization)[:limit]:
        yield Stuck(f"The job “{row.chore}”", "done", row.problem)
    for renewal in renewals(organization).select_related(*_RENEWED)[:limit]:
        yield _of(renewal.award, "renewed", renewal.problem)
    for batch in imports(organization).select_related("course")[:limit]:
        yield Stuck(f"The file {batch.filename}", "read", batch.problem, batch.course.code)
    for enrolment in enrolments(organization).select_related("person", "version__course")[:limit]:
        course = enrolment.version.course.code
        yield Stuck(f"The progress of {enrolment.person}", "judged", enrolment.problem, course)


def _log() -> Iterator[Stuck]:
    """The log is everybody's: while it cannot go on, nobody's certificate can."""
    if Entry.objects.filter(index=None).exists():
        found, sentence = resume.look()
        if found not in MAY_SIGN:
            yield Stuck("The public log", "signed", sentence)
    for witness in Witness.objects.stuck().order_by("pk"):
        yield Stuck(f"The log’s witness {witness}", "satisfied", witness.problem)
    for anchor in Anchor.objects.unfinished().stuck().order_by("pk"):
        remedy = f"{anchor.problem} When that is mended: conferral log anchor"
        yield Stuck(f"The log’s newest checkpoint at {anchor.place}", "anchored", remedy)


def _of(award: Award, cannot_be: str, problem: str) -> Stuck:
    course = award.enrolment.version.course.code
    return Stuck(f"The certificate of {award.enrolment.person}", cannot_be, problem, course)
