"""Each credential of an organization that wants it is put under the day's transaction."""

from django.conf import settings
from django.db import transaction

from conferral.credentials.anchoring import ethereum
from conferral.credentials.anchoring.models import Leaf
from conferral.credentials.blockcerts.documents import leaf_hash
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from credkit.anchors.blockcerts import Network


@transaction.atomic
def begin(organization: Organization, person: Person) -> None:
    """Those issued before are anchored, too."""
    if not settings.ETHEREUM_RPC or settings.ETHEREUM_CHAIN_ID not in set(Network):
        raise Refused(
            "Blockcerts are anchored in Ethereum (ETHEREUM_CHAIN_ID=1) or, to try, in Sepolia "
            "(11155111): set ETHEREUM_RPC and ETHEREUM_CHAIN_ID first. See docs/log.md."
        )
    if not ethereum.public_multikey():
        raise Refused("There is no account that could pay: conferral log anchor-account")
    _set(organization, wanted=True)
    record(person, "began to anchor Blockcerts", organization, organization)


@transaction.atomic
def cease(organization: Organization, person: Person) -> None:
    """What is anchored stays so, but nobody is told any more by which account: so no reader
    believes it."""
    _set(organization, wanted=False)
    record(person, "ceased to anchor Blockcerts", organization, organization)


def without_leaf(organization: Organization) -> CredentialQuerySet:
    """The organization's credentials that came into the log after its newest leaf."""
    newest = Leaf.objects.newest_of(organization)
    ours = Credential.objects.of(organization).kept().filter(revoked_at=None)
    return ours.filter(entry__index__gt=newest).order_by("entry__index")


def plant(organization: Organization, most: int) -> int:
    """Let up to so many wait for the next transaction. Return how many."""
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        found = list(without_leaf(organization).select_related("shape", "entry")[:most])
        leaves = [
            Leaf(organization=organization, index=index, hash=leaf_hash(each))
            for each in found
            if (index := each.entry.index) is not None
        ]
        Leaf.objects.bulk_create(leaves)
    return len(leaves)


def _set(organization: Organization, *, wanted: bool) -> None:
    stands = Organization.objects.select_for_update().get(pk=organization.pk)
    if stands.has_blockcerts == wanted:
        raise Refused("They are anchored already." if wanted else "They are not anchored.")
    organization.has_blockcerts = wanted
    organization.save(update_fields=["has_blockcerts"])
