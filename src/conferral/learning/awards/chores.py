"""What is done about waiting awards once a day: look at all of them, write about the late ones."""

from datetime import date

from conferral.foundation.accounts.models import Organization
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.telling import told
from conferral.foundation.mail.models import Message
from conferral.learning.awards import late, letters
from conferral.learning.awards.models import Award
from conferral.learning.catalog import changes


def look_again(organization: Organization, today: date) -> str:
    """With the day, accreditations and registrations begin and end."""
    if not Award.objects.of(organization).unissued().exists():
        return "No award waits."
    changes.note(organization)
    return "All waiting awards are looked at again."


def write_about_late(organization: Organization, today: date) -> str:
    """One letter to each who can help: every group once a day, however many awards are in it."""
    groups = late.groups(organization, today)
    helpers = late.by_helper(organization, groups, today)
    written = [letters.to_staff(organization, *each, today) for each in helpers.items()]
    Message.objects.bulk_create(written, ignore_conflicts=True)
    count = sum(group.count for group in groups)
    return told((count, "late", "late"), (len(written), "letter written", "letters written"))


LOOK_AGAIN = Chore("look again at waiting awards", look_again)
WRITE_ABOUT_LATE = Chore("write about late certificates", write_about_late)
