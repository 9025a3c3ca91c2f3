"""A learner asks; somebody answers, and what follows from the answer is done."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from conferral.credentials.cases import deciders, letters
from conferral.credentials.cases.deadlines import due_on
from conferral.credentials.cases.models import OF_OWN_DATA, Case, Kind, Outcome
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls import exhibits
from conferral.credentials.recalls.models import Exhibit, Recall
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.names import BadName, clean_name
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.learning.awards import braking, holding, moderating
from conferral.learning.awards.life import State
from conferral.learning.awards.models import Award
from conferral.learning.progress import judging
from conferral.learning.progress.models import Enrolment

LONGEST = 4000  # Characters of a question, and of an answer.
_TWICE = "You have asked that already. We are looking into it."
_UPHELD = Reason.APPEAL_UPHELD.wording


@dataclass(frozen=True)
class Plea:
    """What a learner has to say. `holder_name`: the name that they ask for.

    Whoever wants to be forgotten need not say why.
    """

    kind: Kind
    words: str
    holder_name: str = ""


@dataclass(frozen=True)
class Answer:
    """`names_successor`: of a corrected name, may the old page lead to the new certificate?

    `overturned`: of an appeal, the keys of the verdicts that were wrong.
    """

    outcome: Outcome
    words: str
    names_successor: bool = False
    overturned: frozenset[str] = frozenset()


@transaction.atomic
def ask(enrolment: Enrolment, plea: Plea, exhibit: "File[bytes] | None" = None) -> Case:
    """Needs the enrolment's person and its version's course and organization.

    RefusedPart: what is missing. Refused: the same is being looked at already.
    """
    organization, now = enrolment.version.course.organization, timezone.now()
    _refuse_twice(enrolment, plea.kind)
    credential = None if plea.kind in OF_OWN_DATA else _current(enrolment)
    name = _checked(plea, credential)
    case = Case(
        organization=organization,
        enrolment=enrolment,
        credential=credential,
        kind=plea.kind,
        words=plea.words.strip(),
        holder_name=name,
        exhibit=_kept(exhibit, enrolment, organization),
        asked_at=now,
        due_on=due_on(now.astimezone(organization.zone).date(), _days(organization, plea.kind)),
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_TWICE) from error
    record(enrolment.person, f"asked: {plea.kind}", case, organization)
    letters.acknowledge(case)
    return case


@transaction.atomic
def ask_to_be_forgotten(person: Person, words: str) -> list[Case]:
    """By every organization with which they learn or have learnt: each answers for itself. One
    that they have asked, and that has not answered yet, is not asked again.

    RefusedPart: what is wrong with the words. Refused: all of them have been asked.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    asked = Case.objects.of_person(locked).open().filter(kind=Kind.ERASURE)
    known = set(asked.values_list("organization", flat=True))
    plea = Plea(Kind.ERASURE, words)
    newest = _newest_by_organization(locked)
    cases = [ask(enrolment, plea) for key, enrolment in newest.items() if key not in known]
    if not cases:
        raise Refused(_TWICE)
    return cases


@transaction.atomic
def answer(case: Case, person: Person, said: Answer) -> None:
    """The learner is told. What follows from an appeal or a correction that is upheld is done."""
    stands = _lock(case)
    _check_answer(stands, person, said)
    now = timezone.now()
    if said.outcome is Outcome.UPHELD:
        stands.recall = _follow(stands, person, said)
    stands.outcome, stands.answer = said.outcome, said.words.strip()
    stands.answered_at, stands.answered_by = now, person
    stands.save(update_fields=["outcome", "answer", "answered_at", "answered_by", "recall"])
    record(person, f"answered: {said.outcome}", stands, stands.organization)
    letters.tell(stands)


def _newest_by_organization(person: Person) -> dict[int, Enrolment]:
    """Their last enrolment with each, by the organization's key."""
    related = "person", "version__course__organization"
    theirs = person.enrolments.select_related(*related).order_by("pk")
    return {each.version.course.organization_id: each for each in theirs}


def _refuse_twice(enrolment: Enrolment, kind: Kind) -> None:
    """Of a course the database sees to it; of a person and an organization this does."""
    if kind not in OF_OWN_DATA:
        return
    locked = Person.objects.select_for_update().get(pk=enrolment.person_id)
    asked = Case.objects.of_person(locked).open().filter(kind=kind)
    if asked.of(enrolment.version.course.organization).exists():
        raise Refused(_TWICE)


def _current(enrolment: Enrolment) -> Credential | None:
    current = Credential.objects.current().kept().filter(award__enrolment=enrolment)
    return current.select_related("status_list__organization", "award__enrolment").first()


def _checked(plea: Plea, credential: Credential | None) -> str:
    """The name that is asked for, clean."""
    if not plea.words.strip() and plea.kind is not Kind.ERASURE:
        raise RefusedPart("words", "Write what it is about.")
    if len(plea.words) > LONGEST:
        raise RefusedPart("words", f"Say it in {LONGEST} characters.")
    if plea.kind is Kind.CORRECTION and plea.holder_name:
        return _clean(plea.holder_name)
    if plea.kind is not Kind.NAME:
        return ""
    if credential is None:
        raise RefusedPart("kind", "There is no certificate yet whose name could be corrected.")
    name = _clean(plea.holder_name)
    if name == credential.slots["holder_name"]:
        raise RefusedPart("holder_name", "That is the name that it bears.")
    return name


