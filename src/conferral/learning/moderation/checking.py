"""Draw a round's sample again, from what was published and kept, and say what is not the same."""

from collections.abc import Iterator

from django.db.models import Model

from conferral.foundation.audit.models import Entry
from conferral.learning.moderation import sampling
from conferral.learning.moderation.models import ModerationRound


def problems(the_round: ModerationRound) -> tuple[str, ...]:
    """In words for an auditor; empty when the draw was as it was promised."""
    return tuple(_problems(the_round))


def _problems(the_round: ModerationRound) -> Iterator[str]:
    seed = the_round.seed
    names = list(the_round.entrants.values_list("name", flat=True))
    drawn = tuple(the_round.entrants.drawn().values_list("name", flat=True))
    sealed, opened = _line(seed, "sealed a seed"), _line(the_round, "opened a moderation round")
    if sealed is None or sealed.details.get("sha256") != sampling.commitment(seed.value):
        yield "The seed is not the one that was sealed in the audit trail."
    if opened is None or opened.details.get("list") != sampling.digest(names):
        yield "The list of results is not the one that the audit trail knows."
    if opened is not None and sealed is not None and opened.pk < sealed.pk:
        yield "The seed was sealed after the round was opened."
    if drawn != sampling.draw(seed.value, names, sampling.size(len(names), the_round.percent)):
        yield "The sample is not the one that the seed draws."


def _line(row: Model, deed: str) -> Entry | None:
    target = f"{row._meta.label}:{row.pk}"
    return Entry.objects.filter(target=target, deed=deed).order_by("pk").first()
