"""A holder's days: when a certificate ends, and in which time it can be renewed."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from conferral.foundation import ical
from conferral.web.learner.access import of_course
from conferral.web.learner.standing import Standing
from conferral.web.learner.views import by_link


def _days_file(request: HttpRequest, shown: Standing) -> HttpResponse:
    """The same days for any calendar; it may be subscribed to. Empty where nothing ends."""
    body = ical.calendar(f"Your certificate: {shown.course}", _days(shown), timezone.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="certificate.ics"'
    return answer


calendar, own_calendar = by_link(_days_file), of_course(_days_file)


def _days(shown: Standing) -> Iterator[ical.Day]:
    renewal = shown.renewal
    if renewal is None:
        return
    host = str(settings.SITE_URL).split("//", 1)[1]
    turns = (
        ("opens", renewal.opens_on, "you can renew your certificate from today"),
        ("ends", renewal.ends_on, "the last day of your certificate"),
        ("closes", renewal.closes_on, "the last day to renew your certificate"),
    )
    for turn, day, words in turns:
        if day is not None and not (renewal.is_renewed and turn != "ends"):
            uid = f"certificate-{turn}-{renewal.award.pk}@{host}"
            yield ical.Day(uid, day, f"{shown.course}: {words}")
