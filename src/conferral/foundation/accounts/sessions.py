"""Sign somebody out wherever they are signed in."""

from allauth.usersessions.models import UserSession

from conferral.foundation.accounts.models import Person


def end_all(person: Person) -> int:
    """Each browser is asked to sign in at its next step. Returns how many there were."""
    found = list(UserSession.objects.filter(user=person))
    for session in found:
        session.end()
    return len(found)
