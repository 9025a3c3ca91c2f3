"""What is taught in the demonstration, and under which terms certificates are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.certificate_types import Terms
from conferral.learning.catalog.models import CertificateKind, Duty, Lacking, ModuleKind
from conferral.learning.catalog.syllabus import Part, Syllabus, Teacher

TYPES: Mapping[str, Terms] = {
    "attendance": Terms(CertificateKind.ATTENDANCE, "Certificate of Attendance"),
    "completion": Terms(CertificateKind.COMPLETION, "Certificate of Completion"),
    "moderated": Terms(
        CertificateKind.COMPLETION,
        "Certificate of Completion",
        moderation_percent=25,
        external_moderation=True,
    ),
    "competence": Terms(
        CertificateKind.COMPETENCE,
        "Certificate of Competence",
        needs_accreditation=True,
        if_lacking=Lacking.HOLD,
        released_by=Role.REGISTRAR,
    ),
    "occupational": Terms(
        CertificateKind.ACCREDITED,
        "Occupational Certificate",
        needs_accreditation=True,
        if_lacking=Lacking.DOWNGRADE,
        downgraded_title="Certificate of Completion",
    ),
}

SITES: Mapping[str, str] = {"johannesburg": "Johannesburg", "durban": "Durban Point"}

THABO = Teacher("Dr Thabo Mokoena", Duty.INSTRUCTOR, "Course instructor")
BHEKI = Teacher("Bheki Nene", Duty.INSTRUCTOR, "Driving instructor")
ZOLA = Teacher("Zola Ntuli", Duty.ASSESSOR, "Registered assessor")

_SIGNED: dict[str, Any] = {
    "instructor_name": "Dr Thabo Mokoena",
    "instructor_role": "Course instructor",
    "signatory_name": "Lindiwe van Wyk",
    "signatory_role": "Director, Academic Affairs",
}


@dataclass(frozen=True)
class CourseOfDemo:
    """`aligned`: codes of the places in frameworks that it stands for."""

    code: str
    syllabus: Syllabus
    aligned: tuple[str, ...] = ()


COURSES = (
    CourseOfDemo(
        "first-aid",
        Syllabus(
            title="Workplace First Aid",
            description=(
                "Scene safety, primary survey, bleeding, burns and resuscitation in the workplace, "
                "with a supervised practical log and a final quiz."
            ),
            hours=24,
            level="NQF level 2",
            validity_months=36,
            certificate_type="completion",
            modules=(
                Part("scene-safety", "Read: scene safety"),
                Part("practical-log", "Practical log", ModuleKind.ASSIGNMENT),
                Part("final-quiz", "Final quiz", ModuleKind.EXAM),
            ),
            criterion={
                "all": [
                    {"completed": "scene-safety"},
                    {"completed": "practical-log"},
                    {"any": [{"passed": "final-quiz"}, {"scored": "final-quiz", "at_least": 60}]},
                ]
            },
            people=(THABO,),
            **_SIGNED,
        ),
        aligned=("SQF-2041", "SK-0417"),
    ),
    CourseOfDemo(
        "mel",
        Syllabus(
            title="Monitoring, Evaluation & Learning for Development Practitioners",
            description=(
                "A practice-based programme in results frameworks, indicator design, field data "
                "quality and learning reviews, assessed by portfolio and a supervised final "
                "examination."
            ),
            hours=120,
            level="NQF level 5",
            certificate_type="completion",
            modules=(
                Part("results-frameworks", "Results frameworks"),
                Part("indicators", "Indicator design"),
                Part("portfolio", "Portfolio of evidence", ModuleKind.ASSIGNMENT),
                Part("exam", "Final examination", ModuleKind.EXAM),
            ),
            criterion={
                "all": [
                    {"completed": "results-frameworks"},
                    {"completed": "indicators"},
                    {"completed": "portfolio"},
                    {"scored": "exam", "at_least": 60},
                ]
            },
            people=(THABO,),
            **_SIGNED,
        ),
        aligned=("SQF-5107", "SK-2210"),
    ),
    CourseOfDemo(
        "project-finance",
        Syllabus(
            title="Project Finance Basics",
            description="Budgets, cash flow and donor reporting for people who run projects.",
            hours=40,
            certificate_type="completion",
            modules=(Part("budget", "Build a budget"), Part("report", "Report to a donor")),
            criterion={"all": [{"completed": "budget"}, {"passed": "report"}]},
            **_SIGNED,
        ),
    ),
    CourseOfDemo(
        "assess-learners",
        Syllabus(
            title="Assess Learners at Work",
            description=(
                "Plan an assessment, carry it out, give feedback and review it, with a portfolio "
                "that a trainer judges."
            ),
            hours=80,
            level="NQF level 5",
            mode="blended",
            certificate_type="competence",
            modules=(
                Part("plan", "Plan an assessment", ModuleKind.ASSIGNMENT),
                Part("conduct", "Carry it out", ModuleKind.ASSIGNMENT),
                Part("feedback", "Give feedback", ModuleKind.ASSIGNMENT),
                Part("review", "Review it", ModuleKind.ASSIGNMENT),
            ),
            criterion={
                "all": [
                    {"attended": {"percent": 80}},
                    {
                        "at_least": 3,
                        "of": [
                            {"completed": code}
                            for code in ("plan", "conduct", "feedback", "review")
                        ],
                    },
                    {"evaluated": "portfolio", "as": "Portfolio of evidence"},
                ]
            },
            people=(ZOLA,),
            **_SIGNED,
        ),
        aligned=("SQF-5120", "SK-3308"),
    ),
    CourseOfDemo(
        "fire-warden",
        Syllabus(
            title="Fire Warden",
            description="Prevent fires, raise the alarm, and lead people out of a building.",
            hours=16,
            level="NQF level 3",
            certificate_type="occupational",
            modules=(
                Part("prevention", "Fire prevention"),
                Part("drill", "Evacuation drill"),
                Part("test", "Written test", ModuleKind.EXAM),
            ),
            criterion={
                "all": [{"completed": "prevention"}, {"completed": "drill"}, {"passed": "test"}]
            },
            **_SIGNED,
        ),
    ),
    CourseOfDemo(
        "forklift",
        Syllabus(
            title="Forklift Operator",
            description="Inspect, load and drive a counterbalanced forklift safely.",
            hours=40,
            level="NQF level 3",
            validity_months=24,
            certificate_type="competence",
            modules=(
                Part("inspection", "Inspection before use"),
                Part("log", "Driving log", ModuleKind.ASSIGNMENT),
                Part("driving", "Driving test", ModuleKind.EXAM),
            ),
            criterion={
                "all": [{"completed": "inspection"}, {"completed": "log"}, {"passed": "driving"}]
            },
            people=(BHEKI,),
            **_SIGNED | {"instructor_name": "Bheki Nene", "instructor_role": "Driving instructor"},
        ),
    ),
    CourseOfDemo(
        "bookkeeping",
        Syllabus(
            title="Bookkeeping for Small Organisations",
            description="Keep a cash book, reconcile it with the bank, and close a month.",
            hours=30,
            level="NQF level 3",
            certificate_type="moderated",
            modules=(
                Part("cash-book", "Keep a cash book", ModuleKind.ASSIGNMENT),
                Part("month-end", "Close a month", ModuleKind.EXAM),
            ),
            criterion={"all": [{"completed": "cash-book"}, {"passed": "month-end"}]},
            **_SIGNED,
        ),
    ),
)
"""Approved, each with its first version."""

UNAPPROVED = CourseOfDemo(
    "child-safety",
    Syllabus(
        title="Keeping Children Safe Online",
        description="What may happen to children online, how to notice it, and whom to tell.",
        hours=6,
        mode="online",
        certificate_type="completion",
        modules=(
            Part("risks", "What may happen"),
            Part("signs", "How to notice it"),
            Part("quiz", "Whom to tell: a quiz", ModuleKind.EXAM),
        ),
        criterion={"all": [{"completed": "risks"}, {"completed": "signs"}, {"passed": "quiz"}]},
        **_SIGNED,
    ),
)
"""Its reviewers should have decided long ago, and learners have finished it meanwhile."""

FIRST_AID_AGAIN = {
    "description": (
        "Scene safety, primary survey, bleeding, burns, fractures and resuscitation in the "
        "workplace, taught in person, with a supervised practical log and a final quiz."
    ),
    "hours": 28,
    "modules": (
        Part("scene-safety", "Scene safety"),
        Part("bleeding", "Bleeding"),
        Part("burns", "Burns"),
        Part("fractures", "Fractures"),
        Part("practical-log", "Practical log", ModuleKind.ASSIGNMENT),
        Part("final-quiz", "Final quiz", ModuleKind.EXAM),
    ),
    "criterion": {
        "all": [
            {"attended": {"percent": 80}},
            {"completed": "scene-safety"},
            {
                "at_least": 2,
                "of": [{"completed": code} for code in ("bleeding", "burns", "fractures")],
            },
            {"completed": "practical-log"},
            {"scored": "final-quiz", "at_least": 60, "attempt": "last"},
        ]
    },
}
"""What the second version of the first course changes."""
