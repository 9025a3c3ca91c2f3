"""I17: every prepared page was prepared by us, of somebody who is not forgotten."""

from collections.abc import Iterator

from conferral.credentials.verification.models import Page
from conferral.credentials.verification.pages import is_ours
from conferral.oversight.fsck.finding import Finding, Invariant, named

_CHUNK = 250
_REMEDY = "Delete it and run `conferral pages renew`: the worker makes it again."


def prepared() -> Iterator[Finding]:
    """A page without our seal is never shown, and tells that somebody wrote it."""
    kept = Page.objects.select_related("credential").order_by("pk")
    for page in kept.iterator(chunk_size=_CHUNK):
        row = named(page, page.credential.number)
        if page.credential.erased_at:
            yield Finding(Invariant.PAGES, row, "its holder was forgotten", _REMEDY)
        if not is_ours(page):
            yield Finding(Invariant.PAGES, row, "it does not bear our seal", _REMEDY)
