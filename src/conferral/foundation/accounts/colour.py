"""A brand's colour on pages: can it be read, and how must it change in the dark?

Relative luminance and contrast as in WCAG 2.2; 4.5 to 1 is what text needs (success criterion
1.4.3).
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

ENOUGH = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}\Z")
_WHITE, _BLACK, _NIGHT = (255, 255, 255), (0, 0, 0), (16, 21, 19)
# Surfaces of tokens.css on which the accent is text: the darkest of the light, the lightest of the
# dark. What can be read there can be read on all of them.
_LIGHT, _DARK = (225, 239, 236), (30, 37, 35)
_STEPS = 20
_COLOURED = 0.25  # Between the strongest and the weakest channel; below it is more of a grey.

Rgb = tuple[int, int, int]


class BadColour(ValueError):
    """Cannot stand as a brand's colour; the message is a sentence for a person."""


@dataclass(frozen=True)
class Accent:
    """One colour of the brand as a page needs it: as text and line, pressed, written on, pale."""

    plain: str
    strong: str
    on: str
    soft: str


def clean_colour(text: str) -> str:
    """ "#0f5b52"; "" stays "". Raises BadColour for what is none, or too pale to be read."""
    colour = text.strip().lower()
    if not colour:
        return ""
    if not _HEX.match(colour):
        raise BadColour("Write the colour with six digits, like #0f5b52.")
    if (reached := contrast(_rgb(colour), _LIGHT)) < ENOUGH:
        raise BadColour(
            f"The colour is too pale: its contrast is {reached:.1f} to 1, and text needs "
            f"{ENOUGH} to 1. Take a darker one, for example {_readable(colour, _BLACK, _LIGHT)}."
        )
    return colour


def contrast(a: Rgb, b: Rgb) -> float:
    """WCAG 2.2, "contrast ratio": from 1.0, the same, to 21.0, black on white."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def accents(colour: str) -> tuple[Accent, Accent]:
    """For light and for dark pages; `colour` has passed clean_colour."""
    pale, dim = _mixed(colour, _WHITE, 0.9), _mixed(colour, _NIGHT, 0.8)
    dark = _readable(colour, _WHITE, max(_DARK, dim, key=_luminance))
    return (
        Accent(colour, _hex(_mixed(colour, _BLACK, 0.25)), "#ffffff", _hex(pale)),
        Accent(dark, _hex(_mixed(dark, _WHITE, 0.3)), "#0b0f0e", _hex(dim)),
    )


def _readable(colour: str, towards: Rgb, on: Rgb) -> str:
    """The colour, as much lighter or darker as it takes to be read on a surface, and as vivid as
    before: mixed with white, a brand turns grey."""
    if contrast(_rgb(colour), on) >= ENOUGH:
        return colour
    hue, lightness, vividness = _as_hls(colour)
    end = towards[0] / 255
    for step in range(1, _STEPS):
        moved = lightness + (end - lightness) * step / _STEPS
        red, green, blue = hls_to_rgb(hue, moved, vividness)
        candidate = round(red * 255), round(green * 255), round(blue * 255)
        if contrast(candidate, on) >= ENOUGH:
            return _hex(candidate)
    return _hex(towards)


def _as_hls(colour: str) -> tuple[float, float, float]:
    """Hue, lightness and saturation, each 0 to 1. Almost black is hardly red, whatever it says."""
    channels = [channel / 255 for channel in _rgb(colour)]
    hue, lightness, saturation = rgb_to_hls(*channels)
    return hue, lightness, saturation * min(1.0, (max(channels) - min(channels)) / _COLOURED)


def _mixed(colour: str, towards: Rgb, share: float) -> Rgb:
    red, green, blue = (
        round(own + (other - own) * share) for own, other in zip(_rgb(colour), towards, strict=True)
    )
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
