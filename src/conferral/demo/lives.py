"""What becomes of certificates: some are renewed, called back, replaced; somebody asks.

Each step is one transaction, done once; a visitor who has changed it since finds it changed.
"""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Case, Kind
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.models import Recall
from conferral.credentials.recalls.order import Order, Wanted
from conferral.credentials.verification import showing
from conferral.credentials.verification.showing import Choice
from conferral.demo.staffing import House
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import Course
from conferral.learning.renewal import actions as renewal
from conferral.learning.renewal import opening
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.models import Activity, Renewal, Rule

_RENEWED = "first-aid"  # A cohort of it ends within some weeks.
_POINTS = Decimal(15)
_EARNED = (Decimal(15), Decimal("7.5"))  # By the first who end; the others have none yet.
_CALLED_BACK = "project-finance"
_WRONG_LIST = "Issued in error: the list of another class was read"
_SORRY = (
    "We are sorry. We read the list of another class, and you were on it. "
    "Your place in the course is kept; nothing else changes for you."
)
_APPEAL = "I wrote the assignment myself, and have sent its drafts to my trainer."
_SURNAME = "Molefe"  # Somebody’s second one, which was left out.
_OTHER_NAME = "I have married, and would like my certificate to bear my new name."


@transaction.atomic
def let_renew(house: House) -> None:
    """A rule with holders in its window: one has all the points, one has some."""
    course = Course.objects.get(organization=house.organization, code=_RENEWED)
    if Rule.objects.filter(course=course).exists():
        return
    terms = Terms(by_exam=True, points=_POINTS)
    renewal.set_rule(course, terms, house.staff[Role.AUTHOR])
    today = timezone.localdate(timezone=house.organization.zone)
    opening.open_due(house.organization, today)
    opened = Renewal.objects.of(house.organization).order_by("pk")
    for each, points in zip(opened, _EARNED, strict=False):
        activity = Activity(day=today - timedelta(days=6), title="Refresher day", points=points)
        holder = each.enrolment.person
        renewal.enter(house.organization, holder, activity, house.staff[Role.REGISTRAR])


@transaction.atomic
def call_back(house: House) -> None:
    """Two are called back together, one is replaced, one shows strangers no name."""
    if Recall.objects.of(house.organization).exists():
        return
    organization, registrar = house.organization, house.staff[Role.REGISTRAR]
    *mistaken, misspelt, shy = _sound(house)[:4]
    wanted = tuple(Wanted(credential.number) for credential in mistaken)
    order = Order(False, Reason.ISSUED_IN_ERROR, _WRONG_LIST, wanted, _SORRY)
    recalls.call_back(organization, registrar, order, expected=len(wanted))
    wanted = (Wanted(misspelt.number, f"{misspelt.slots['holder_name']}-{_SURNAME}"),)
    order = Order(True, Reason.WRONG_NAME, Reason.WRONG_NAME.wording, wanted)
    recalls.call_back(organization, registrar, order, expected=1)
    showing.choose(shy, Choice(NameMode.WITHHELD), registrar)


@transaction.atomic
def let_ask(house: House) -> None:
    """Whoever lost a certificate appeals; somebody else asks for another name."""
    if Case.objects.of(house.organization).exists():
        return
    ours = Credential.objects.of(house.organization).order_by("pk")
    suspended = ours.filter(suspended_at__isnull=False, revoked_at=None).first()
    if suspended:
        cases.ask(suspended.award.enrolment, Plea(Kind.APPEAL, _APPEAL))
    *_, married = _sound(house)
    name = f"{married.slots['holder_name']}-Botha"
    cases.ask(married.award.enrolment, Plea(Kind.NAME, _OTHER_NAME, name))


def _sound(house: House) -> CredentialQuerySet:
    ours = Credential.objects.of(house.organization).current().order_by("pk")
    sound = ours.filter(revoked_at=None, suspended_at=None)
    return sound.filter(award__enrolment__version__course__code=_CALLED_BACK)
