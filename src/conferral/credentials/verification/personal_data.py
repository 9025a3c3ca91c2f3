"""What strangers see of a person: pages, what the person chose, how often others looked."""

from typing import Any

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import guardians
from conferral.credentials.verification.models import Looks, Page, Profile, Share, Showing
from conferral.foundation.accounts.models import Organization, Person

_OF = "credential__award__enrolment__person"
_NUMBER = "credential__number"


def export(person: Person) -> dict[str, Any]:
    """Of pages nothing that the credentials do not say: a page is made from one of them."""
    chosen = Showing.objects.filter(**{_OF: person}).order_by("pk")
    counted = Looks.objects.filter(**{_OF: person}).order_by("credential", "day")
    links = Share.objects.filter(**{_OF: person}).order_by("pk")
    return {
        "showings": list(chosen.values(_NUMBER, "name_mode", "is_listed", "chosen_at")),
        "letters to guardians": guardians.export(person),
        "profile": list(Profile.objects.filter(person=person).values("slug", "opened_at")),
        "shares": list(links.values(_NUMBER, "label", "made_at", "until", "ended_at", "opened")),
        "looks": list(counted.values(_NUMBER, "day", "count")),
    }


def erase(person: Person, organization: Organization) -> None:
    guardians.erase(person, organization)
    ours = Credential.objects.of(organization).held_by(person)
    for model in (Page, Showing, Share, Looks):
        model.objects.filter(credential__in=ours).delete()


def erase_own(person: Person) -> None:
    Profile.objects.filter(person=person).delete()
