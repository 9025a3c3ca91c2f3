"""The stuck rows of an organization, each with what cannot be done and why."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

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
from conferral.learning.renewal.models import (
    PointsLine,
    PointsLineQuerySet,
    Renewal,
    RenewalQuerySet,
)
from conferral.oversight.counting import found


@dataclass(frozen=True)
class Stuck:
    what: str  # "The certificate of Ada Nkosi", "The file results.csv"
    cannot_be: str
    problem: str
    course: str = ""  # Its code, where there is one.


def stuck_rows(
    organization: Organization, limit: int, known: Collection[str] | None = None
) -> list[Stuck]:
    """At most `limit` of each kind. Mail has a page of its own.

    `known`: the names of the kinds that have any, from whoever has counted them already.
    """
    among = _kinds(organization) if known is None else known
    return [*_log(), *_rows(organization, limit, among)]


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
    return Certificate.objects.of(organization).filter(announced_at=None).stuck()


def status_lists(organization: Organization) -> StatusListQuerySet:
    ours = StatusList.objects.filter(organization=organization)
    return ours.to_be_signed(timezone.now()).stuck()


def notices(organization: Organization) -> NoticeQuerySet:
    return Notice.objects.of(organization).unsent().filter(pk__in=Notice.objects.stuck())


def stops(organization: Organization) -> StopQuerySet:
    ours = Stop.objects.filter(credential__status_list__organization=organization)
    return ours.open().stuck()


def points(organization: Organization) -> PointsLineQuerySet:
    return PointsLine.objects.open().stuck().filter(table__organization=organization)


def renewals(organization: Organization) -> RenewalQuerySet:
    return Renewal.objects.of(organization).unseen().stuck()


def rounds(organization: Organization) -> RoundQuerySet:
    """Chores: they have a page of their own, too."""
    return Round.objects.of(organization).filter(pk__in=Round.objects.stuck())


def recalled(organization: Organization) -> RecalledQuerySet:
    return Recalled.objects.begun().stuck().filter(recall__organization=organization)


KINDS = (
    recalled,
    rounds,
    renewals,
    points,
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


def _kinds(organization: Organization) -> set[str]:
    """One question tells which there are: mostly none, and then no other is asked."""
    kinds = {kind.__name__: kind(organization) for kind in KINDS}
    return found(Organization.objects.filter(pk=organization.pk), kinds)


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


def _rows(organization: Organization, limit: int, among: Collection[str]) -> Iterator[Stuck]:
    for kind, tell in _TOLD.items():
        if kind.__name__ in among:
            rows = kind(organization).select_related(*tell.related)
            yield from map(tell.of, rows[:limit])


def _of(award: Award, cannot_be: str, problem: str) -> Stuck:
    course = award.enrolment.version.course.code
    return Stuck(f"The certificate of {award.enrolment.person}", cannot_be, problem, course)


@dataclass(frozen=True)
class _Telling:
    """How a row of a kind is told, and what is fetched along with it."""

    of: Callable[[Any], Stuck]
    related: tuple[str, ...] = ()


_LEARNER = ("enrolment__person", "enrolment__version__course")
_DEEPER = tuple(f"award__{path}" for path in _LEARNER)
_DEEPEST = tuple(f"credential__{path}" for path in _DEEPER)
_TOLD: dict[Callable[[Organization], Any], _Telling] = {
    rounds: _Telling(lambda row: Stuck(f"The job “{row.chore}”", "done", row.problem)),
    renewals: _Telling(lambda row: _of(row.award, "renewed", row.problem), _DEEPER),
    points: _Telling(
        lambda row: Stuck(f"Line {row.number} of {row.table}", "entered", row.problem), ("table",)
    ),
    imports: _Telling(
        lambda row: Stuck(f"The file {row.filename}", "read", row.problem, row.course.code),
        ("course",),
    ),
    enrolments: _Telling(
        lambda row: Stuck(
            f"The progress of {row.person}", "judged", row.problem, row.version.course.code
        ),
        ("person", "version__course"),
    ),
    notices: _Telling(
        lambda row: Stuck(f"The webhook {row.endpoint}", "told", row.problem), ("endpoint",)
    ),
    stops: _Telling(
        lambda row: Stuck(f"The stopped certificate {row.credential}", "revoked", row.problem),
        ("credential",),
    ),
    status_lists: _Telling(
        lambda row: Stuck(f"The status list {row.pk}", "published", row.problem)
    ),
    awards: _Telling(lambda row: _of(row, "signed", row.problem), _LEARNER),
    credentials: _Telling(lambda row: _of(row.award, "printed", row.problem), _DEEPER),
    pages: _Telling(lambda row: _of(row.award, "prepared as a page", row.problem), _DEEPER),
    recalled: _Telling(
        lambda row: Stuck(f"The certificate {row.credential}", f"{row.recall.deed}d", row.problem),
        ("recall", "credential"),
    ),
    certificates: _Telling(lambda row: _of(row.credential.award, "sent", row.problem), _DEEPEST),
}
