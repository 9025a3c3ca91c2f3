"""What waits for a decision of whoever looks: reviews, rounds, releases, accreditations."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from conferral.credentials.cases.models import Case, Kind
from conferral.credentials.delivery import turns
from conferral.credentials.recalls.actions import reported_since
from conferral.credentials.recalls.models import Recall
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Right
from conferral.foundation.brakes.models import Batch
from conferral.foundation.days import day
from conferral.foundation.mail.models import BadAddress
from conferral.foundation.staff.models import LostFactor
from conferral.learning.accreditation import chores
from conferral.learning.accreditation.chores import Warned
from conferral.learning.accreditation.losses import counted
from conferral.learning.awards.actions import may_release, roles_of
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.awards.settling import WaitsFor
from conferral.oversight.counting import counted as counted_at_once
from conferral.oversight.reports.waiting import Reason
from conferral.oversight.selfcheck.models import Sweep
from conferral.web.shared.access import MemberRequest
from conferral.web.staff import moderation_queue
from conferral.web.staff.approval_queue import Waiting, queue_of

_ADDRESSES, _LETTERS, _SINCE = "addresses to mend", "late letters", "reported since"
_AT_MOST = 3  # Of one kind; the page that they lead to has all of them.


_ENDED_BY = {
    WaitsFor.HOLD: frozenset({Right.RELEASE}),
    WaitsFor.APPROVAL: frozenset({Right.EDIT_COURSES, Right.APPROVE}),
    WaitsFor.MODERATION: frozenset({Right.MODERATE}),
    WaitsFor.ACCREDITATION: frozenset({Right.MANAGE_ACCREDITATION}),
}


@dataclass(frozen=True)
class Need:
    """`about`: a word for the chip. `tone`: of its colour. `label`: of the button to `address`."""

    about: str
    tone: str
    title: str
    note: str
    address: str
    label: str


def needs_of(request: MemberRequest, reasons: list[Reason]) -> list[Need]:
    """`reasons`: what the organization's awards wait for, counted."""
    counts = _counts(request)
    return [
        *_batches(request),
        *_disbelieved(request),
        *_late(request, reasons),
        *_reviews(request),
        *_rounds(request),
        *_releases(request, reasons),
        *_endings(request, timezone.localdate()),
        *_cases(request, timezone.localdate()),
        *_recalls(request),
        *_reported_since(counts[_SINCE]),
        *_lost_factors(request),
        *_bad_addresses(counts[_ADDRESSES]),
        *_late_letters(counts[_LETTERS]),
    ]


def _cases(request: MemberRequest, today: date) -> Iterator[Need]:
    if Right.ANSWER not in request.rights:
        return
    is_late, is_name = Q(due_on__lt=today), Q(kind=Kind.NAME)
    ours = Case.objects.of(request.organization).open()
    counts = ours.aggregate(
        names=Count("pk", is_name),
        names_late=Count("pk", is_name & is_late),
        others=Count("pk", ~is_name),
        others_late=Count("pk", ~is_name & is_late),
    )
    yield from _asked("Names", "another name", "Compare", counts["names"], counts["names_late"])
    yield from _asked("Questions", "an answer", "Answer", counts["others"], counts["others_late"])


def _asked(about: str, what: str, label: str, count: int, late: int) -> Iterator[Need]:
    if count:
        yield Need(
            about,
            "bad" if late else "info" if about == "Names" else "warn",
            f"{count} learner{' waits' if count == 1 else 's wait'} for {what}",
            f"{late} of them longer than we promised." if late else "None of them is late.",
            reverse("cases"),
            label,
        )


def _counts(request: MemberRequest) -> Counter[str]:
    """In one question; of what somebody may not see nothing is counted."""
    organization, now = request.organization, timezone.now()
    asked: dict[str, QuerySet[Any]] = {}
    if Right.SEE_MAIL in request.rights:
        asked[_ADDRESSES] = BadAddress.objects.of(organization).to_mend()
    if {Right.SEE_MAIL, Right.REVOKE} <= request.rights:
        asked[_LETTERS] = turns.late(organization, now)
    if Right.REVOKE in request.rights:
        asked[_SINCE] = reported_since(organization, now)
    one = Organization.objects.filter(pk=organization.pk)
    return Counter(counted_at_once(one, asked) if asked else {})


def _bad_addresses(count: int) -> Iterator[Need]:
    if count:
        yield Need(
            "Mail",
            "bad",
            "Letters do not arrive at 1 address"
            if count == 1
            else f"Letters do not arrive at {count} addresses",
            "Whose they are, why, and what they did not get.",
            reverse("addresses"),
            "Mend",
        )


def _late_letters(count: int) -> Iterator[Need]:
    if count:
        yield Need(
            "Mail",
            "warn",
            f"{count} letter{' was' if count == 1 else 's were'} never written",
            "Certificates were suspended, reinstated or revoked long ago, and nobody told.",
            reverse("mail"),
            "See mail",
        )


def _lost_factors(request: MemberRequest) -> Iterator[Need]:
    if Right.MANAGE_PEOPLE not in request.rights:
        return
    others = LostFactor.objects.of(request.organization).open().exclude(person=request.user)
    for each in others.exclude(submitted_by=request.user).select_related("person")[:_AT_MOST]:
        yield Need(
            "People",
            "warn",
            f"The second factor of {each.person} is said to be lost",
            f"{each.because}. A second person takes it away.",
            reverse("member", args=[each.person_id]),
            "Decide",
        )


def _recalls(request: MemberRequest) -> Iterator[Need]:
    if Right.REVOKE not in request.rights:
        return
    undecided = Recall.objects.of(request.organization).undecided()
    for each in undecided.exclude(submitted_by=request.user)[:_AT_MOST]:
        yield Need(
            "Recall",
            "warn",
            f"{_certificates(each.count)} called back",
            f"{each.because}. A second person must agree.",
            reverse("recall", args=[each.pk]),
            "Decide",
        )


