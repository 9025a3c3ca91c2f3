"""The first steps of a new organization, each done or not by what the register says.

Nothing is remembered of the steps themselves: whoever leaves comes back to the first that is open,
and so does whoever takes over.
"""

from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse

from conferral.credentials.issuing.models import Credential, Use
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.actions import tests_of
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion, CourseVersionQuerySet
from conferral.learning.progress.models import Import
from conferral.oversight.counting import found


@dataclass(frozen=True)
class Step:
    """`label`: of the button to `address`. `deed`: what the button does here, instead."""

    name: str
    words: str
    is_done: bool
    label: str
    address: str = ""
    deed: str = ""


@dataclass(frozen=True)
class FirstSteps:
    """`specimen`: of whoever looks, once it is printed; `is_under_way`: until then."""

    steps: tuple[Step, ...]
    specimen: Credential | None
    is_under_way: bool

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def first_steps(organization: Organization, person: Person) -> FirstSteps:
    there = found(
        Organization.objects.filter(pk=organization.pk),
        {
            "key": organization.issuer_keys.in_use(Use.CREDENTIALS),
            "letter": tests_of(organization).filter(sent_at__isnull=False),
            "course": _versions(organization),
            "import": Import.objects.of(organization).filter(confirmed_at__isnull=False),
        },
    )
    taken = Award.objects.of(organization).filter(is_specimen=True, enrolment__person=person)
    printed = Credential.objects.filter(award__in=taken, printed_at__isnull=False)
    specimen = printed.order_by("-pk").first()
    is_under_way = specimen is None and taken.exists()
    return FirstSteps(_steps(organization, there), specimen, is_under_way)


def newest_version(organization: Organization) -> CourseVersion | None:
    """Of which somebody takes a specimen: an approved one, where there is one."""
    approved_first = F("approved_at").desc(nulls_last=True)
    return _versions(organization).order_by(approved_first, "-pk").first()


def _versions(organization: Organization) -> CourseVersionQuerySet:
    return CourseVersion.objects.filter(course__organization=organization)


def _steps(organization: Organization, there: set[str]) -> tuple[Step, ...]:
    settings = reverse("organization")
    return (
        Step(
            "Organization and logo",
            "The logo at the top of every certificate, as SVG; and the time zone of its days.",
            bool(organization.logo_svg),
            "Add the logo",
            settings,
        ),
        Step(
            "Signing key",
            "With it every certificate is signed. It was made when the software was set up.",
            "key" in there,
            "Look at the keys",
            reverse("keys"),
        ),
        Step(
            "Mail",
            "A letter to yourself shows whether certificates will arrive.",
            "letter" in there,
            "Send me a test letter",
            deed="letter",
        ),
        Step(
            "First course and its criterion",
            "A title and its modules; completing every module completes the course, at first.",
            "course" in there,
            "New course",
            reverse("course-new"),
        ),
        Step(
            "Look of the certificate",
            "Choose your colour and look at a specimen before you save it.",
            bool(organization.colour),
            "Choose the colour",
            settings,
        ),
        Step(
            "Completions",
            "Upload a report of your learning system as a file. This can wait until you have one.",
            "import" in there,
            "Upload completions",
            reverse("import-new"),
        ),
    )
