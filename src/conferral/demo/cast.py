"""Who and what the demonstration consists of. Nobody in it exists."""

from dataclasses import dataclass
from typing import Any

STAFF = (
    ("lindiwe@saypro.example", "Lindiwe van Wyk", "administrator"),
    ("thabo@saypro.example", "Thabo Mokoena", "author"),
    ("naledi@saypro.example", "Naledi Khumalo", "reviewer"),
    ("pieter@saypro.example", "Pieter Botha", "registrar"),
    ("amahle@saypro.example", "Amahle Zwane", "auditor"),
    # To end a key takes two of them.
    ("refilwe@saypro.example", "Refilwe Modise", "administrator"),
)


@dataclass(frozen=True)
class CourseOfDemo:
    code: str
    title: str
    description: str
    hours: int
    level: str
    validity_months: int | None
    modules: tuple[tuple[str, str], ...]
    criterion: dict[str, Any]
    accredited: bool


COURSES = (
    CourseOfDemo(
        code="first-aid",
        title="Workplace First Aid",
        description=(
            "Scene safety, primary survey, bleeding, burns and resuscitation in the workplace, "
            "with a supervised practical log and a final quiz."
        ),
        hours=24,
        level="NQF level 2",
        validity_months=36,
        modules=(
            ("scene-safety", "Read: scene safety"),
            ("practical-log", "Practical log"),
            ("final-quiz", "Final quiz"),
        ),
        criterion={
            "all": [
                {"completed": "scene-safety"},
                {"completed": "practical-log"},
                {"any": [{"passed": "final-quiz"}, {"scored": "final-quiz", "at_least": 60}]},
            ]
        },
        accredited=True,
    ),
    CourseOfDemo(
        code="mel",
        title="Monitoring, Evaluation & Learning for Development Practitioners",
        description=(
            "A practice-based programme in results frameworks, indicator design, field data "
            "quality and learning reviews, assessed by portfolio and a supervised final "
            "examination."
        ),
        hours=120,
        level="NQF level 5",
        validity_months=None,
        modules=(
            ("results-frameworks", "Results frameworks"),
            ("indicators", "Indicator design"),
            ("portfolio", "Portfolio of evidence"),
            ("exam", "Final examination"),
        ),
        criterion={
            "all": [
                {"completed": "results-frameworks"},
                {"completed": "indicators"},
                {"completed": "portfolio"},
                {"scored": "exam", "at_least": 60},
            ]
        },
        accredited=True,
    ),
    CourseOfDemo(
        code="project-finance",
        title="Project Finance Basics",
        description="Budgets, cash flow and donor reporting for people who run projects.",
        hours=40,
        level="",
        validity_months=None,
        modules=(("budget", "Build a budget"), ("report", "Report to a donor")),
        criterion={"all": [{"completed": "budget"}, {"passed": "report"}]},
        accredited=False,
    ),
)

# Names as they come: every official language of South Africa, and the wider world.
LEARNERS = (
    "Nomvula Grace Dlamini", "Sipho Ndlovu", "Lerato Mofokeng", "Tshilidzi Ṋemaṱanḓani",
    "Kagiso Šebata", "Anneke Jansen van Rensburg", "Bongani Mthembu", "Refilwe Molefe",
    "Mpho Ḽiḓoga", "Xolani Mqhayi-Gqirhana", "Precious Hlungwani", "Thandeka Zulu",
    "Johan Müller", "Palesa Mokoena", "Musa Shongwe", "Ntombizodwa Ncube",
    "عبد الرحمن بن محمد", "Zanele Mabaso", "Nguyễn Thị Ánh Tuyết", "Tebogo Motaung",
    "Katlego Phiri", "श्रीमती आर्या चक्रवर्ती", "Dineo Sithole", "Fatima Essop",
    "Gugu Nkosi", "Hendrik Steyn", "Itumeleng Tau", "Jabulani Khoza",
    "欧阳清风", "Karabo Ledwaba", "Luyanda Mkhize", "Masego Modise",
    "Nandi Cele", "Oratile Sebogo", "Pumla Gqola", "Rendani Mulaudzi",
    "Siyabonga Gumede", "Tumelo Maseko", "Unathi Jordaan", "Vusi Radebe",
    "Wilhelmina Konstantinopoulou-Featherstonehaugh", "Xihluke Baloyi",
    "Yusuf Patel", "Zodwa Buthelezi",
    "Ayesha Khan", "Boitumelo Seleka", "Chanelle Adams", "Dumisani Hadebe",
    "Elelwani Ramavhoya", "Fikile Mbatha", "Goitseone Kgosi", "Happy Makhubele",
    "Innocent Chauke", "Jessica October", "Khensani Maluleke", "Lwazi Sigcau",
    "Mbali Ngcobo", "Nkateko Rikhotso", "Ofentse Pilane", "Phindile Masuku",
)  # fmt: skip
