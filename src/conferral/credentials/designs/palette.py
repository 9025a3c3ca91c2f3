"""The colours of Heritage."""

INK = "#14304A"
GOLD = "#A8833F"  # Lines.
SEAL_GOLD = "#9A7634"
GOLD_TEXT = "#8C6A2C"  # Dark enough on PAPER to be read.
PAPER = "#FDFBF4"
