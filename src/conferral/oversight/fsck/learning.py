"""I1 and I11: what was taken in is accounted for, and what was awarded was earned."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, F, Q

from conferral.credentials.issuing.models import Credential
from conferral.foundation.runs.models import Run
from conferral.learning.awards.models import Award
from conferral.learning.catalog import criteria
from conferral.learning.progress import facts
from conferral.learning.progress.models import Enrolment, Import
from conferral.learning.renewal.deciding import Way
from conferral.learning.renewal.known import still_done
from conferral.learning.renewal.models import Renewal
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named

_CHUNK = 250
_UNEARNED = "Look who changed the award or its results; revoke what should not have been."
_OTHERWISE = (Way.REFRESHER, Way.POINTS, Way.RECOGNITION)  # Not by the course's criterion.
_AGAIN = "Import the file again: nobody gets a second certificate."


def intake() -> Iterator[Finding]:
    """I1: recorded and refused lines are all lines that were read. Of a file that somebody stopped
    the others are in nobody's register, and that is as it should be."""
    stopped = set(Run.objects.about(Import).cancelled().values_list("number", flat=True))
    undecided = Count("rows", filter=Q(rows__refused=False, rows__enrolment=None))
    batches = Import.objects.filter(confirmed_at__isnull=False).order_by("pk")
    counted = batches.annotate(accounted=Count("rows"), undecided=undecided)
    columns = ("pk", "filename", "lines", "read_at", "accounted", "undecided")
    for pk, name, all_lines, read_at, accounted, open_lines in counted.values_list(*columns):
        row = f"progress.Import:{pk} ({name})"
        if open_lines:
            problem = f"{open_lines} of its lines are neither recorded nor refused"
            yield Finding(Invariant.INTAKE, row, problem, _AGAIN)
        if read_at and accounted != all_lines and pk not in stopped:
            problem = f"it has {all_lines} lines, and {accounted} are accounted for"
            yield Finding(Invariant.INTAKE, row, problem, _AGAIN)


def evidence() -> Iterator[Finding]:
    """I11: what is known of the learner earned the award, whatever came later. Nobody earns a
    specimen; it is one if its credential says so, too."""
    specimens = Award.objects.filter(is_specimen=True).exclude(credentials__is_specimen=False)
    kept = Award.objects.filter(enrolment__person__email__isnull=False).order_by("pk")
    earned = kept.exclude(pk__in=specimens.values("pk"))
    by_criterion = earned.exclude(enrolment__renewal__way__in=_OTHERWISE)
    rows = by_criterion.values_list("pk", "enrolment").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        enrolments = Enrolment.objects.in_bulk([enrolment for _, enrolment in chunk])
        facts.know_all_that_was(list(enrolments.values()))
        for pk, key in chunk:
            enrolment = enrolments[key]
            version = enrolment.version
            decision = criteria.was_met(version.criterion, enrolment.facts, version.titles)
            if not decision.met:
                problem = f"it was not earned: {' '.join(decision.still_to_do)}"
                yield Finding(Invariant.EVIDENCE, f"awards.Award:{pk}", problem, _UNEARNED)
        facts.forget(enrolments.values())


def renewals() -> Iterator[Finding]:
    """I11: what was renewed without the course has what renewed it: points, a refresher, a word."""
    renewed = Renewal.objects.counting().filter(way__in=_OTHERWISE, enrolment__award__ended_at=None)
    named_people = renewed.filter(enrolment__person__email__isnull=False).order_by("pk")
    related = "award__enrolment__version__course__organization"
    rows = named_people.select_related(related).iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        for renewal, done in zip(chunk, still_done(chunk), strict=True):
            if not done:
                row = f"renewal.Renewal:{renewal.pk}"
                problem = f"nothing is known of the {renewal.way} that renewed it"
                yield Finding(Invariant.EVIDENCE, row, problem, _UNEARNED)


def holders() -> Iterator[Finding]:
    """I11: a credential names the person who earned it, and an award says when it was issued."""
    held = Credential.objects.kept().annotate(learner=F("award__enrolment__person__uuid"))
    columns = ("pk", "number", "slots", "learner")
    for pk, text, slots, learner in (
        held.order_by("pk").values_list(*columns).iterator(chunk_size=_CHUNK)
    ):
        if slots.get("holder") != str(learner):
            row, problem = f"issuing.Credential:{pk} ({text})", "it names another holder"
            yield Finding(Invariant.EVIDENCE, row, problem, FROM_BACKUP)
    none = Q(issued_at__isnull=False, credentials=None)
    unsaid = Q(issued_at=None, credentials__isnull=False)
    for award in Award.objects.filter(none | unsaid).order_by("pk").iterator(chunk_size=_CHUNK):
        problem = "it says one thing about being issued, and the register another"
        yield Finding(Invariant.EVIDENCE, named(award), problem, FROM_BACKUP)
