from conferral.credentials.designs.lettering import microtext, seal_lettering


def test_microtext_is_outlines_and_no_text():
    strip = microtext("SayPro · SP-7K3M · ")
    assert "<text" not in strip
    assert strip.count("<path") == len("SayPro · SP-7K3M · ")


def test_a_name_that_the_face_cannot_write_is_left_out():
    assert microtext("سايبرو") == ""
    assert seal_lettering("سايبرو", "Ada").count("<path") == len("Ada")


def test_a_long_text_on_the_seal_is_made_smaller_to_fit():
    short, long = seal_lettering("Ada", ""), seal_lettering("Ada Lovelace " * 8, "")
    assert _scale(long) < _scale(short)
    turns = [float(part.split(")")[0]) for part in long.split("rotate(")[1:]]
    assert -83 < min(turns) < max(turns) < 83


def _scale(drawing: str) -> float:
    return float(drawing.split("scale(")[1].split()[0])
