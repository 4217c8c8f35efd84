"""Writes PNGFixtures.swift: small PNG files of kinds that our writer does not make."""
import struct
import zlib


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, depth, colour, rows, extra=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))


files = {
    "palette": ("Eight-bit palette of two greys.",
                png(2, 1, 8, 3, b"\0\0\1", chunk(b"PLTE", bytes([64, 64, 64, 192, 192, 192])))),
    "sixteenBits": ("Sixteen-bit grey.", png(2, 1, 16, 0, b"\0" + struct.pack(">HH", 64 * 257, 192 * 257))),
    "oneBit": ("One-bit black and white.", png(2, 1, 1, 0, b"\0\x40")),
    "greyAlpha": ("Grey with alpha: opaque 64, then fully transparent 192.", png(2, 1, 8, 4, b"\0\x40\xff\xc0\0")),
    "hugeHeader": ("A header that claims 200,000 x 200,000 pixels.", png(200_000, 200_000, 8, 0, b"\0")),
}
with open("../PicturePNGFixtures.swift", "w") as out:
    out.write("/// Small PNG files of kinds that our writer does not make; written by Fixtures/make_pngs.py.\n")
    out.write("enum PNGFixtures {\n")
    for name, (text, data) in files.items():
        out.write(f"  /// {text}\n  static let {name}: [UInt8] = [\n")
        for start in range(0, len(data), 18):
            out.write("    " + ", ".join(f"0x{byte:02X}" for byte in data[start:start + 18]) + ",\n")
        out.write("  ]\n")
    out.write("}\n")
