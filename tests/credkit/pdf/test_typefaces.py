import hashlib

from fontTools.ttLib import TTFont

from credkit.pdf.typefaces import FILES, FOLDER


def test_every_bundled_file_is_the_one_that_was_locked():
    lines = (FOLDER / "fonts.lock").read_text().splitlines()
    locked = {name: digest for digest, name in (line.split("  ") for line in lines)}
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.iterdir()
        if path.name != "fonts.lock"
    }
    assert locked == present


def test_every_file_belongs_to_the_family_under_which_it_is_listed():
    for family, files in FILES.items():
        for file in files:
            with TTFont(FOLDER / file, lazy=True) as font:
                assert font["name"].getBestFamilyName() == family


def test_no_file_is_bundled_without_being_listed():
    listed = {file for files in FILES.values() for file in files}
    assert {path.name for path in FOLDER.glob("*.[ot]tf")} == listed


def test_every_typeface_comes_with_its_licence():
    licences = [path.read_text() for path in FOLDER.glob("*.LICENSE")]
    assert len(licences) == 8
    assert all("SIL Open Font License" in text or "OFL" in text for text in licences)
