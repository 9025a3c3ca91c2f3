"""What an issuer shows to the world: its keys, its status lists, its achievements."""

from collections.abc import Iterable
from datetime import datetime

from conferral.credentials.issuing import addresses, compose, shapes
from conferral.credentials.issuing.models import Credential, Purpose, StatusList
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog.models import CourseVersion
from credkit import did, status_list
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.proofs import data_integrity


def secured_document(credential: Credential) -> Json:
    return shapes.secured_document(credential)


def did_document(organization: Organization) -> Json:
    """All keys that ever signed: an old certificate stays valid when its key is retired."""
    keys = organization.issuer_keys.order_by("valid_from").values_list("multikey", flat=True)
    return did.document(organization.did, [did.VerificationKey(key) for key in keys])


def status_list_document(listed: StatusList) -> Json | None:
    """The list as it was signed last; None before the first time."""
    return listed.document


def status_lists_of(credential: Credential) -> dict[str, Json]:
    """The lists that it has a place on, by their addresses, as far as they have been signed."""
    lists = filter(None, (credential.status_list, credential.suspension_list))
    return {str(listed): listed.document for listed in lists if listed.document is not None}


def sign_status_list(listed: StatusList, now: datetime) -> Json:
    key = listed.organization.issuer_keys.get(valid_until=None)
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
    return {"@context": template["@context"]} | achievement


def achievement_image(version: CourseVersion) -> str:
    """A plain badge as SVG. It has the organization's mark, no words: those are data elsewhere."""
    return version.course.organization.logo_svg or _BADGE


_FIELDS = {
    Purpose.REVOCATION: ("status_list", "status_index", "revoked_at"),
    Purpose.SUSPENSION: ("suspension_list", "suspension_index", "suspended_at"),
}


def _set_places(listed: StatusList) -> Iterable[int]:
    list_field, place_field, since_field = _FIELDS[Purpose(listed.purpose)]
    found = Credential.objects.filter(**{list_field: listed, f"{since_field}__isnull": False})
    return found.values_list(place_field, flat=True)


_BADGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    '<circle cx="50" cy="50" r="48" fill="#0F5B52"/>'
    '<path d="M30 52l14 14 28-30" fill="none" stroke="#fff" stroke-width="9"/></svg>'
)
