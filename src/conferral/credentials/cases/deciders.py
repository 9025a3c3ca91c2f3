"""Who decided first: an appeal against it is decided by somebody else."""

from conferral.credentials.cases.models import Case, Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls.models import Recalled
from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Batch
from conferral.learning.awards.models import Award
from conferral.learning.moderation.models import Entrant, ModerationRound, Opinion
from conferral.learning.progress.models import Judgement

_DECIDED = (Kind.APPEAL, Kind.NAME)
_DEEDS = ("revoked", "suspended", "replaced", "held", "called a batch off", "rejected results")


def first_deciders(case: Case) -> frozenset[int]:
    """The keys of those who took something from the learner, or said that it was not earned."""
    judged = Judgement.objects.filter(enrolment=case.enrolment_id, is_positive=False)
    moderated = Opinion.objects.filter(entrant__award__enrolment=case.enrolment_id)
    taken = Entry.objects.filter(target__in=_targets(case), deed__in=_DEEDS)
    decided = Case.objects.filter(enrolment=case.enrolment_id, kind__in=_DECIDED)
    people = {
        *judged.values_list("by", flat=True),
        *moderated.values_list("by", flat=True),
        *taken.values_list("actor", flat=True),
        *_decided_for_many(case),
        *decided.values_list("answered_by", flat=True),
    }
    return frozenset(key for key in people if key is not None)


def may_decide(case: Case, person: Person) -> bool:
    """Nobody decides about themselves, and nobody twice about the same."""
    if case.enrolment.person_id == person.pk:
        return False
    return case.kind != Kind.APPEAL or person.pk not in first_deciders(case)


def _decided_for_many(case: Case) -> list[int | None]:
    """Who agreed to a recall in which it was taken back, and who cancelled its batch."""
    recalled = Recalled.objects.filter(credential__award__enrolment=case.enrolment_id, refused="")
    cancelled = Batch.objects.filter(awards__enrolment=case.enrolment_id)
    return [
        *recalled.values_list("recall__approved_by", flat=True),
        *cancelled.values_list("cancelled_by", flat=True),
    ]


def _targets(case: Case) -> list[str]:
    awards = Award.objects.filter(enrolment=case.enrolment_id).values_list("pk", flat=True)
    credentials = Credential.objects.filter(award__enrolment=case.enrolment_id)
    rounds = Entrant.objects.filter(award__enrolment=case.enrolment_id)
    kept = Batch.objects.filter(awards__enrolment=case.enrolment_id, awards__issued_at=None)
    return [
        *(f"{Award._meta.label}:{pk}" for pk in awards),
        *(f"{Credential._meta.label}:{pk}" for pk in credentials.values_list("pk", flat=True)),
        *(f"{Batch._meta.label}:{pk}" for pk in kept.values_list("pk", flat=True)),
        *(f"{ModerationRound._meta.label}:{pk}" for pk in rounds.values_list("round", flat=True)),
    ]
