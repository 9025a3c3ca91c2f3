"""What nobody should be called, put into a register past every form that would refuse it.

`write` runs in a process of its own, beside the site: what a leaky import or a careless script
could leave in the database, the pages must bear.
"""

from datetime import UTC, date, datetime

import cast
from conferral.foundation.accounts.models import Organization, Person
from conferral.learning.awards import holding
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment

CODE = "hostile"
TITLE = '<u>Underlined</u> & "quoted" {{ 7*7 }} <script>alert(1)</script> إدارة'
NAMES = (
    "<img src=x onerror=alert(2)> Ndlovu",
    '"Sipho" \'Zulu\' onmouseover="alert(3)',
    "{{ 7*7 }} {% debug %} Dlamini",
    "</title></textarea><script>alert(4)</script>",
    "محمد بن عبد الرحمن <b>",
    '#panic("x") *b* $x$',
)

EMOJI = "👩‍🚀 Naledi 🎓"
"""No typeface of ours can print it, so it is never issued; the course's page says so."""


def write() -> None:
    """A course and its awards; the belt of the running site does the rest."""
    saypro = Organization.objects.get(number_prefix="SP")
    version = cast.a_course(CODE, saypro, title=TITLE, description=TITLE, level=TITLE[:40])
    now = datetime.now(UTC)
    for place, name in enumerate((*NAMES, EMOJI)):
        person = Person.objects.create(email=email_of(place), printed_name=name)
        enrolment = Enrolment.objects.create(person=person, version=version, evaluated_at=now)
        Award.objects.create(enrolment=enrolment, earned_at=now, completed_on=date(2026, 6, 14))


def hold() -> None:
    """What cannot be printed is not tried any more: other journeys count what is."""
    never = Award.objects.get(issued_at=None, enrolment__version__course__code=CODE)
    holding.hold(never, cast.hana(), "Nobody can print the name.")


def email_of(place: int) -> str:
    return f"hostile{place}@example.test"
