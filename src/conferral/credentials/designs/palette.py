"""The colours of Heritage."""

INK = "#14304A"
GOLD = "#A8833F"
SEAL_GOLD = "#9A7634"
GOLD_TEXT = "#8C6A2C"  # Dark enough on PAPER to be read.
PAPER = "#FDFBF4"

# For lines of a tenth of a millimetre: many screens draw those a whole pixel wide, which is darker
# than paper shows them.
FINE_INK = "#3F5973"
FINE_GOLD = "#B2904F"

# A fifth of INK and of GOLD on PAPER: for what lies under the text. Opaque, so that crossing lines
# do not darken; transparent ones cost twice as much to print.
PALE_INK = "#CED2D2"
PALE_GOLD = "#ECE3D0"