def _clean(name: str) -> str:
    try:
        return clean_name(name)
    except BadName as slip:
        raise RefusedPart("holder_name", str(slip)) from slip


def _kept(
    file: "File[bytes] | None", enrolment: Enrolment, organization: Organization
) -> Exhibit | None:
    if file is None:
        return None
    return exhibits.keep(organization, enrolment.person, file.name or "", file)


def _days(organization: Organization, kind: Kind) -> int:
    if kind is Kind.APPEAL:
        return organization.decides_appeals_within_days
    return organization.answers_within_days


def _lock(case: Case) -> Case:
    related = "organization", "enrolment__person", "enrolment__version__course__organization"
    locked = Case.objects.select_related(*related).select_for_update(of=("self",))
    stands = locked.get(pk=case.pk)
    if stands.answered_at:
        raise Refused(f"{stands.answered_by} has answered it already.")
    return stands


def _check_answer(case: Case, person: Person, said: Answer) -> None:
    if not deciders.may_decide(case, person):
        raise Refused("Somebody else must decide this: you took part in what it is about.")
    if not said.words.strip():
        raise RefusedPart("words", "Write what the learner shall read.")
    if len(said.words) > LONGEST:
        raise RefusedPart("words", f"Say it in {LONGEST} characters.")
    _refuse_staff(case, said)
    if (case.kind == Kind.QUESTION) != (said.outcome is Outcome.ANSWERED):
        raise RefusedPart("outcome", "A question is answered; anything else upheld or dismissed.")


def _refuse_staff(case: Case, said: Answer) -> None:
    is_forgotten = case.kind == Kind.ERASURE and said.outcome is Outcome.UPHELD
    ours = case.organization.memberships.filter(person=case.enrolment.person_id)
    if is_forgotten and ours.exists():
        raise Refused("A member of the staff cannot be forgotten. End the membership first.")


def _follow(case: Case, person: Person, said: Answer) -> Recall | None:
    """What an upheld case leads to. A recall is carried out by the belt."""
    credential, now = _current(case.enrolment), timezone.now()
    if case.kind == Kind.NAME:
        return _replace(case, credential, person, said)
    if case.kind in OF_OWN_DATA:  # Who is forgotten gets a letter first: see oversight/privacy.
        _rename(case, person)
        return None
    _overturn(case, person, said)
    for award in Award.objects.filter(enrolment=case.enrolment_id):
        _let_on(award, person)
    return _give_back(case, credential, person, now) if credential else None


def _rename(case: Case, person: Person) -> None:
    """In what is issued from now on; a certificate that is there gets its name by another case."""
    if case.kind == Kind.CORRECTION and case.holder_name:
        learner = case.enrolment.person
        Person.objects.filter(pk=learner.pk).update(printed_name=case.holder_name)
        record(person, "corrected a name", learner, case.organization)


def _let_on(award: Award, person: Person) -> None:
    """What moderators rejected may have been held by somebody before, or with a whole batch."""
    if holding.state(award) is State.REJECTED:
        moderating.accept(award, person, _UPHELD)
        award.refresh_from_db()
    if award.batch and award.batch.is_open:
        braking.let_one_go(award, person, _UPHELD)
    elif holding.state(award) is State.HELD:
        holding.let_go(award, person, _UPHELD)


def _overturn(case: Case, person: Person, said: Answer) -> None:
    """Verdicts that were wrong become their opposite; the belt looks whether that was all."""
    refusals = {each.key: each for each in judging.refusals_of(case.enrolment)}
    if said.overturned - refusals.keys():
        raise RefusedPart("overturned", "What was said of the learner has changed. Look again.")
    for key in sorted(said.overturned):
        judging.judge(case.enrolment, refusals[key].asked, person, yes=True, remark=_UPHELD)


def _give_back(case: Case, credential: Credential, person: Person, now: datetime) -> Recall | None:
    match credential.state(now):
        case State.SUSPENDED:
            issuing.reinstate(credential, person, _UPHELD, Reason.APPEAL_UPHELD)
        case State.REVOKED if credential.valid_until is None or credential.valid_until > now:
            # For good: so another one takes its place.
            wanted = (Wanted(credential.number),)
            order = Order(True, Reason.APPEAL_UPHELD, _UPHELD, wanted)
            return recalls.call_back(case.organization, person, order, expected=1)
    return None


def _replace(
    case: Case, credential: Credential | None, person: Person, said: Answer
) -> Recall | None:
    if credential is None:
        raise Refused("There is no certificate whose name could be corrected.")
    order = Order(
        replaces=True,
        reason=Reason.WRONG_NAME,
        because=Reason.WRONG_NAME.wording,
        wanted=(Wanted(credential.number, case.holder_name),),
        names_successor=said.names_successor,
        has_exhibit=case.exhibit_id is not None,
    )
    return recalls.call_back(case.organization, person, order, expected=1, exhibit=case.exhibit)
