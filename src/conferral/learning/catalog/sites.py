"""Places where courses are taught."""

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import RefusedPart
from conferral.foundation.visible import one_line
from conferral.learning.catalog.models import Site
from conferral.learning.catalog.syllabus import CODE


@transaction.atomic
def put(organization: Organization, code: str, name: str, person: Person) -> Site:
    """The site with that code, made or renamed. RefusedPart for what cannot be its code or name."""
    if not CODE.match(code):
        raise RefusedPart("code", "A code is made of small letters, digits and hyphens.")
    if not (name := one_line(name, "name")):
        raise RefusedPart("name", "A site has a name.")
    site = organization.sites.filter(code=code).first() or Site(
        organization=organization, code=code
    )
    if site.name != name:
        deed = "renamed a site" if site.pk else "made a site"
        site.name = name
        site.save()
        record(person, deed, site, organization, code=code, name=name)
    return site
