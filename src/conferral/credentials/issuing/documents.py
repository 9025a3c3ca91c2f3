"""What an issuer shows to the world: its keys, its status lists, its achievements."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from conferral.credentials.anchoring import ethereum
from conferral.credentials.issuing import addresses, compose, shapes
from conferral.credentials.issuing.models import (
    PLACES,
    Credential,
    Event,
    IssuerKey,
    Purpose,
    StatusList,
    Use,
)
from conferral.credentials.transparency import log
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog.models import CourseVersion
from credkit import did, status_list
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.keys import jwk
from credkit.proofs import data_integrity


def secured_document(credential: Credential) -> Json:
    return shapes.secured_document(credential)


def did_document(organization: Organization) -> Json:
    """All keys that ever signed: an old certificate stays valid when its key is retired.

    A retired key has no end here: verifiers would take it for the end of what it has signed.
    A stolen one is revoked from the moment on since which others may have had it. Those of
    documents follow: they sign the tokens.
    """
    keys = [_as_listed(key) for use in Use for key in _keys(organization, use)]
    history = did.Service("key-history", _KEY_HISTORY, addresses.key_history_url())
    account, profile = _account(organization)
    return did.document(organization.did, [*keys, *account], [history, *profile])


def did_document_without_tokens(organization: Organization) -> Json:
    """What a credential that is no token is judged by: for pages that are asked for often."""
    keys = _keys(organization, Use.CREDENTIALS)
    return did.document(organization.did, [_as_listed(key) for key in keys])


def key_history(organization: Organization) -> Json:
    """From when until when each key signed, up to which size of the log a stolen one counts, and
    what the log was told of it. The shape is in docs/without-us.md."""
    told = Event.objects.filter(organization=organization, kind__startswith="key-")
    mark = {"specimen": True} if organization.is_specimen else {}
    return {
        "issuer": organization.did,
        **mark,
        "log": settings.LOG_ORIGIN,
        "logKey": log.verification_key(),
        "timeZone": organization.time_zone,
        "keys": [_as_history(key) for use in Use for key in _keys(organization, use)],
        "events": [_as_logged(event) for event in told.select_related("entry").order_by("pk")],
    }


def cutoffs(organization: Organization, use: Use) -> dict[str, int]:
    """By verification method that was stolen: the log's size until then."""
    stolen = (key for key in _keys(organization, use) if key.cutoff_size is not None)
    return {key.verification_method: key.cutoff_size or 0 for key in stolen}


def status_list_document(listed: StatusList) -> Json | None:
    """The list as it was signed last; None before the first time."""
    return listed.document


def status_lists_of(credential: Credential) -> dict[str, Json]:
    """The lists that it has a place on, by their addresses, as far as they have been signed."""
    lists = filter(None, (credential.status_list, credential.suspension_list))
    return {str(listed): listed.document for listed in lists if listed.document is not None}


def sign_status_list(listed: StatusList, now: datetime) -> Json:
    key = listed.organization.issuer_keys.in_use(Use.CREDENTIALS).get()
    document = status_list.credential(
        addresses.status_list_url(listed.pk),
        listed.organization.did,
        _set_places(listed),
        timestamp(now),
        purpose=listed.purpose,
    )
    options = data_integrity.Options(key.verification_method, timestamp(now))
    return data_integrity.add(document, vault.signer(key.name), options)


def achievement_document(version: CourseVersion) -> Json:
    """What can be earned, as its own document at the address that credentials name."""
    template = compose.template(version, None, compose.Variant(expires=False, marked=False))
    achievement: Json = template["credentialSubject"]["achievement"]
    signed = version.endorsements.published().exclude(document=None).order_by("pk")
    endorsements = list(signed.values_list("document", flat=True))
    beside = {"endorsement": endorsements} if endorsements else {}
    return {"@context": template["@context"]} | achievement | beside


def achievement_image(version: CourseVersion) -> str:
    """A plain badge as SVG. It has the organization's mark, no words: those are data elsewhere."""
    return version.course.organization.logo_svg or PLAIN_BADGE


def _account(organization: Organization) -> tuple[list[did.AccountKey], list[did.Service]]:
    """What readers of Blockcerts look for, where there are any to be read."""
    multikey = ethereum.public_multikey() if organization.has_blockcerts else ""
    if not multikey:
        return [], []
    profile = did.Service("blockcerts", "IssuerProfile", addresses.blockcerts_issuer_url())
    return [did.AccountKey(addresses.ACCOUNT_KEY, multikey)], [profile]


def _keys(organization: Organization, use: Use) -> list[IssuerKey]:
    # Chosen here, not there: so whoever asks more than once may have them prefetched.
    chosen = (key for key in organization.issuer_keys.all() if key.use == use)
    return sorted(chosen, key=lambda key: key.valid_from)


def _as_listed(key: IssuerKey) -> did.VerificationKey:
    revoked = timestamp(key.compromised_at) if key.compromised_at else ""
    return did.VerificationKey(key.multikey, revoked)


def _as_history(key: IssuerKey) -> Json:
    moments = {
        "validFrom": key.valid_from,
        "validUntil": key.valid_until,
        "revoked": key.compromised_at,
    }
    known = {name: timestamp(moment) for name, moment in moments.items() if moment}
    cutoff = {} if key.cutoff_size is None else {"logSize": key.cutoff_size}
    named = {"id": key.verification_method, "use": key.use}
    return {**named, "publicKeyJwk": jwk.of_multikey(key.multikey), **known, **cutoff}


def _as_logged(event: Event) -> Json:
    salt, index = bytes(event.salt).hex(), event.entry.index
    return {"document": event.document, "salt": salt, "index": index}


_KEY_HISTORY = "urn:conferral:KeyHistory"


def _set_places(listed: StatusList) -> Iterable[int]:
    list_field, place_field, since_field = PLACES[Purpose(listed.purpose)]
    found = Credential.objects.filter(**{list_field: listed, f"{since_field}__isnull": False})
    return found.values_list(place_field, flat=True)


PLAIN_BADGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    '<circle cx="50" cy="50" r="48" fill="#0F5B52"/>'
    '<path d="M30 52l14 14 28-30" fill="none" stroke="#fff" stroke-width="9"/></svg>'
)
