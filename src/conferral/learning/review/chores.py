"""Every day: whoever has not decided in time is reminded."""

from datetime import date

from conferral.foundation.accounts.models import Organization
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.telling import told
from conferral.learning.review import letters
from conferral.learning.review.models import Review


def remind_late(organization: Organization, today: date) -> str:
    late = Review.objects.of(organization).waiting().filter(submission__due_on__lt=today)
    related = ("submission__version__course__organization", "reviewer", "deputy")
    written = sum(letters.remind(review, today) for review in late.select_related(*related))
    return told((written, "reminder written", "reminders written"))


REMIND_LATE = Chore("remind of reviews", remind_late)
