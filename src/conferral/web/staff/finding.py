"""One search over everything that whoever looks may see: at most one question for each kind.

Numbers and e-mails are found by their beginning, names by any part of each word, among the
organization's own rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from conferral.credentials.cases.models import Case
from conferral.credentials.issuing import number as numbers
from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls.models import Recall
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.brakes.models import Batch
from conferral.foundation.days import day
from conferral.learning.accreditation.models import Accreditation, Body
from conferral.learning.catalog.models import Course, Instructor
from conferral.learning.progress.models import Import
from conferral.oversight.reports.learners import enrolled
from conferral.web.shared.access import MemberRequest
from conferral.web.staff.rooms import rooms_for

AT_MOST = 6  # Of one kind.


@dataclass(frozen=True)
class Hit:
    name: str
    note: str
    address: str


@dataclass(frozen=True)
class Kind:
    """`hits`: the first of them; `more`: where all are, if there is such a place."""

    name: str
    hits: tuple[Hit, ...]
    more: str = ""


Search = Callable[[Organization, str], Iterator[Hit]]


def found(request: MemberRequest, sought: str) -> list[Kind]:
    """The kinds of which something is found, numbers first, rooms last."""
    if not sought:
        return []
    kinds = [
        Kind(name, tuple(search(request.organization, sought)))
        for name, right, search in _KINDS
        if right in request.rights
    ]
    return [kind for kind in [*kinds, _rooms(request, sought)] if kind.hits]


def _certificates(organization: Organization, sought: str) -> Iterator[Hit]:
    if len(sought) <= len(organization.number_prefix):  # All of them begin so.
        return
    ours = Credential.objects.of(organization).filter(_numbered(sought))
    related = "award__enrolment__person", "award__enrolment__version"
    for each in ours.select_related(*related).order_by("number")[:AT_MOST]:
        enrolment = each.award.enrolment
        yield Hit(
            each.number,
            f"{enrolment.person.printed_name}, {enrolment.version.title}",
            reverse("staff-certificate", args=[each.number]),
        )


def _learners(organization: Organization, sought: str) -> Iterator[Hit]:
    is_email = Q(person__email__startswith=sought.lower())
    named = has_words("person__printed_name", sought) | is_email
    ours = enrolled(organization).filter(named)
    related = ours.select_related("person", "version")
    for each in related.order_by("person__printed_name", "-pk")[:AT_MOST]:
        yield Hit(each.person.printed_name, each.version.title, reverse("learner", args=[each.pk]))


def _cohorts(organization: Organization, sought: str) -> Iterator[Hit]:
    named = enrolled(organization).filter(has_words("cohort", sought))
    counted = named.exclude(cohort="").values_list("cohort").annotate(Count("pk"))
    for name, count in counted.order_by("cohort")[:AT_MOST]:
        yield Hit(name, f"{count} enrolled", reverse("cohort", args=[name]))


def _courses(organization: Organization, sought: str) -> Iterator[Hit]:
    titled = has_words("versions__title", sought) | Q(code__istartswith=sought)
    ours = Course.objects.of(organization).filter(titled).distinct().order_by("code")
    for each in ours.prefetch_related("versions")[:AT_MOST]:
        newest = max(each.versions.all(), key=lambda version: version.number)
        yield Hit(newest.title, each.code, reverse("course", args=[each.code]))


def _imports(organization: Organization, sought: str) -> Iterator[Hit]:
    ours = Import.objects.of(organization).filter(has_words("filename", sought))
    for each in ours.select_related("course").order_by("-pk")[:AT_MOST]:
        page = "import-progress" if each.confirmed_at else "import-preview"
        yield Hit(each.filename, f"For {each.course.code}", reverse(page, args=[each.pk]))


def _cases(organization: Organization, sought: str) -> Iterator[Hit]:
    named = has_words("enrolment__person__printed_name", sought) | has_words("holder_name", sought)
    related = Case.objects.of(organization).filter(named).select_related("enrolment__person")
    for each in related.order_by("-pk")[:AT_MOST]:
        note = f"{each.about.capitalize()}, {_open_or(each.answered_at)}"
        yield Hit(each.enrolment.person.printed_name, note, reverse("case", args=[each.pk]))


def _recalls(organization: Organization, sought: str) -> Iterator[Hit]:
    said = has_words("because", sought) | has_words("submitted_by__printed_name", sought)
    for each in Recall.objects.of(organization).filter(said).order_by("-pk")[:AT_MOST]:
        note = f"{each.count} to {each.deed}, {day(timezone.localdate(each.submitted_at))}"
        yield Hit(each.because, note, reverse("recall", args=[each.pk]))


def _batches(organization: Organization, sought: str) -> Iterator[Hit]:
    """By who brought them in, or why they were cancelled."""
    said = has_words("submitted_by__printed_name", sought) | has_words("cancelled_because", sought)
    for each in Batch.objects.of(organization).filter(said).order_by("-pk")[:AT_MOST]:
        decided = each.approved_at or each.cancelled_at
        name = f"{each.count} held on {day(timezone.localdate(each.submitted_at))}"
        yield Hit(name, _open_or(decided), reverse("batch", args=[each.pk]))


def _bodies(organization: Organization, sought: str) -> Iterator[Hit]:
    ours = Body.objects.filter(has_words("name", sought), organization=organization)
    for each in ours.order_by("name")[:AT_MOST]:
        yield Hit(each.name, each.kind, reverse("body", args=[each.pk]))


def _instructors(organization: Organization, sought: str) -> Iterator[Hit]:
    ours = Instructor.objects.filter(has_words("name", sought), organization=organization)
    for each in ours.order_by("name")[:AT_MOST]:
        yield Hit(each.name, each.title, reverse("instructor", args=[each.pk]))


def _staff(organization: Organization, sought: str) -> Iterator[Hit]:
    named = has_words("printed_name", sought) | Q(email__startswith=sought.lower())
    ours = Person.objects.filter(memberships__organization=organization).filter(named).distinct()
    for each in ours.order_by("printed_name", "pk")[:AT_MOST]:
        yield Hit(each.printed_name, each.email or "", reverse("member", args=[each.pk]))


def _accreditations(organization: Organization, sought: str) -> Iterator[Hit]:
    named = Q(number__icontains=sought) | has_words("body__name", sought)
    ours = Accreditation.objects.of(organization).filter(named)
    for each in ours.select_related("body").order_by("number")[:AT_MOST]:
        yield Hit(each.number, each.body.name, reverse("accreditation", args=[each.pk]))


_KINDS: tuple[tuple[str, Right, Search], ...] = (
    ("Certificates", Right.SEE_REGISTER, _certificates),
    ("Learners", Right.SEE_REGISTER, _learners),
    ("Cohorts", Right.SEE_REGISTER, _cohorts),
    ("Courses", Right.SEE_REGISTER, _courses),
    ("Accreditations", Right.SEE_REGISTER, _accreditations),
    ("Accrediting bodies", Right.SEE_REGISTER, _bodies),
    ("Imports", Right.IMPORT_PROGRESS, _imports),
    ("Questions and appeals", Right.ANSWER, _cases),
    ("Recalls", Right.SEE_REGISTER, _recalls),
    ("Held batches", Right.SEE_REGISTER, _batches),
    ("Instructors", Right.EDIT_COURSES, _instructors),
    ("Staff", Right.MANAGE_PEOPLE, _staff),
)


def _rooms(request: MemberRequest, sought: str) -> Kind:
    words = sought.casefold().split()
    rooms = [room for room in rooms_for(request.rights) if room.is_called(words)]
    hits = (Hit(room.name, "", room.address) for room in rooms[:AT_MOST])
    return Kind("Pages", tuple(hits))


def _open_or(decided_at: datetime | None) -> str:
    return f"decided on {day(timezone.localdate(decided_at))}" if decided_at else "open"


def _numbered(sought: str) -> Q:
    """By the beginning as it is printed; or the whole number, however it was typed."""
    begins = Q(number__startswith=sought.upper())
    try:
        return begins | Q(number=numbers.parse(sought))
    except numbers.NotANumber:
        return begins


def has_words(field: str, sought: str) -> Q:
    """Every word, in any order, as any part."""
    wanted = Q()
    for word in sought.split():
        wanted &= Q(**{f"{field}__icontains": word})
    return wanted
