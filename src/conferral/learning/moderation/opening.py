"""Open a round: take in every result that waits, and draw the sample with a seed made before."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.moderation import letters, sampling
from conferral.learning.moderation.models import (
    Entrant,
    ModerationRound,
    Outcome,
    Seed,
    Stage,
)

# Bodies that send a moderator of their own commonly take two months.
DAYS = {Stage.INTERNAL: 5, Stage.EXTERNAL: 60}
_ALL = 100


def unmoderated(organization: Organization) -> QuerySet[Award]:
    """Results that wait for moderation, and that no round has taken in."""
    waiting = Award.objects.of(organization).unissued().filter(waits_for=WaitsFor.MODERATION)
    # Those that were upheld just now wait until somebody settles them.
    return waiting.filter(moderated_at=None).exclude(moderations__in=Entrant.objects.live())


@transaction.atomic
def prepare(version: CourseVersion) -> Seed:
    """Make the seed of the next draw, unless there is one; the trail keeps its digest."""
    seed, is_new = Seed.objects.get_or_create(
        version=version,
        used_at=None,
        defaults={"value": secrets.token_hex(sampling.SEED_BYTES), "made_at": timezone.now()},
    )
    if is_new:
        organization, promised = version.course.organization, sampling.commitment(seed.value)
        record(None, "sealed a seed", seed, organization, version=version.pk, sha256=promised)
    return seed


@transaction.atomic
def open_round(version: CourseVersion, person: Person | None = None) -> ModerationRound:
    """Over all that wait by now; what comes later goes into the next. `person`: None: it is time.

    Refused when nothing waits.
    """
    seed = _take_seed(version)
    waiting = unmoderated(version.course.organization).filter(enrolment__version=version)
    awards = list(waiting.order_by("pk").values_list("pk", flat=True))
    if not awards:
        raise Refused(f"No result of {version} waits for a new round of moderation.")
    wanted = version.certificate_type
    percent = (wanted.moderation_percent if wanted else None) or 0
    return _opened(seed, percent, awards, person)


@transaction.atomic
def draw_again(the_round: ModerationRound, person: Person) -> ModerationRound:
    """After results were marked anew: a fresh sample of the same ones, twice as large."""
    # The round first: whoever concludes or rejects asks for the audit trail after it, too.
    fresh = ModerationRound.objects.select_for_update().get(pk=the_round.pk)
    if fresh.outcome != Outcome.NOT_UPHELD:
        raise Refused("Only a round that was not upheld is drawn again.")
    held = list(fresh.entrants.live().exclude(award=None).values_list("award", flat=True))
    if not held:
        raise Refused("Nothing is held by this round any more.")
    fresh.entrants.live().update(left_at=timezone.now())
    seed = _take_seed(the_round.version)
    percent = min(_ALL, max(1, fresh.percent) * 2)
    return _opened(seed, percent, [key for key in held if key], person, fresh)


def _take_seed(version: CourseVersion) -> Seed:
    """Whoever else opens a round of the version waits until we have committed."""
    prepare(version)
    seed = Seed.objects.select_for_update().filter(version=version, used_at=None).first()
    if seed is None:  # Somebody has just used it.
        raise Refused("Somebody has just opened a round of this version. Look at that one.")
    seed.version, seed.used_at = version, timezone.now()
    seed.save(update_fields=["used_at"])
    return seed


def _opened(
    seed: Seed,
    percent: int,
    awards: Sequence[int],
    person: Person | None,
    follows: ModerationRound | None = None,
) -> ModerationRound:
    version, now = seed.version, timezone.now()
    wanted = version.certificate_type
    the_round = ModerationRound.objects.create(
        version=version,
        number=version.moderation_rounds.count() + 1,
        seed=seed,
        percent=percent,
        is_external=bool(wanted and wanted.external_moderation),
        follows=follows,
        opened_at=now,
        opened_by=person,
        due_on=due(version, Stage.INTERNAL, now),
    )
    _enter(the_round, awards)
    _tell_the_trail(the_round, person)
    letters.ask(the_round)
    return the_round


def due(version: CourseVersion, stage: Stage, now: datetime) -> date:
    """When a stage that begins now has to be done."""
    today = now.astimezone(version.course.organization.zone).date()
    return today + timedelta(days=DAYS[stage])


def _enter(the_round: ModerationRound, awards: Sequence[int]) -> None:
    names = {_name(key): key for key in awards}
    count = sampling.size(len(names), the_round.percent)
    drawn = sampling.draw(the_round.seed.value, names, count)
    places = {name: place for place, name in enumerate(drawn, 1)}
    Entrant.objects.bulk_create(
        Entrant(round=the_round, award_id=key, name=name, place=places.get(name))
        for name, key in names.items()
    )


def _tell_the_trail(the_round: ModerationRound, person: Person | None) -> None:
    names = _names(the_round.entrants.all())
    record(
        person,
        "opened a moderation round",
        the_round,
        the_round.version.course.organization,
        version=the_round.version_id,
        seed=the_round.seed.value,
        results=len(names),
        list=sampling.digest(names),
        drawn=_names(the_round.entrants.drawn()),
        follows=the_round.follows_id,
    )


def _name(award: int) -> str:
    return f"{Award._meta.label}:{award}"


def _names(entrants: Iterable[Entrant]) -> list[str]:
    return [entrant.name for entrant in entrants]
