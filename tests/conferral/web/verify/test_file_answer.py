"""What is said of a file of others: never in our green, and never more than was checked."""

from dataclasses import replace

import pytest

from conferral.credentials.verification.files import FileJudgement, FileState, Lights
from conferral.web.verify import file_answer
from credkit.reading import read
from credkit.verify import Outcome
from oracles import specimen


def foreign(**lights: Outcome) -> FileJudgement:
    said = read(specimen.secured())
    sealed = Lights(**{"integrity": Outcome.PASSED} | lights)
    return FileJudgement(FileState.FOREIGN, lights=sealed, foreign=said)


@pytest.mark.parametrize(
    ("lights", "tone", "headline"),
    [
        ({}, "mute", "Sealed by certificates.example.org, not by us"),
        (dict.fromkeys(("status", "time"), Outcome.PASSED), "mute", "not by us"),
        ({"status": Outcome.FAILED}, "bad", "Taken back by certificates.example.org"),
        ({"time": Outcome.FAILED}, "warn", "not valid today"),
    ],
)
def test_the_banner_of_a_foreign_file(lights, tone, headline):
    banner = file_answer.banner(foreign(**lights))
    assert banner.tone == tone
    assert headline in banner.headline


@pytest.mark.parametrize("is_specimen", [True, False])
def test_software_is_told_what_a_foreign_file_says_of_itself(is_specimen):
    sealed = foreign()
    said = replace(sealed, foreign=replace(sealed.foreign, is_specimen=is_specimen))
    assert file_answer.as_json(said)["specimen"] is is_specimen
