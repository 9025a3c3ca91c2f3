"""`conferral questions`, `conferral announce`: what staff say to the learners of a course."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from conferral.cli.options import As, CourseCode
from conferral.cli.screen import print_json, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course
from conferral.learning.catalog.questions import answer_questions
from conferral.learning.progress import announcing
from conferral.learning.progress.announcing import Audience, Letter

app = typer.Typer(help="Questions and answers on a course's public page.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


@app.command("list")
def list_questions(code: CourseCode) -> None:
    """As JSON, as `set` takes them."""
    print_json(list(_course(code).questions.values("question", "answer")))


@app.command("set")
def set_questions(code: CourseCode, file: File, person: As = "") -> None:
    """These and no others: a JSON list of {"question": …, "answer": …}. Answers are Markdown."""
    course = _course(code)
    answered = _read(file)
    answer_questions(course, answered, acting_person(person, course.organization))
    say(f"{len(answered)} questions are answered on the page of {code}.")


def announce(
    code: CourseCode,
    subject: str,
    file: File,
    to: Annotated[Audience, typer.Option(help="Who gets it")] = Audience.LEARNING,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show it, and how many")] = False,
    person: As = "",
) -> None:
    """Write to all learners of a course, once to each. The file is Markdown."""
    course = _course(code)
    letter = Letter(" ".join(subject.split()), file.read_text("utf-8"), to)
    expected = len(announcing.readers(course, to))
    if dry_run:
        say(announcing.in_full(course, letter))
        say(f"{expected} learners would get it.")
        return
    officer = acting_person(person, course.organization)
    announcing.announce(course, letter, officer, expected=expected)
    say(f"{expected} letters are on their way.")


def _course(code: str) -> Course:
    course = Course.objects.of(the_organization()).filter(code=code).first()
    if course is None:
        raise Refused(f"There is no course {code}. Try: conferral courses list")
    return course


def _read(file: Path) -> list[tuple[str, str]]:
    try:
        said: Any = orjson.loads(file.read_bytes())
        return [(str(each["question"]), str(each["answer"])) for each in said]
    except (orjson.JSONDecodeError, TypeError, KeyError) as error:
        raise Refused("It is no JSON list of questions with their answers.") from error
