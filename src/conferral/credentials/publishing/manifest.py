"""`published.json`: what is in the folder and as of when, signed by the issuer's key of today.

The proof is eddsa-jcs-2022, which a browser can check: it needs no JSON-LD.
https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
"""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import Use
from conferral.foundation.accounts.models import Organization
from conferral.strangers.published import TYPE
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.proofs import data_integrity
from credkit.proofs.data_integrity import Cryptosuite, Options


@transaction.atomic
def signed(organization: Organization, digests: Mapping[str, str], made_at: datetime) -> Json:
    """`digests`: SHA-256 in hex, by path. Refused while the issuer's key is said to be stolen."""
    key = keyring.key_in_use(organization, Use.CREDENTIALS)
    said = {
        "type": TYPE,
        "issuer": organization.did,
        "name": organization.name,
        "origin": settings.SITE_URL,
        "madeAt": timestamp(made_at),
        "files": dict(sorted(digests.items())),
    }
    suite = Cryptosuite.EDDSA_JCS_2022
    options = Options(key.verification_method, timestamp(made_at), cryptosuite=suite)
    return data_integrity.add(said, keyring.signer_of(key), options)
