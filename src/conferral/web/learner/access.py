"""Who is let into a person's own pages: whoever signed in, or came by a link sent to them.

`person_of` alone says whose pages these are, whichever way somebody came.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import Message
from conferral.learning.progress.models import Enrolment
from conferral.web.learner.standing import standing
from conferral.web.shared.private import PRIVATE

_KEY, _BESIDE, _LETTER = "whose pages", "opened beside", "by the letter"
_RELATED = ("person", "version__course__organization")

View = Callable[..., HttpResponseBase]
"""Of a request, and what its address names."""


class OwnRequest(HttpRequest):
    """A request by somebody for their own pages. `organization`: whose course they took last."""

    person: Person
    organization: Organization | None
    by_link: bool


def person_of(request: HttpRequest) -> Person | None:
    """Of two ways in the later one counts: it was gone on purpose, and in this browser.

    Where a link has ended, whoever signed in beside it goes on as themselves.
    """
    if uuid := _opened_by_link(request):
        person = Person.objects.filter(uuid=uuid, email__isnull=False).first()
        if person and is_theirs_still(request.session.get(_LETTER, ""), person):
            return person
        let_out(request)
    user = request.user
    return user if isinstance(user, Person) and user.is_active and user.email else None


def let_in(request: HttpRequest, person: Person, letter: str = "") -> None:
    """For this session, while the letter that they came by lies in a mailbox of theirs. Its key is
    made anew, so that nobody can have known it before; whoever is signed in in it finds it among
    their sessions all the same, and can end it."""
    known = UserSession.objects.filter(session_key=request.session.session_key)
    request.session.cycle_key()
    known.update(session_key=request.session.session_key)
    request.session[_KEY], request.session[_BESIDE] = str(person.uuid), request.user.pk
    request.session[_LETTER] = letter
    rotate_token(request)  # As a sign-in does: a form that is still open was somebody else's.


def let_out(request: HttpRequest) -> None:
    """Whoever came by a link leaves; a session of staff in the same browser goes on."""
    request.session.pop(_KEY, None)


def came_by_link(request: HttpRequest) -> bool:
    return _opened_by_link(request) is not None


def is_own(request: HttpRequest) -> bool:
    """Was somebody let in, rather than that they follow the link to one course?"""
    return hasattr(request, "person")


def is_theirs_still(letter: str, person: Person) -> bool:
    """Does the letter that a link stands in lie in a mailbox of theirs? Who reads it in one that
    they gave up is somebody else by now. `letter`: its key; "" of links that name none."""
    return not letter or Message.objects.filter(key=letter).read_by(person).exists()


def own(view: View, allowed: Callable[[View], View] = require_safe) -> View:
    """Open one's own pages; who is nobody yet is asked for an address. Nothing is kept by caches.

    Inside, the time zone is that of the organization.
    """

    @allowed
    @wraps(view)
    def answered(request: Any, **named: Any) -> HttpResponseBase:
        return discreet(_answer(request, view, named))

    return answered


def of_course(view: View, allowed: Callable[[View], View] = require_safe) -> View:
    """Open one of one's own enrolments, by its key: the view gets its Standing."""

    @wraps(view)
    def opened(request: OwnRequest, pk: int, **named: str) -> HttpResponseBase:
        mine = Enrolment.objects.filter(person=request.person).select_related(*_RELATED)
        shown = standing(get_object_or_404(mine, pk=pk), timezone.now())
        request.organization = shown.organization
        return view(request, shown, **named)

    return own(opened, allowed)


def discreet(answer: HttpResponseBase) -> HttpResponseBase:
    """Not kept by caches, not listed. Where somebody comes from is said to ourselves alone: to say
    it to nobody would make browsers hide from which site a form comes, and it would be refused.
    """
    answer["Cache-Control"] = PRIVATE
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def secret(answer: HttpResponseBase) -> HttpResponseBase:
    """The same of a page whose address is itself the key to it: that is said to nobody."""
    discreet(answer)["Referrer-Policy"] = "no-referrer"
    return answer


def _opened_by_link(request: HttpRequest) -> str | None:
    """The UUID of whose pages they are; None: nobody came so, or somebody has signed in since."""
    uuid: str | None = request.session.get(_KEY)
    return uuid if request.session.get(_BESIDE) == request.user.pk else None


def _answer(request: Any, view: View, named: dict[str, Any]) -> HttpResponseBase:
    person = person_of(request)
    if person is None:
        return redirect(f"{reverse('me-find')}?closed")
    request.person, request.organization = person, organization_of(person)
    request.by_link = came_by_link(request)
    zone = request.organization.zone if request.organization else None
    with timezone.override(zone):
        return partial(view, request)(**named)


def organization_of(person: Person) -> Organization | None:
    """Whose course they took last."""
    newest = person.enrolments.order_by("-pk").select_related("version__course__organization")
    enrolment = newest.first()
    return enrolment.version.course.organization if enrolment else None
