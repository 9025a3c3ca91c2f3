"""What a signature needs beside all that an award waits for: letters that can be printed, and time.

It holds no key: whoever only looks asks it, too, so that a dry run says what will happen.
"""

from datetime import datetime

from conferral.credentials.issuing.validity import earliest_end
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.models import Enrolment
from credkit.pdf.coverage import uncovered


def obstacle(award: Award, now: datetime) -> str:
    """Why nobody can sign it, in words for staff; empty where somebody can.

    Needs its enrolment, with the person and the version's course and organization.
    """
    try:
        refuse_unprintable("name", award.enrolment.person.printed_name)
        refuse_unprintable_course(award.enrolment.version)
        valid_until(award.enrolment, now)
    except Refused as refused:
        return str(refused)
    return ""


def refuse_unprintable(what: str, text: str) -> None:
    if missing := uncovered("".join(text.split())):  # White space of any kind needs no glyph.
        raise Refused(
            f"No typeface of ours can print “{''.join(sorted(missing))}” in the {what} "
            f"“{text}”. Correct it, or ask for a typeface that can."
        )


def refuse_unprintable_course(version: CourseVersion) -> None:
    refuse_unprintable("title of the course", version.title)
    refuse_unprintable("description of the course", version.description)


def valid_until(enrolment: Enrolment, now: datetime) -> datetime | None:
    """Who renews in good time loses nothing: the new time is counted from the end of the old.

    Unless the old one was taken back: then there is nothing to lose.
    """
    version, zone = enrolment.version, enrolment.version.course.organization.zone
    begins = max(now, _continues_from(enrolment) or now)
    ends = earliest_end(begins, version.validity_months, version.valid_until, zone)
    if ends is not None and ends < begins:
        raise Refused(
            f"Its certificates were valid until {version.valid_until:%Y-%m-%d}, and that day is "
            "over. Make a new version of the course."
        )
    return ends


def _continues_from(enrolment: Enrolment) -> datetime | None:
    if enrolment.continues_from is None:
        return None
    renewal = getattr(enrolment, "renewal", None)
    return None if renewal and renewal.award.ended_at else enrolment.continues_from
