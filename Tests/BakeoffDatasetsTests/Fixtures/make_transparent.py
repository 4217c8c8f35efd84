"""Writes transparent-white.png and transparent-black.png: the seven of PictureFittingTests in ink of one colour, and
nothing around it (Pillow)."""

import pathlib

from PIL import Image

for name, level in [("white", 255), ("black", 0)]:
    picture = Image.new("RGBA", (90, 120), (level, level, level, 0))
    for row in range(60):
        for column in range(45):
            if row < 12 or column >= 33:
                picture.putpixel((3 + column, 5 + row), (level, level, level, 255))
    picture.save(pathlib.Path(__file__).with_name(f"transparent-{name}.png"))
