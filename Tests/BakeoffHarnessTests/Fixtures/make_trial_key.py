"""Computes the key that TrialKeyTests.swift expects, from the description in Documentation/Store.md alone."""

import hashlib
import struct

MASK = 2**64 - 1


def bencode(value):
    if value is None:
        return b"n"
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, float):
        return b"x%xe" % struct.unpack("<Q", struct.pack("<d", value))[0]
    if isinstance(value, str):
        text = value.encode()
        return b"%d:%s" % (len(text), text)
    if isinstance(value, list):
        return b"l" + b"".join(map(bencode, value)) + b"e"
    pairs = sorted((key.encode(), key) for key in value)
    return b"d" + b"".join(bencode(key) + bencode(value[key]) for _, key in pairs) + b"e"


def digest(numbers):
    return hashlib.sha256(struct.pack("<%dq" % len(numbers), *numbers)).hexdigest()


def mixed(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def derived_seed(seed, *labels):
    state = mixed(seed)
    for label in labels:
        for byte in label.encode() + b"\xff":
            state = (state ^ byte) * 0x100000001B3 & MASK
        state = mixed(state)
    return state


print(
    hashlib.sha256(
        bencode(
            {
                "format": 1,
                "data": {"sha256": "ab", "positive": None},
                "split": {"training": digest([0, 1]), "labels": digest([0, 1]), "test": digest([2])},
                "model": {"plugin": "plugin", "version": "1", "settings": {"rate": 0.5, "hidden": [12, 3]}},
                "seed": str(derived_seed(1, "plugin", "repetition 0", "fold 0")),
            }
        )
    ).hexdigest()
)
