"""A file of learners on its whole way to their inboxes, stage by stage, as one worker moves it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone

from bench import house, measure
from bench.measure import Figure, Lap, Rate
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.credentials.designs import certificate
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.jobs import ISSUE_AWARDS, PUBLISH_STATUS_LISTS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.foundation.belt import Stage
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.models import Message
from conferral.foundation.memory import settle
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress import actions as progress
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Import
from conferral.web.verify.jobs import MAKE_PAGES

_PRINTED = 100  # Certificates, however many learners there are: they all take the same time.
_SENT = 1000


def figures(learners: int) -> Iterator[Figure]:
    measure.pin()
    version = house.found()
    settle()  # As a worker does when it has started.
    before = measure.memory()
    measure.forget_peak()
    with _post_office():
        for what, lap in _journey(version, learners):
            note = f"a sample of {lap.count:,}" if lap.count < learners else ""
            rate = Rate.of([lap])
            yield Figure(what, rate.clock, "/s", note, processor=rate.processor)
    _must_have_arrived(learners)
    yield Figure("memory before", before, "MB")
    yield Figure("memory after", measure.memory(), "MB")
    yield Figure("memory at most", measure.peak_memory(), "MB")


def a_file(learners: int) -> Path:
    """On disk, written line by line: it may be larger than we want to be."""
    path = Path(settings.CONFERRAL_HOME) / f"{learners}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(house.csv_lines(range(learners)))
    return path


def upload(version: CourseVersion, path: Path) -> Import:
    """Uploaded and confirmed."""
    registrar = house.registrar()
    with path.open("rb") as content:
        batch = progress.upload(version.course, registrar, path.name, File(content))
    progress.confirm(batch, registrar)
    return batch


def _journey(version: CourseVersion, learners: int) -> Iterator[tuple[str, Lap]]:
    path = a_file(learners)
    yield "upload and guess the columns", measure.lap(lambda: upload(version, path).lines)
    yield "read", measure.lap(_all(READ_IMPORTS, learners))
    yield "evaluate", measure.lap(_all(EVALUATE_CHANGED, learners))
    yield "issue", measure.lap(_all(ISSUE_AWARDS, learners))
    yield "sequence", measure.lap(_all(SEQUENCE, learners))
    PUBLISH_STATUS_LISTS.run()
    sample = min(_PRINTED, learners)
    yield "print", measure.lap(_all(PRINT_LOGGED, sample))
    yield "prepare pages", measure.lap(_all(MAKE_PAGES, sample))
    _take_the_rest_as_printed()
    yield "announce", measure.lap(_all(ANNOUNCE_PRINTED, learners))
    yield "send", measure.lap(_all(SEND_QUEUED, min(_SENT, learners)))


def _all(stage: Stage, count: int) -> Callable[[], int]:
    """Run the stage until it has moved `count` rows; a file counts for its lines."""

    def work() -> int:
        moved = 0
        while moved < count and stage.waits():
            moved += stage.run()
        return count

    return work


def _take_the_rest_as_printed() -> None:
    now = timezone.now()
    rest = Credential.objects.filter(printed_at=None)
    Certificate.objects.bulk_create(
        Certificate(
            credential=credential,
            design=certificate.DESIGN,
            file=certificate.path_of(credential),
            printed_at=now,
        )
        for credential in rest
    )
    rest.update(printed_at=now)


def _must_have_arrived(learners: int) -> None:
    sent = Message.objects.filter(sent_at__isnull=False).count()
    if Message.objects.count() != learners or sent < min(_SENT, learners):
        raise RuntimeError(f"Of {learners} messages {sent} were sent.")


@contextmanager
def _post_office() -> Iterator[None]:
    """A real SMTP server in a process of its own, which takes everything and keeps nothing."""
    port = measure.free_port()
    sink = ["-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [sys.executable, "-m", "aiosmtpd", *sink], preexec_fn=lambda: measure.pin(1)
    )
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        measure.await_port(port)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)
