"""Build the bundled typefaces from registry packages, once; run by a maintainer, never at run time.

    npm install @fontsource/{cormorant-garamond,cinzel,eb-garamond,pinyon-script,old-standard-tt}
    apt-get install fonts-hosny-amiri fonts-noto-core fonts-noto-cjk
    pip install fonttools brotli
    python scripts/fonts.py node_modules/@fontsource /usr/share/fonts /usr/share/doc

The display faces come as WOFF2 cut into Unicode subsets, which Typst cannot read: they are merged.
None of them has a Reserved Font Name, so they may keep theirs (OFL 1.1, section 3).
"""

import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "src/credkit/pdf/fonts"
DISPLAY = {
    "cormorant-garamond": ("400-italic", "500-normal", "600-normal", "700-normal"),
    "cinzel": ("500-normal", "600-normal"),
    "eb-garamond": ("400-italic", "500-normal", "600-normal"),
    "pinyon-script": ("400-normal",),
    "old-standard-tt": ("700-normal",),
}
UNICODE_SUBSETS = ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext")
STYLES = {"400": "Regular", "500": "Medium", "600": "SemiBold", "700": "Bold"}
SCRIPTS = {
    "opentype/fonts-hosny-amiri": ("Amiri-Regular", "Amiri-Bold"),
    "truetype/noto": (
        "NotoSerif-Regular",
        "NotoSerif-Bold",
        "NotoSerifDevanagari-Regular",
        "NotoSerifDevanagari-Bold",
        "NotoSerifBengali-Regular",
        "NotoSerifEthiopic-Regular",
        "NotoSerifGujarati-Regular",
        "NotoSerifHebrew-Regular",
        "NotoSerifTamil-Regular",
        "NotoSerifTelugu-Regular",
        "NotoSerifThai-Regular",
    ),
}
CJK = "opentype/noto/NotoSerifCJK-Regular.ttc"
# The character sets in which people's names are kept in China, Taiwan, Hong Kong, Japan and Korea.
CJK_CHARSETS = ("gbk", "big5hkscs", "euc_jis_2004", "cp949")
DEBIAN_LICENCES = ("fonts-hosny-amiri", "fonts-noto-core", "fonts-noto-cjk")


def main(npm: Path, fonts: Path, doc: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for package, styles in DISPLAY.items():
        for style in styles:
            _merge(npm / package, package, style)
        shutil.copy(npm / package / "LICENSE", TARGET / f"{package}.LICENSE")
    for folder, names in SCRIPTS.items():
        for name in names:
            shutil.copy(fonts / folder / f"{name}.ttf", TARGET)
    for package in DEBIAN_LICENCES:
        shutil.copy(doc / package / "copyright", TARGET / f"{package}.LICENSE")
    _cut_cjk(fonts / CJK)
    _lock()


def _merge(folder: Path, package: str, style: str) -> None:
    weight, slope = style.split("-")
    sources = [folder / "files" / f"{package}-{part}-{style}.woff2" for part in UNICODE_SUBSETS]
    with tempfile.TemporaryDirectory() as scratch:
        parts = list(_unpacked([s for s in sources if s.exists()], Path(scratch)))
        options = Options(drop_tables=["STAT", "DSIG", "meta"])
        font = Merger(options).merge(parts) if len(parts) > 1 else TTFont(parts[0])
        family = _family(parts[0])
        _rename(font, family, STYLES[weight] + (" Italic" if slope == "italic" else ""))
        font["OS/2"].usWeightClass = int(weight)
        _keep_dates(font, TTFont(parts[0]))
        font.save(TARGET / f"{package}-{style}.ttf")


def _keep_dates(font: TTFont, source: TTFont) -> None:
    """So that the same packages give the same bytes."""
    font["head"].created = source["head"].created
    font["head"].modified = source["head"].modified
    font.recalcTimestamp = False


def _unpacked(sources: list[Path], scratch: Path) -> Iterator[str]:
    for source in sources:
        font = TTFont(source, recalcTimestamp=False)
        font.flavor = None
        path = scratch / source.with_suffix(".ttf").name
        font.save(path)
        yield str(path)


def _family(path: str) -> str:
    """The family without its weight: "Cinzel Medium" is Cinzel."""
    name = TTFont(path)["name"].getBestFamilyName()
    return re.sub(r" (Light|Medium|SemiBold|Bold)$", "", name)


def _rename(font: TTFont, family: str, style: str) -> None:
    postscript = f"{family}-{style}".replace(" ", "")
    names = {1: family, 2: style, 4: f"{family} {style}", 6: postscript, 16: family, 17: style}
    for identifier, text in names.items():
        font["name"].removeNames(nameID=identifier)
        font["name"].setName(text, identifier, 3, 1, 0x409)


def _cut_cjk(collection: Path) -> None:
    """One face for four countries: `locl` draws each character as the text's language does."""
    options = subset.Options(
        layout_features=["ccmp", "locl", "kern", "palt", "mark", "mkmk"],
        hinting=False,
        notdef_outline=True,
        name_languages=[0x409],
        font_number=2,  # Simplified Chinese: the default forms when the language is not known.
    )
    font = subset.load_font(str(collection), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=set(_cjk_characters()) & set(font.getBestCmap()))
    cutter.subset(font)
    subset.save_font(font, str(TARGET / "NotoSerifCJK-Regular.otf"), options)


def _cjk_characters() -> Iterator[int]:
    yield from range(0x20, 0x17F)
    for code in range(0x2E80, 0x323B0):
        if not 0xD800 <= code < 0xF900 and any(_encodes(chr(code), to) for to in CJK_CHARSETS):
            yield code


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _lock() -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(TARGET.iterdir())
        if path.suffix in {".ttf", ".otf", ".LICENSE"}
    ]
    (TARGET / "fonts.lock").write_text("".join(lines))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
