"""Where somebody is signed in: ended everywhere, and forgotten once it is over."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from conferral.foundation.accounts.models import Person


def end_all(person: Person) -> int:
    """Each browser is asked to sign in at its next step. Returns how many there were."""
    found = list(UserSession.objects.filter(user=person))
    for session in found:
        session.end()
    return len(found)


def forget_ended() -> int:
    """With browsers and addresses of the network that they came from. Returns how many."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    goes_on = Session.objects.filter(session_key=OuterRef("session_key"))
    count: int = UserSession.objects.exclude(Exists(goes_on)).delete()[0]
    return count
