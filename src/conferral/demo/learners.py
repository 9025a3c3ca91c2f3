"""How far the demonstration's learners are: files of completions, verdicts, certificates."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.demo import completions
from conferral.demo.completions import Cohort
from conferral.demo.staffing import House
from conferral.foundation.accounts.roles import Role
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail import bad_addresses
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course
from conferral.learning.moderation import actions as moderation
from conferral.learning.moderation.actions import Said
from conferral.learning.moderation.models import Entrant, ModerationRound, Opinion, Stage
from conferral.learning.moderation.models import Outcome as Upheld
from conferral.learning.progress import actions as progress
from conferral.learning.progress import judging
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, Import, Judgement

_UNDER_REVIEW = "The results are being reviewed"
_REASONS = (
    "Issued in error: the assignment was another learner's.",
    "Withdrawn at the holder's request.",
)
_NO_MAILBOX = "550 5.1.1 No such mailbox here"
_NOT_YET = "The third piece of evidence is not signed by a supervisor."


def take_in(house: House) -> None:
    """The past first, so that each cohort is issued at its own time; then the present."""
    now = timezone.now()
    for cohort in completions.COHORTS:
        _upload(house, cohort, now)
        READ_IMPORTS.run()
        EVALUATE_CHANGED.run()
        if cohort.days_ago:
            _issue(house, cohort, now - timedelta(days=cohort.days_ago))
    newest = Award.objects.of(house.organization).filter(
        issued_at=None, enrolment__version__course__code=completions.OF_A_SPECIMEN
    )
    keys = newest.order_by("-pk").values_list("pk", flat=True)[:1]
    Award.objects.filter(pk__in=list(keys)).update(is_specimen=True)


@transaction.atomic
def judge(house: House) -> None:
    """A trainer looks at the portfolios: one has to be better, one was not handed in yet."""
    asked_for = Enrolment.objects.of(house.organization).filter(
        version__course__code=completions.OF_A_PORTFOLIO
    )
    if Judgement.objects.filter(enrolment__in=asked_for).exists():
        return
    trainer = house.staff[Role.TRAINER]
    *good, lacking, _ = asked_for.order_by("pk")
    for enrolment in good:
        judging.judge(enrolment, judging.asked_of(enrolment)[0], trainer, yes=True)
    asked = judging.asked_of(lacking)[0]
    judging.judge(lacking, asked, trainer, yes=False, remark=_NOT_YET)


@transaction.atomic
def moderate(house: House) -> None:
    """The belt has drawn a sample; a moderator has looked at the first result of it."""
    rounds = ModerationRound.objects.of(house.organization).open()
    drawn = Entrant.objects.drawn().filter(round__in=rounds, opinions=None).first()
    if drawn is None or Opinion.objects.filter(entrant__round=drawn.round_id).exists():
        return
    moderator = house.staff[Role.MODERATOR]
    moderation.assign(drawn.round, Stage.INTERNAL, moderator, house.staff[Role.ADMINISTRATOR])
    moderation.judge(drawn, moderator, Said(Upheld.UPHELD, "Marked as the guide says."))


@transaction.atomic
def show_every_state(house: House) -> None:
    """Two revoked, one suspended, one e-mail that cannot be delivered."""
    credentials = Credential.objects.of(house.organization).order_by("pk")
    if credentials.filter(revoked_at__isnull=False).exists():
        return
    registrar = house.staff[Role.REGISTRAR]
    finance = credentials.filter(shape__version__course__code="project-finance")
    for credential, because in zip(finance, _REASONS, strict=False):
        issuing.revoke(credential, registrar, because)
    if doubted := credentials.filter(revoked_at=None, is_specimen=False).first():
        issuing.suspend(doubted, registrar, _UNDER_REVIEW, Reason.UNDER_REVIEW)
    sound = credentials.filter(revoked_at=None, suspended_at=None)
    last = sound.filter(shape__version__course__code=completions.OF_A_SPECIMEN).last()
    if last is not None:
        _come_back(Message.objects.filter(key=f"certificate:{last.number}"))


def _come_back(letters: MessageQuerySet) -> None:
    """Nobody has such a mailbox."""
    for letter in letters.select_related("organization"):
        known = bad_addresses.note(letter, "5.1.1", _NO_MAILBOX, timezone.now())
        problem = bad_addresses.problem_of(known)
        letters.update(sent_at=None, attempts=PATIENCE, problem=problem)


def _upload(house: House, cohort: Cohort, now: datetime) -> None:
    organization, registrar = house.organization, house.staff[Role.REGISTRAR]
    course = Course.objects.get(organization=organization, code=cohort.course)
    batch = Import.objects.filter(course=course, filename=cohort.name).first()
    if batch is None:
        file = completions.file_of(cohort, now.astimezone(organization.zone).date())
        site = organization.sites.filter(code=cohort.site).first()
        batch = progress.upload(course, registrar, file.name, file.content(), site=site)
    if batch.confirmed_at is None:
        progress.confirm(batch, registrar)


def _issue(house: House, cohort: Cohort, at: datetime) -> None:
    """Only this cohort: after an interruption others may be waiting for their own time."""
    batches = Import.objects.of(house.organization).filter(filename=cohort.name)
    waiting = Award.objects.filter(issued_at=None, enrolment__import_rows__batch__in=batches)
    rows = waiting.select_related("enrolment__person", "enrolment__version__course__organization")
    if awards := list(rows.distinct()):  # A learner may stand in many rows of a file.
        issuing.issue(awards, at)
