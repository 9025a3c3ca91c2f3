"""Lines stay and lead to whoever did it; they do not name somebody whom their organization forgot.

A line cannot be led to nobody instead: its hash holds who it was, and others may still know them.
"""

from django.db.models import CharField, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.models import Entry

FORGOT = "erased a person"
_PERSON = f"{Person._meta.label}:"


def telling(lines: "QuerySet[Entry]") -> "QuerySet[Entry]":
    """The lines, each with `by_forgotten` and `about_forgotten`: their organization has forgotten
    since who did it, or the person whom it is about. Whoever came back is named by newer lines."""
    same = Entry.objects.filter(organization=OuterRef("organization"), deed=FORGOT)
    actor = Concat(Value(_PERSON), Cast(OuterRef("actor"), CharField()))
    return lines.annotate(
        by_forgotten=Exists(same.filter(target=actor, pk__gt=OuterRef("pk"))),
        about_forgotten=Exists(same.filter(target=OuterRef("target"), pk__gte=OuterRef("pk"))),
    )


def by_name(name: str) -> Q:
    """Of lines that tell: whose doer is called so, and is still known."""
    return Q(actor__printed_name__icontains=name, by_forgotten=False)


def kept_in(person: Person) -> set[int]:
    """The keys of the organizations with lines of theirs that have not forgotten them since."""
    by_them = Entry.objects.filter(actor=person, organization__isnull=False)
    forgot = _newest(Entry.objects.filter(deed=FORGOT, target=f"{_PERSON}{person.pk}"))
    return {key for key, line in _newest(by_them).items() if line > forgot.get(key, 0)}


def _newest(lines: "QuerySet[Entry]") -> dict[int, int]:
    """The key of the last line, by organization."""
    return dict(lines.order_by().values_list("organization").annotate(newest=Max("pk")))
