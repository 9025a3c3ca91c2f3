"""Run inside an installation: make something to do, tell what came of it. Prints JSON.

python -m faults.scene prepare 400 40     a file of 400 learners, 40 of whom met the criteria
python -m faults.scene work               everything that the belt has to do
python -m faults.scene repeat 100         one learner, whose file comes a hundred times
python -m faults.scene left               whether something is still on its way
python -m faults.scene erase EMAIL        somebody is forgotten
python -m faults.scene report
"""

import json
import sys
from typing import Any

import conferral.cli  # noqa: F401  # Sets Django up.
from cast import FAILED, PASSED, a_member, an_import, an_organization
from conferral.cli.setup import prepare as set_up
from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency.models import Entry
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.message_ids import id_of
from conferral.foundation.mail.models import Message
from conferral.foundation.runs.models import Run
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment, Import
from conferral.oversight.privacy import actions as privacy
from conferral.worker import run_until_idle
from faults import invariants


def prepare(learners: str, met: str) -> dict[str, Any]:
    set_up()
    a_member("Lindiwe", Role.ADMINISTRATOR)
    rows = (
        (f"Learner{n} Nkosi", f"learner{n}@example.test", PASSED if n < int(met) else FAILED)
        for n in range(int(learners))
    )
    return {"import": an_import(*rows).pk}


def repeat(times: str) -> dict[str, Any]:
    """The same file of the same learner, again and again."""
    set_up()
    a_member("Lindiwe", Role.ADMINISTRATOR)
    row = ("Ada Nkosi", "ada@example.test", PASSED)
    return {"imports": [an_import(row).pk for _ in range(int(times))]}


def left() -> dict[str, Any]:
    """Whether something is still on its way."""
    waits = Import.objects.unread().exists() or Enrolment.objects.changed().exists()
    return {"left": waits or not Message.objects.filter(sent_at__isnull=False).exists()}


def work() -> dict[str, Any]:
    """Everything that there is to do, in this process."""
    run_until_idle()
    return {}


def erase(email: str) -> dict[str, Any]:
    officer = a_member("Lindiwe", Role.ADMINISTRATOR)
    privacy.erase(Person.objects.get(email=email), officer, an_organization())
    return {}


def report() -> dict[str, Any]:
    """How many there are of everything, what is left to do, and what is wrong."""
    return {
        "enrolments": Enrolment.objects.count(),
        "awards": Award.objects.count(),
        "holders": Credential.objects.values("award__enrolment__person").distinct().count(),
        "credentials": Credential.objects.count(),
        "leaves": Entry.objects.filter(index__isnull=False, credential__isnull=False).count(),
        "certificates": Certificate.objects.count(),
        "deliveries": Delivery.objects.count(),
        "letters": {id_of(message): message.to for message in Message.objects.all()},
        "unsent": Message.objects.unsent().count(),
        "unread": Import.objects.unread().count(),
        "runs": [
            (run.done, run.failed, run.total, run.ended_at is None) for run in Run.objects.all()
        ],
        "changed": Enrolment.objects.changed().count(),
        "postponed": [
            f"{row._meta.label} {row.pk}: {row.problem}"
            for model in (Import, Enrolment, Award, Credential, Certificate, Message)
            for row in model.objects.filter(attempts__gt=0)
        ],
        "broken": invariants.broken(),
    }


if __name__ == "__main__":
    _, verb, *arguments = sys.argv
    verbs = {"prepare": prepare, "work": work, "erase": erase, "report": report}
    verbs |= {"repeat": repeat, "left": left}
    print(json.dumps(verbs[verb](*arguments)))
