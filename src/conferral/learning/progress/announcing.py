"""A letter to everybody who is enrolled in a course: looked at first, then sent once to each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.actions import stop
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.foundation.runs.models import Run
from conferral.foundation.shown import refuse_others
from conferral.learning.catalog.models import Course
from conferral.learning.progress.letters import ANNOUNCEMENT
from conferral.learning.progress.models import Announcement, Enrolment

_AT_ONCE = 1000
_A_MOMENT = timedelta(minutes=10)


class Audience(StrEnum):
    EVERYBODY = "everybody"
    LEARNING = "learning"
    CERTIFIED = "certified"


@dataclass(frozen=True)
class Letter:
    subject: str
    words: str
    audience: Audience = Audience.LEARNING


def readers(course: Course, audience: Audience) -> list[tuple[int, Reader]]:
    """The key and the address of each, once, whatever versions they are enrolled in."""
    enrolled = Enrolment.objects.of_learners().filter(
        version__course=course, person__is_active=True, person__email__isnull=False
    )
    certified = Enrolment.objects.once_certified().filter(version__course=course).values("person")
    match audience:
        case Audience.LEARNING:
            enrolled = enrolled.exclude(person__in=certified)
        case Audience.CERTIFIED:
            enrolled = enrolled.filter(person__in=certified)
    columns = ("person", "person__email", "person__language")
    found = enrolled.order_by("person").values_list(*columns).distinct()
    return [(person, Reader(email, language, person)) for person, email, language in found if email]


def keys_of(to: Iterable[tuple[int, Reader]]) -> list[int]:
    """Whom that was: the keys of the people."""
    return [person for person, _ in to]


def in_full(course: Course, letter: Letter) -> str:
    """The letter as everybody gets it, as text."""
    nobody, facts = Reader(""), _facts(course, letter)
    return Writer(ANNOUNCEMENT).write(course.organization, nobody, "", facts).text


@transaction.atomic
def announce(
    course: Course, letter: Letter, person: Person, *, expected: int, shown: str = ""
) -> Announcement:
    """`expected`, `shown`: to how many, and to whom, as who sends it has seen (`foundation.shown`).
    Refused if there are others by now."""
    Course.objects.select_for_update().get(pk=course.pk)
    to = readers(course, letter.audience)
    if not to:
        raise Refused("Nobody would get it.")
    if len(to) != expected:
        raise Refused(f"By now {len(to)} would get it, not {expected}. Please look again.")
    refuse_others(keys_of(to), shown)
    _refuse_twice(course, letter, len(to))
    announcement = Announcement.objects.create(
        course=course, subject=letter.subject, words=letter.words, by=person, count=len(to)
    )
    run = tracking.begin(
        announcement, course.organization, person, what=letter.subject, total=len(to)
    )
    _write(announcement, letter, to, run)
    details = {"course": course.code, "letters": len(to), "audience": letter.audience}
    record(person, "announced to learners", announcement, course.organization, **details)
    return announcement


@transaction.atomic
def call_off(announcement: Announcement, person: Person) -> int:
    """What has not left yet never leaves. Return how many."""
    unsent = Message.objects.filter(run__in=tracking.of(announcement))
    count = stop(unsent, timezone.now())
    if not count:
        raise Refused("All of them have left.")
    organization = announcement.course.organization
    record(person, "called an announcement off", announcement, organization, letters=count)
    tracking.cancel(announcement)
    return count


def _refuse_twice(course: Course, letter: Letter, count: int) -> None:
    """Whoever presses twice wants it once; what was called off may be wanted after all."""
    same = course.announcements.filter(subject=letter.subject, words=letter.words, count=count)
    for each in same.filter(at__gt=timezone.now() - _A_MOMENT):
        if not tracking.of(each).cancelled().exists():
            raise Refused("This letter was sent a moment ago.")


def _facts(course: Course, letter: Letter) -> dict[str, str]:
    titled = course.open
    return {
        "subject": letter.subject,
        "words": letter.words,
        "course": titled.title if titled else course.code,
        "own_pages": f"{settings.SITE_URL}/me",
    }


def _write(
    announcement: Announcement, letter: Letter, to: list[tuple[int, Reader]], run: Run
) -> None:
    course = announcement.course
    addressed = ((f"announcement:{announcement.pk}:{person}", reader) for person, reader in to)
    letters = Writer(ANNOUNCEMENT).write_to_all(
        course.organization, addressed, _facts(course, letter)
    )
    Message.objects.bulk_create((_of(run, each) for each in letters), batch_size=_AT_ONCE)


def _of(run: Run, message: Message) -> Message:
    message.run = run
    return message
