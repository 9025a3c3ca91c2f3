"""Everything of one person on one page: what is left to do, and each certificate as a card."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum

from conferral.credentials.delivery.linkedin import Entry, entry_of
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.accounts.models import Person
from conferral.learning.awards.models import Award
from conferral.learning.awards.outlook import outlook
from conferral.learning.progress import facts
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal.models import Renewal
from conferral.web.learner.standing import Standing

SOON = 60  # Days before the last one from which a card says how many are left.
_NEW = timedelta(days=14)
_ABOUT = ("person", "version__course__organization")
_MOST = 50  # Courses that somebody takes at once.


@dataclass(frozen=True)
class Card:
    """A certificate. `looks`: how often its page was looked at, ever.

    `renewal`: the key of the enrolment in which it can be renewed now, or 0.
    """

    credential: Credential
    today: date
    looks: int = 0
    renewal: int = 0

    @property
    def enrolment(self) -> int:
        return self.credential.award.enrolment_id

    @property
    def title(self) -> str:
        return str(self.credential.shape.facts["course"])

    @property
    def issuer(self) -> str:
        return str(self.credential.shape.facts["issuer"])

    @property
    def entry(self) -> Entry:
        return entry_of(self.credential)

    @property
    def status(self) -> str:
        return self.credential.status

    @property
    def counts(self) -> bool:
        """May it be shown to others?"""
        return self.status in {"valid", "specimen", "renewed"}

    @property
    def is_taken_back(self) -> bool:
        """Taken back, for good or for a while: whoever holds it wants to know why."""
        return self.status in {"revoked", "suspended"}

    @property
    def ends_on(self) -> date | None:
        return self.entry.expires

    @property
    def days_left(self) -> int | None:
        """Where the end is near, else None."""
        left = (self.ends_on - self.today).days if self.ends_on else None
        return left if left is not None and 0 <= left <= SOON else None


@dataclass(frozen=True)
class Overview:
    """`going_on`: courses without a certificate, the newest first.

    Congratulations are for what stands: `taken_back` are those that are revoked or suspended.
    """

    person: Person
    going_on: Sequence[Standing]
    certificates: int
    new: int  # Of the last two weeks.
    taken_back: int

    @property
    def first_name(self) -> str:
        return self.person.printed_name.split()[0]


def overview(person: Person, now: datetime) -> Overview:
    stands = Q(revoked_at=None, suspended_at=None)
    counted = certificates(person).aggregate(
        certificates=Count("pk", filter=stands),
        new=Count("pk", filter=stands & Q(issued_at__gt=now - _NEW)),
        taken_back=Count("pk", filter=~stands),
    )
    return Overview(person, going_on(person, now), **counted)


def certificates(person: Person) -> CredentialQuerySet:
    """One for each award, the newest first."""
    mine = Credential.objects.kept().current().held_by(person)
    related = ("award__enrolment__version__course__organization", "shape", "key__organization")
    return mine.select_related(*related, "showing").order_by("-issued_at", "-pk")


def cards(credentials: Iterable[Credential], now: datetime) -> list[Card]:
    """What pages show of each, asked for all of them at once."""
    held = list(credentials)
    looks = dict(
        Credential.objects.filter(pk__in=[each.pk for each in held])
        .annotate(seen=Sum("looks__count"))
        .values_list("pk", "seen")
    )
    renewals = _open_renewals(held, now)
    return [
        Card(each, _today(each, now), looks[each.pk] or 0, renewals.get(each.award_id, 0))
        for each in held
    ]


def to_renew(person: Person, now: datetime) -> list[Card]:
    """Those that their holder can renew today."""
    opened = Renewal.objects.open().filter(award__enrolment__person=person)
    ending = certificates(person).filter(award__in=opened.values("award"))[:_MOST]
    return [card for card in cards(ending, now) if card.renewal]


def going_on(person: Person, now: datetime) -> list[Standing]:
    """How the person stands in each course of which there is no certificate yet."""
    # A renewal that is open is offered by the certificate that it renews, unless that was revoked.
    older = "renewal__award__credentials"
    revoked = Q(**{f"{older}__revoked_at__isnull": False, f"{older}__replaced_by": None})
    begun_alone = Q(renewal=None) | revoked
    mine = Enrolment.objects.filter(begun_alone, person=person, award__issued_at=None)
    begun = list(mine.select_related(*_ABOUT).order_by("-pk")[:_MOST])
    facts.know(begun)
    awards = Award.objects.filter(enrolment__in=begun)
    earned = {award.enrolment_id: award for award in awards}
    return [_standing(each, earned.get(each.pk), now) for each in begun]


def _standing(enrolment: Enrolment, award: Award | None, now: datetime) -> Standing:
    organization = enrolment.version.course.organization
    today = now.astimezone(organization.zone).date()
    return Standing(
        enrolment=enrolment,
        first_name=enrolment.person.printed_name.split()[0],
        course=enrolment.version.title,
        organization=organization,
        decision=enrolment.decision,
        outlook=outlook(award, today) if award else None,
    )


def _open_renewals(held: Sequence[Credential], now: datetime) -> dict[int, int]:
    """The enrolment in which each award can be renewed today."""
    stand = [each.award_id for each in held if each.revoked_at is None]
    renewals = Renewal.objects.open().filter(award__in=stand)
    today = {each.award_id: _today(each, now) for each in held}
    return {
        each.award_id: each.enrolment_id
        for each in renewals
        if each.window.holds(today[each.award_id])
    }


def _today(credential: Credential, now: datetime) -> date:
    return now.astimezone(credential.key.organization.zone).date()
