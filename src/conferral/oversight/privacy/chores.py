"""Every day: whoever asked to be forgotten, and was told yes, is forgotten after that letter; and
what nobody needs any more of how people came in."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from conferral.credentials.cases.letters import told
from conferral.credentials.cases.models import Case, Kind, Outcome
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.sessions import forget_ended
from conferral.foundation.chores import telling
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.refusal import Refused
from conferral.oversight.privacy.actions import erase

_LETTER_TAKES = timedelta(days=7)  # At most: a letter that does not arrive keeps nobody here.


def promised(organization: Organization) -> QuerySet[Case]:
    """The cases of those who are to be forgotten and are still known, the oldest first."""
    upheld = Case.objects.of(organization).filter(kind=Kind.ERASURE, outcome=Outcome.UPHELD)
    known = upheld.filter(enrolment__person__email__isnull=False)
    return known.select_related("enrolment__person", "answered_by").order_by("pk")


def forget(organization: Organization, _: date) -> str:
    """In words: how many were forgotten, and what keeps the others."""
    forgotten, kept = 0, []
    for case in promised(organization):
        if problem := _forgotten(case, organization):
            kept.append(f"Case {case.pk} waits: {problem.rstrip('.')}.")
        else:
            forgotten += 1
    if forgotten or not kept:
        kept.insert(0, telling.told((forgotten, "forgotten", "forgotten")))
    return " ".join(kept)


def forget_sessions(_: Organization, __: date) -> str:
    """Those of the whole site: a session is of no organization."""
    done = (forget_ended(), "ended session forgotten", "ended sessions forgotten")
    return telling.told(done)


def _forgotten(case: Case, organization: Organization) -> str:
    """What stands in the way, or ""."""
    officer, answered_at = case.answered_by, case.answered_at
    if officer is None or answered_at is None:
        return "nobody has answered it"
    letter_waits = told(case).unsent().exists()
    if letter_waits and timezone.now() < answered_at + _LETTER_TAKES:
        return "its letter has not left yet"
    try:
        erase(case.enrolment.person, officer, organization)
    except Refused as refused:
        return str(refused)
    return ""


FORGET_WHO_ASKED = Chore("forget who asked for it", forget)
FORGET_SESSIONS = Chore("forget sessions that ended", forget_sessions)
