"""Who wants letters that nobody has to get; ended by one click, and begun again by one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.mail.models import Message, Wish
from conferral.foundation.mail.topics import Topic
from conferral.foundation.refusal import Refused

_SALT = "conferral.mail.wishes"


@dataclass(frozen=True)
class Subscription:
    """Letters of a topic from an organization to a person."""

    person: Person
    organization: Organization
    topic: Topic

    @property
    def url(self) -> str:
        """Where it is ended and begun again, without signing in. It works as long as they do."""
        said = [self.person.uuid.hex, self.organization.uuid.hex, self.topic]
        return f"{settings.SITE_URL}/letters/{signing.dumps(said, salt=_SALT)}"


def subscription_of(message: Message) -> Subscription | None:
    """None where the letter has to be sent, or nobody is known at its address."""
    if not message.topic:
        return None
    person = people_with([message.to]).get(message.to)
    return Subscription(person, message.organization, Topic(message.topic)) if person else None


def named(token: str) -> Subscription:
    """The one whose address holds the token. Refused, if it was not made here, or they are gone."""
    try:
        person, organization, topic = signing.loads(token, salt=_SALT)
        return Subscription(
            Person.objects.get(uuid=UUID(person)),
            Organization.objects.get(uuid=UUID(organization)),
            Topic(topic),
        )
    except (signing.BadSignature, ValueError, Person.DoesNotExist, Organization.DoesNotExist):
        raise Refused("This address does not lead to anything any more.") from None


def is_wanted(subscription: Subscription) -> bool:
    """It is, until they say otherwise."""
    last = _said(subscription).order_by("-pk").first()
    return last is None or last.is_wanted


def standings(
    person: Person, organizations: Iterable[Organization], topics: Collection[Topic] = tuple(Topic)
) -> list[tuple[Subscription, bool]]:
    """Each with whether it is wanted."""
    each = (Subscription(person, of, topic) for of in organizations for topic in topics)
    return [(one, is_wanted(one)) for one in each]


@transaction.atomic
def say(subscription: Subscription, by: Person | None, *, is_wanted: bool, way: str) -> bool:
    """`by`: None, if they clicked in a letter. False if that was said already."""
    person = Person.objects.select_for_update().get(pk=subscription.person.pk)
    if person.email is None:
        raise Refused("This person has been forgotten.")
    last = _said(subscription).order_by("-pk").first()
    if is_wanted == (last is None or last.is_wanted):
        return False
    wish = _said(subscription).create(
        person=person,
        organization=subscription.organization,
        topic=subscription.topic,
        is_wanted=is_wanted,
        way=way[:40],
    )
    deed = "asked for letters again" if is_wanted else "wants no more letters"
    details = {"topic": subscription.topic, "way": way}
    record(by or person, deed, wish, subscription.organization, **details)
    return True


def _said(subscription: Subscription) -> QuerySet[Wish]:
    return Wish.objects.filter(
        person=subscription.person,
        organization=subscription.organization,
        topic=subscription.topic,
    )
