"""Stop certificates that were issued by mistake; write to a holder again."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from conferral.credentials.delivery import letters
from conferral.credentials.delivery.models import Delivery, Stop, Stopping
from conferral.credentials.delivery.undo import stoppable
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.belt import BATCH
from conferral.foundation.letters.writing import Writer
from conferral.foundation.mail import actions as mail
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.foundation.shown import refuse_others
from conferral.foundation.visible import many_lines

PUT_OFF_BY = timedelta(hours=1)
_LONGEST = 200  # Characters of a reason.


@transaction.atomic
def stop(
    organization: Organization,
    person: Person,
    chosen: CredentialQuerySet,
    because: str,
    *,
    expected: int,
    shown: str = "",
) -> Stopping:
    """No letter about those leaves any more, and the belt revokes them.

    `chosen`: certificates of which those count that can still be stopped; while more of them are
    being issued, as far as the person was shown (`undo.up_to`). `expected`, `shown`: how many that
    were, and which (`foundation.shown`).
    `because` is shown to everyone who looks a number up.
    """
    now, said = timezone.now(), many_lines(because, "because")
    if not said:
        raise Refused("Say why: whoever looks a number up will read it.")
    fresh = stoppable(organization, now).filter(pk__in=chosen.values("pk")).order_by("pk")
    list(fresh.select_for_update(of=("self",)).values_list("pk"))
    # Asked again under the lock: whom we have waited for may have stopped them.
    keys = list(fresh.values_list("pk", flat=True))
    if not keys or len(keys) != expected:
        raise Refused(
            f"{len(keys)} can be stopped by now, not {expected}: letters have left, or more were "
            "issued. Look again; what has left can be revoked or recalled."
        )
    refuse_others(keys, shown)
    stopping = Stopping.objects.create(
        organization=organization, by=person, because=said[:_LONGEST], at=now, count=len(keys)
    )
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        Stop.objects.bulk_create(Stop(stopping=stopping, credential_id=key) for key in some)
        mail.stop(Message.objects.filter(delivery__certificate__credential__in=some), now)
    record(person, "stopped", organization, organization, count=len(keys), because=said)
    tracking.begin(stopping, organization, person, what=str(stopping), total=len(keys))
    return stopping


def revoke_stopped(stops: Sequence[Stop]) -> None:
    """With the reason that was given, in the same few queries for many; one that was revoked or
    replaced meanwhile stays as it is, and says so.
    """
    shares: dict[Stopping, list[Stop]] = defaultdict(list)
    for each in stops:
        shares[each.stopping].append(each)
    for stopping, share in shares.items():
        _revoke(stopping, share)
    Stop.objects.bulk_update(stops, ["done_at", "refused"])
    for stopping, share in shares.items():
        left_alone = sum(bool(each.refused) for each in share)
        tracking.advance(stopping, done=len(share) - left_alone, failed=left_alone)


def withhold(messages: Sequence[Message]) -> None:
    """What they tell is not so any more."""
    keys = [message.pk for message in messages]
    mail.stop(Message.objects.filter(pk__in=keys), timezone.now())


def put_off(messages: Sequence[Message]) -> None:
    """They leave within the hour in which their certificates count again."""
    keys, later = [message.pk for message in messages], timezone.now() + PUT_OFF_BY
    Message.objects.filter(pk__in=keys).unsent().update(next_attempt_at=later)


@transaction.atomic
def send_again(credential: Credential, person: Person) -> Message:
    """Another letter about the certificate, to the address that its holder has now.

    For mail that a server took and lost: that it took it is all that anybody can know.
    """
    message = write_again(credential, Writer(letters.CERTIFICATE))
    record(person, "sent the letter again", credential, credential.status_list.organization)
    return message


def write_again(credential: Credential, writer: Writer) -> Message:
    """One more letter, without its line in the trail. Refused before anything is written."""
    certificate = _sendable(credential)
    old = Delivery.objects.filter(certificate=certificate).select_related("message").first()
    if old and old.message.sent_at is None and old.message.stopped_at is None:
        raise Refused("The letter has not left yet. If it is stuck, let it try again.")
    to = credential.award.enrolment.person.email
    if not to:
        raise Refused("Nobody knows an address of its holder.")
    message = letters.certificate_letter(writer, certificate, to, _edition(credential))
    message.save()
    Delivery.objects.update_or_create(certificate=certificate, defaults={"message": message})
    return message


def _revoke(stopping: Stopping, stops: Sequence[Stop]) -> None:
    credentials = [each.credential for each in stops]
    refused = issuing.revoke_all(credentials, stopping.by, stopping.because, Reason.ISSUED_IN_ERROR)
    for each in stops:
        each.refused = refused.get(each.credential_id, "")
        each.done_at = timezone.now()


def _sendable(credential: Credential) -> Certificate:
    stands = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
    is_stopped = Stop.objects.filter(credential=stands).exists()  # And is about to be revoked.
    if stands.revoked_at or stands.suspended_at or is_stopped:
        raise Refused("It is not in force: nobody is written to about it.")
    related = ("credential__shape", "credential__key__organization")
    found = Certificate.objects.select_related(*related).filter(credential=credential).first()
    if found is None:
        raise Refused("It is not printed yet; its letter is still to come.")
    return found


def _edition(credential: Credential) -> int:
    """Which letter it will be: 1 was the first."""
    known = Message.objects.filter(key__startswith=letters.key_of(credential))
    return known.count() + 1
