"""Bring a framework in: look at it first, then take it or leave it."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.frameworks.items import Unusable
from conferral.learning.frameworks.models import Framework, FrameworkItem, FrameworkQuerySet
from conferral.learning.frameworks.reading import read


@transaction.atomic
def bring_in(
    organization: Organization, person: Person, filename: str, content: bytes
) -> Framework:
    """Read the file and keep what it says as a preview. Refused when it is no framework."""
    try:
        said = read(filename, content)
    except Unusable as unusable:
        raise Refused(str(unusable)) from None
    if not said.items:
        first = f" The first problem: {said.problems[0]}" if said.problems else ""
        raise Refused(f"There is nothing in it to align a course with.{first}")
    framework = Framework.objects.create(
        organization=organization,
        title=said.title[:200],
        url=said.url if said.url.startswith("http") else "",
        publisher=said.publisher[:200],
        filename=filename[-255:],
        sha256=sha256(content).hexdigest(),
        problems=list(said.problems),
        brought_by=person,
    )
    FrameworkItem.objects.bulk_create(
        (
            FrameworkItem(
                framework=framework,
                position=position,
                depth=item.depth,
                name=item.name,
                url=item.url,
                code=item.code,
                description=item.description,
                type=item.type,
            )
            for position, item in enumerate(said.items)
        ),
        batch_size=1000,
    )
    record(person, "uploaded a framework", framework, organization, filename=framework.filename)
    return framework


@transaction.atomic
def confirm(framework: Framework, person: Person, title: str = "") -> Framework:
    """Take it in under its title. An older edition with the same address or title makes way."""
    kept = _locked(framework)
    if kept.confirmed_at:
        raise Refused("It has been taken in already.")
    kept.title = title.strip()[:200] or kept.title
    kept.confirmed_at = timezone.now()
    kept.save(update_fields=["title", "confirmed_at"])
    replaced = _older_editions(kept)
    said = {"title": kept.title, "items": kept.items.count(), "replaced": replaced.count()}
    replaced.delete()
    record(person, "took in a framework", kept, kept.organization, **said)
    return kept


@transaction.atomic
def remove(framework: Framework, person: Person) -> None:
    """Forget it. Versions that are aligned with it keep their alignments."""
    kept = _locked(framework)
    deed = "removed a framework" if kept.confirmed_at else "discarded a framework"
    record(person, deed, kept, kept.organization, title=kept.title)
    kept.delete()


def _locked(framework: Framework) -> Framework:
    kept = Framework.objects.select_for_update().filter(pk=framework.pk).first()
    if kept is None:
        raise Refused("It is not there any more.")
    return kept


def _older_editions(framework: Framework) -> FrameworkQuerySet:
    others = Framework.objects.of(framework.organization).taken_in().exclude(pk=framework.pk)
    same = {"url": framework.url} if framework.url else {"url": "", "title": framework.title}
    return others.filter(**same)
