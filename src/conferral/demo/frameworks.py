"""Two frameworks of our own invention, in the shape of those that courses are aligned with."""

from django.db import transaction

from conferral.demo.staffing import House
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.syllabus import Place
from conferral.learning.frameworks import actions
from conferral.learning.frameworks.models import Framework, FrameworkItem

_STANDARDS = """\
Unit Standard ID,Unit Standard Title,NQF Level,URL,Description
SQF-2041,Give first aid at work,2,https://standards.example/units/2041,"Survey the scene, stop \
bleeding, treat burns and resuscitate until help arrives."
SQF-3115,Lead people out of a building,3,https://standards.example/units/3115,"Raise the alarm, \
lead an evacuation and account for everybody."
SQF-3116,Operate a counterbalanced forklift,3,https://standards.example/units/3116,"Inspect, load \
and drive within the limits of the machine and the site."
SQF-5107,Monitor and evaluate a programme,5,https://standards.example/units/5107,"Design \
indicators, gather data and learn from them."
SQF-5120,Assess learners against a standard,5,https://standards.example/units/5120,"Plan, carry \
out and review assessments that are fair."
"""
_SKILLS = """\
conceptType,conceptUri,preferredLabel,code,skillType,description
KnowledgeSkillCompetence,https://skills.example/skill/0417,give first aid,SK-0417,\
skill/competence,"Provide first aid until medical care arrives."
KnowledgeSkillCompetence,https://skills.example/skill/2210,monitor projects,SK-2210,\
skill/competence,"Compare what was planned with what was reached."
KnowledgeSkillCompetence,https://skills.example/skill/3308,assess learners,SK-3308,\
skill/competence,"Judge what learners know and can do, and tell them."
KnowledgeSkillCompetence,https://skills.example/skill/5521,drive a forklift,SK-5521,\
skill/competence,"Move goods with an industrial truck."
"""
_FILES = {
    "Specimen Qualifications Framework": ("qualifications.csv", _STANDARDS),
    "Specimen Skills and Occupations": ("skills.csv", _SKILLS),
}


@transaction.atomic
def take_in(house: House) -> None:
    if Framework.objects.of(house.organization).exists():
        return
    author = house.staff[Role.AUTHOR]
    for title, (filename, text) in _FILES.items():
        read = actions.bring_in(house.organization, author, filename, text.encode())
        actions.confirm(read, author, title)


def places(house: House, codes: tuple[str, ...]) -> tuple[Place, ...]:
    """Those with these codes, as a course names them."""
    found = FrameworkItem.objects.of(house.organization).filter(code__in=codes)
    return tuple(Place(**item.alignment) for item in found.select_related("framework"))
