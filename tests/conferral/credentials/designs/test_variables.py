import json
from dataclasses import replace

from conferral.credentials.designs.sample import SAMPLE
from conferral.credentials.designs.variables import Faces, Signature

FACES = Faces(name=("Pinyon Script",), text=("Cormorant Garamond", "EB Garamond"), capitals=())


def test_the_values_are_json():
    assert json.loads(json.dumps(SAMPLE.to_json(FACES)))["holder"]["text"] == SAMPLE.holder_name


def test_a_name_goes_with_the_face_and_the_language_that_write_it():
    holder = replace(SAMPLE, holder_name="渡邉 さくら").to_json(FACES)["holder"]
    assert holder["fonts"] == ("Noto Serif CJK SC",)
    assert holder["language"] == "ja"


def test_one_letter_that_a_face_lacks_changes_the_face_of_the_whole_page():
    plain = SAMPLE.to_json(FACES)["fonts"]["text"]
    venda = replace(SAMPLE, signatures=(Signature("Dr Mpho Maḓala", "Mugudisi"),))
    assert plain[:2] == ("Cormorant Garamond", "EB Garamond")
    assert venda.to_json(FACES)["fonts"]["text"][:2] == ("EB Garamond", "Cormorant Garamond")


def test_only_the_facts_that_there_are_stand_in_the_date_line():
    assert replace(SAMPLE, hours="", mark="").to_json(FACES)["facts"] == [
        "Completed on 14 June 2025",
        "NQF level 5",
    ]


def test_a_fifth_signature_finds_no_place():
    crowded = replace(SAMPLE, signatures=(Signature("Ada", "Dean"),) * 5)
    assert len(crowded.to_json(FACES)["signatures"]) == 4
