"""Give a consent, or withdraw it: the same one step, and one line that stays."""

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.consents.models import Consent, ConsentText
from conferral.foundation.consents.wording import Purpose, Wording, current
from conferral.foundation.refusal import Refused


@transaction.atomic
def say(
    person: Person,
    purpose: Purpose,
    organization: Organization | None,
    *,
    is_given: bool,
    way: str,
) -> bool:
    """`organization`: in whose trail it stands. False if that was said already, in these words."""
    known = Person.objects.select_for_update().get(pk=person.pk)
    if known.email is None:
        raise Refused("This person has been forgotten.")
    text = _kept(purpose, current(purpose))
    last = Consent.objects.filter(person=known, purpose=purpose).order_by("-pk").first()
    if last is not None and last.is_given == is_given and last.text_id == text.pk:
        return False
    consent = Consent.objects.create(
        person=known, purpose=purpose, is_given=is_given, text=text, way=way
    )
    deed = "gave a consent" if is_given else "withdrew a consent"
    record(known, deed, consent, organization, purpose=purpose, text=text.sha256, way=way)
    return True


def _kept(purpose: Purpose, wording: Wording) -> ConsentText:
    text, _ = ConsentText.objects.get_or_create(
        sha256=wording.sha256,
        defaults={"purpose": purpose, "number": wording.number, "text": wording.text},
    )
    return text
