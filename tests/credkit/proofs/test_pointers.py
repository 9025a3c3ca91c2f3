import pytest

from credkit.errors import Malformed
from credkit.proofs.pointers import below, select, steps

# RFC 6901, section 5: the pointers of its example and the names that they are made of.
PUBLISHED = {
    "": [],
    "/foo": ["foo"],
    "/foo/0": ["foo", "0"],
    "/": [""],
    "/a~1b": ["a/b"],
    "/c%d": ["c%d"],
    "/e^f": ["e^f"],
    "/i\\j": ["i\\j"],
    '/k"l': ['k"l'],
    "/ ": [" "],
    "/m~0n": ["m~n"],
}
DOCUMENT = {
    "@context": ["urn:c"],
    "id": "urn:d",
    "type": ["T"],
    "a": {"id": "_:b", "type": "A", "x": 1, "y": {"id": "urn:y", "z": [1, 2, 3]}},
    "list": [{"type": "L", "n": 0}, {"type": "L", "n": 1}],
    "other": True,
}


@pytest.mark.parametrize("pointer", PUBLISHED)
def test_the_pointers_of_the_rfc_are_read_and_written(pointer):
    assert steps(pointer) == PUBLISHED[pointer]
    written = ""
    for step in PUBLISHED[pointer]:
        written = below(written, step)
    assert written == pointer


def test_what_is_selected_keeps_its_names_and_kinds():
    assert select(DOCUMENT, ["/a/y/z/1", "/list/1"]) == {
        "@context": ["urn:c"],
        "id": "urn:d",
        "type": ["T"],
        "a": {"type": "A", "y": {"id": "urn:y", "z": [2]}},
        "list": [{"type": "L", "n": 1}],
    }


def test_nothing_selected_is_the_frame_and_everything_is_all():
    assert select(DOCUMENT, []) == {name: DOCUMENT[name] for name in ("@context", "id", "type")}
    assert select(DOCUMENT, [""]) == DOCUMENT
    assert select(DOCUMENT, ["/a", "/a/x"])["a"] == DOCUMENT["a"]


def test_the_order_of_an_array_stays():
    assert select(DOCUMENT, ["/list/1", "/list/0"])["list"] == DOCUMENT["list"]


def test_a_selection_shares_nothing_with_the_document():
    selected = select(DOCUMENT, ["/a"])
    selected["a"]["x"] = 2
    assert DOCUMENT["a"]["x"] == 1


@pytest.mark.parametrize(
    "pointers",
    [
        ["/nothing"],
        ["/a/nothing"],
        ["/list/2"],
        ["/list/-"],
        ["/list/01"],
        ["/list/²"],
        ["/other/x"],
        ["/other", "/other/x"],
        ["", "/nothing"],
        ["a"],
    ],
)
def test_a_pointer_to_nothing_is_refused(pointers):
    with pytest.raises(Malformed):
        select(DOCUMENT, pointers)
