"""What decisions about many enrolments rest on, read in a few queries for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import prefetch_related_objects

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Comparison, Criterion, Decision, Facts, Titles
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.catalog.surroundings import course_titles
from conferral.learning.progress.models import Enrolment, EnrolmentQuerySet

_CHUNK = 1000
_JUDGED = {criteria.Evaluated, criteria.Confirmed}
_Asked = frozenset[type[criteria.Leaf]]
_NOTHING: _Asked = frozenset()


def know(enrolments: Sequence[Enrolment], also: _Asked = _NOTHING) -> None:
    """Let `facts` and `decision` of each be told without another query.

    `also`: kinds of conditions that their own criteria do not have, and that will be asked about.
    """
    _share_versions(enrolments)
    prefetch_related_objects(enrolments, "results__module")
    asked = {each.pk: each.version.asked | also for each in enrolments}
    measured = [each for each in enrolments if criteria.Measured in asked[each.pk]]
    judged = [each for each in enrolments if _JUDGED & asked[each.pk]]
    prefetch_related_objects(measured, "measures")
    prefetch_related_objects(judged, "judgements")
    holding = [each for each in enrolments if criteria.Holds in asked[each.pk]]
    _know_certificates(holding, Enrolment.objects.certified())


def know_all_that_was(enrolments: Sequence[Enrolment]) -> None:
    """As `know`, with certificates that are valid no more, for looking back."""
    know(enrolments)
    holding = [each for each in enrolments if criteria.Holds in each.version.asked]
    _know_certificates(holding, Enrolment.objects.once_certified())


def forget(enrolments: Iterable[Enrolment]) -> None:
    """Let go of what `know` has read: rows that know each other are long in going."""
    for each in enrolments:
        each.__dict__.pop("_prefetched_objects_cache", None)


def what_if(version: CourseVersion, new: Criterion) -> Comparison[int]:
    """Who would gain and who would lose if the version asked for something else: their enrolments.

    Everybody in the version is looked at. Awards that were made stay, whatever this says.
    """
    return criteria.compare(version.criterion, new, _everybody(version, new))


def try_on(criterion: Criterion, enrolment: Enrolment, titles: Titles | None = None) -> Decision:
    """How the learner would stand if this were what their version asks for.

    `titles`: of another version, when the criterion is to be that version's.
    """
    version = enrolment.version
    titles = titles or Titles(version.module_titles, course_titles(version.course))
    return criteria.decide(criterion, enrolment.facts_for(_asked(criterion)), titles)


def _everybody(version: CourseVersion, new: Criterion) -> Iterator[tuple[int, Facts]]:
    also = _asked(new)
    rows = version.enrolments.of_learners().order_by("pk").iterator(chunk_size=_CHUNK)
    while enrolments := list(islice(rows, _CHUNK)):
        know(enrolments, also)
        for each in enrolments:
            yield each.pk, each.facts_for(each.version.asked | also)
        forget(enrolments)


def _asked(criterion: Criterion) -> _Asked:
    return frozenset(type(leaf) for leaf in criteria.leaves_of(criterion))


def _share_versions(enrolments: Sequence[Enrolment]) -> None:
    """One object for all in a version: its criterion is read once."""
    versions = (
        CourseVersion.objects.select_related("course__organization")
        .prefetch_related("modules")
        .in_bulk({each.version_id for each in enrolments})
    )
    for each in enrolments:
        each.version = versions[each.version_id]


def _know_certificates(enrolments: Sequence[Enrolment], certified: EnrolmentQuerySet) -> None:
    if not enrolments:
        return
    theirs = certified.filter(person__in={each.person_id for each in enrolments})
    columns = ("person", "version__course__organization", "version__course__code")
    held: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for person, organization, code in theirs.values_list(*columns):
        held[person, organization].add(code)
    for each in enrolments:
        where = each.person_id, each.version.course.organization_id
        each.held = frozenset(held.get(where, ()))
