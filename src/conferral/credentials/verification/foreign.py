"""Judge a credential of somebody whom this register does not know, with nothing but itself.

Pure. Of an issuer who is a key (did:key) the seal can be checked; of others it stays open, because
nothing is fetched for strangers.
"""

from datetime import datetime

from credkit.canonical import load_json
from credkit.verify import Materials, Verdict, verify, verify_token


def judged(text: str, now: datetime) -> Verdict:
    """`text`: JSON or a token. Malformed if it is neither."""
    if text.startswith("{"):
        return verify(load_json(text), Materials(), now)
    return verify_token(text, Materials(), now)
