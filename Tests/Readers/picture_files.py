"""Folders of PNG and JPEG pictures."""

import numpy as np
from PIL import Image

from model import Case, Table


def picture_case(rng, path):
    numbers = np.random.default_rng(rng.randint(0, 2**31))
    height, width = rng.randint(3, 20), rng.randint(3, 20)
    mode = rng.choice(["L", "RGB", "P", "1", "I;16", "RGBA", "LA", "JPEG", "JPEG", "grey JPEG"])
    files, labels = [], []
    for row in range(5):
        shade = numbers.integers(0, 256, (height, width, 3), dtype=np.uint8)
        image, saving, ending = Image.fromarray(shade), {"optimize": rng.random() < 0.5}, "png"
        if mode in ("L", "P", "1", "RGBA", "LA"):
            image = image.convert(mode)
        elif mode == "I;16":
            image = Image.fromarray((shade[..., 0].astype(np.uint16) * 257))
        elif mode in ("JPEG", "grey JPEG"):
            smooth = np.add.outer(np.arange(height) * 6, np.arange(width) * 5) % 256
            image = Image.fromarray(smooth.astype(np.uint8)).convert("L" if mode == "grey JPEG" else "RGB")
            saving = {"quality": rng.choice([60, 90, 100]), "progressive": rng.random() < 0.5, "subsampling": rng.choice([0, 1, 2])}
            ending = rng.choice(["jpg", "jpeg", "JPG"])
        folder = path / ["ant", "Bär"][row % 2]
        folder.mkdir(parents=True, exist_ok=True)
        name = folder / f"{row}.{ending}"
        image.save(name, "PNG" if ending == "png" else "JPEG", **saving)
        files.append(name)
        labels.append(folder.name)
    if rng.random() < 0.3:
        (path / "ant" / "Thumbs.db").write_bytes(b"\0")
    order = sorted(range(5), key=lambda place: (labels[place].encode(), files[place].name))

    def reference():
        rows = []
        for place in order:
            with Image.open(files[place]) as image:
                if image.mode in ("RGBA", "LA"):
                    paper = Image.new("RGBA", image.size, "white")
                    paper.alpha_composite(image.convert("RGBA"))
                    image = paper.convert("RGB" if image.mode == "RGBA" else "L")
                elif image.mode.startswith("I"):
                    image = Image.fromarray((np.asarray(image) // 257).astype(np.uint8))
                elif image.mode == "P":
                    image = image.convert("RGB")
                rows.append(np.asarray(image.convert("L") if image.mode == "1" else image, float).reshape(-1))
        return Table(None, [labels[place] for place in order], 5, np.stack(rows))

    return Case("pictures", path.name, f"images:{path}", None, reference, {mode}, tolerance=2 if "JPEG" in mode else 0)
