"""Prints the JPEG files of OrientationTests.swift and CMYKTests.swift, and what Pillow makes of them."""

import base64
import io

import numpy as np
from PIL import Image, ImageOps


def jpeg(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **options)
    return buffer.getvalue()


grey = Image.fromarray(np.arange(15, dtype=np.uint8).reshape(3, 5) * 16 + 8)
print("grey", base64.b64encode(jpeg(grey, quality=100)).decode())
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = ImageOps.exif_transpose(Image.open(io.BytesIO(jpeg(grey, quality=100, exif=exif))))
    print(orientation, turned.size, np.array(turned).flatten().tolist())

inks = np.array([[[0, 0, 0, 0], [255, 0, 0, 0]], [[0, 128, 255, 64], [30, 60, 90, 200]]], dtype=np.uint8)
file = bytearray(jpeg(Image.fromarray(np.kron(inks, np.ones((8, 8, 1), np.uint8)), "CMYK"), quality=95, subsampling=0))
print("inks", base64.b64encode(bytes(file)).decode())
for transform in (0, 2):
    # The last byte of Adobe's segment says whether the inks are CMYK or YCCK.
    file[file.find(b"Adobe") + 11] = transform
    image = Image.open(io.BytesIO(bytes(file)))
    for mode in ("RGB", "L"):
        pixels = np.array(image.convert(mode)).astype(int)
        print(transform, mode, [pixels[y, x].tolist() for y in (4, 12) for x in (4, 12)], pixels.sum())