def _reported_since(count: int) -> Iterator[Need]:
    if count:
        yield Need(
            "Results",
            "info",
            _certificates(count, "says less than is known", "say less than is known"),
            "An earlier day or a better mark was reported since. Replace them, or let them stay.",
            reverse("reported-since"),
            "Decide",
        )


def _batches(request: MemberRequest) -> Iterator[Need]:
    for each in Batch.objects.of(request.organization).open():
        if Right.RELEASE in request.rights:
            yield Need(
                "Held",
                "bad",
                f"{_certificates(each.count)} held: more than usual",
                f"The largest day before had {each.usual}. A second person must look.",
                reverse("batch", args=[each.pk]),
                "Decide",
            )


def _disbelieved(request: MemberRequest) -> Iterator[Need]:
    """What the newest look at our own certificates has found."""
    if Right.REVOKE not in request.rights:
        return
    newest = Sweep.objects.of(request.organization).order_by("-pk").first()
    if newest and newest.failed:
        yield Need(
            "Alarm",
            "bad",
            _certificates(newest.failed, "does not verify", "do not verify"),
            "Strangers would not believe what the register says. Somebody may have changed it.",
            reverse("selfcheck"),
            "See which",
        )


def _late(request: MemberRequest, reasons: list[Reason]) -> Iterator[Need]:
    for each in reasons:
        if count := _late_for(request, each):
            yield Need(
                "Late",
                "bad",
                f"{_certificates(count)} late",
                f"They wait for {each.name}. "
                f"The promise is {request.organization.issues_within_days} days.",
                f"{reverse('waiting')}?{urlencode({'for': each.name, 'late': 'yes'})}",
                "See who",
            )


def _late_for(request: MemberRequest, reason: Reason) -> int:
    """How many late ones wait for something that whoever looks can end."""
    if reason.waits_for is WaitsFor.RELEASE and reason.late and Right.RELEASE in request.rights:
        promise = timedelta(days=request.organization.issues_within_days)
        return _mine(request).late(timezone.localdate(), promise).count()
    # What nothing holds up is stuck, and stands there so.
    return reason.late if request.rights & _ENDED_BY.get(reason.waits_for, frozenset()) else 0


def _reviews(request: MemberRequest) -> list[Need]:
    if Right.REVIEW_CONTENT not in request.rights:
        return []
    return [_review(waiting) for waiting in queue_of(request).mine[:_AT_MOST]]


def _review(waiting: Waiting) -> Need:
    version, due_on = waiting.submission.version, waiting.submission.due_on
    freed = f" It lets {waiting.certificates} certificates go." if waiting.certificates else ""
    due = f"{'It was' if waiting.is_overdue else 'It is'} due on {day(due_on)}."
    return Need(
        "Approval",
        "bad" if waiting.is_overdue else "warn",
        str(version),
        f"Your yes as {waiting.as_role} is missing. {due}{freed}",
        reverse("approval", args=[version.course.code, version.number]),
        "Review",
    )


def _rounds(request: MemberRequest) -> list[Need]:
    return [
        Need(
            "Moderation",
            "bad" if each.is_overdue else "warn",
            str(each.round),
            f"{each.done} of {each.drawn} results looked at, {each.round.stage} stage.",
            reverse("moderation-round", args=[each.round.pk]),
            "Moderate",
        )
        for each in moderation_queue.mine(request)[:_AT_MOST]
    ]


def _releases(request: MemberRequest, reasons: list[Reason]) -> list[Need]:
    is_asked = any(each.waits_for is WaitsFor.RELEASE for each in reasons)
    if Right.RELEASE not in request.rights or not is_asked:
        return []
    count = _mine(request).count()
    note = "Their type asks for somebody’s look before they go out."
    need = Need(
        "Release",
        "warn",
        f"{_certificates(count, 'waits', 'wait')} for your release",
        note,
        f"{reverse('waiting')}?for=release",
        "Release",
    )
    return [need] if count else []


def _mine(request: MemberRequest) -> AwardQuerySet:
    """Those that whoever looks may release."""
    ours = Award.objects.of(request.organization).unissued().filter(waits_for=WaitsFor.RELEASE)
    named = "enrolment__version__certificate_type__released_by"
    roles = roles_of(request.user, request.organization)
    wanted = set(ours.values_list(named, flat=True))
    return ours.filter(**{f"{named}__in": [role for role in wanted if may_release(roles, role)]})


def _endings(request: MemberRequest, today: date) -> list[Need]:
    if Right.MANAGE_ACCREDITATION not in request.rights:
        return []
    ending = chores.warnings(request.organization, today)
    return [_ending(each) for each in ending if each.losses][:_AT_MOST]


def _ending(each: Warned) -> Need:
    lost = each.losses
    named = ", ".join(map(str, lost[:_AT_MOST])) + (" …" if len(lost) > _AT_MOST else "")
    when = f"in {each.days} day{'' if each.days == 1 else 's'}" if each.days else "today"
    of = each.what.accreditation
    return Need(
        "Accreditation",
        "bad" if each.step == chores.STEPS[0] else "warn",
        f"{each.what.title} {each.what.kind.turn} {when}",
        f"{counted(lost)}: {named}.",
        reverse("accreditation", args=[of]) if of else reverse("qualifications"),
        "See it" if each.what.is_condition else "Plan renewal",
    )


def _certificates(count: int, one: str = "is", many: str = "are") -> str:
    return f"1 certificate {one}" if count == 1 else f"{count} certificates {many}"
