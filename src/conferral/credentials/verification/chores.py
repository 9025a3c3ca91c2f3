"""Every day: whose consent ends soon is asked whether it goes on; what has ended is withdrawn."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from conferral.credentials.verification import consenting, letters
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.telling import told
from conferral.foundation.consents.actions import Word
from conferral.foundation.consents.models import Consent, ConsentQuerySet
from conferral.foundation.consents.standing import ASKED_BEFORE
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.mail.models import Message

_YESTERDAY = timedelta(days=1)


def look_after(organization: Organization, today: date) -> str:
    """A letter for each person, once: before it ends; who comes of age is asked on that day."""
    ended = list(_ending(organization, today - _YESTERDAY))
    for each in ended:
        consenting.say(each.person, Purpose(each.purpose), organization, Word(False, "it ended"))
    soon = _ending(organization, today + ASKED_BEFORE).filter(guardian=None)
    of_age = [each for each in ended if each.guardian and each.guardian.of_age_on <= today]
    asking = _by_person([*soon, *of_age])
    asked = [letters.still(organization, person, ending) for person, ending in asking.items()]
    Message.objects.bulk_create(asked, ignore_conflicts=True)
    return told(
        (len(ended), "consent ended", "consents ended"),
        (len(asked), "person asked again", "people asked again"),
    )


def _ending(organization: Organization, last_day: date) -> ConsentQuerySet:
    """Of its learners. Who learns with two is asked by each, about the same."""
    ours = Consent.objects.ending(last_day).filter(
        person__enrolments__version__course__organization=organization,
        person__email__isnull=False,
    )
    return ours.select_related("person", "text", "guardian").order_by("pk").distinct()


def _by_person(ending: Iterable[Consent]) -> dict[Person, list[Consent]]:
    found: dict[Person, list[Consent]] = defaultdict(list)
    for each in ending:
        found[each.person].append(each)
    return found


LOOK_AFTER_CONSENTS = Chore("look after consents that end", look_after)
