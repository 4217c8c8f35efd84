"""Tables in Weka's format, dense and sparse; liac-arff reads them, and SciPy those without quotes."""

import io

import pandas as pd

from frames import table_of_frame
from model import Case, Column, Table, pack


def arff_quoted(rng, text, bare=False):
    if bare or (text.isalnum() and rng.random() < 0.7):
        return text
    quote = rng.choice("'\"") if "'" not in text else '"'
    return f"{quote}{text}{quote}"


def arff_case(rng, path):
    rows, oddity = rng.randint(6, 30), rng.choice(["plain"] * 5 + [
        "sparse", "sparse", "string", "tabs", "blanks", "comments", "byte order mark", "undeclared", "relational", "unknown type",
        "comment at an end",
        "a declared NA", "range", "date", "joined"])
    end, classes = rng.choice(["\n", "\n", "\r\n"]), rng.choice([["x", "y"], ["yes", "no", "may be"], ["-1", "1"]])
    # SciPy takes the marks of a quoted value for a part of it; liac-arff reads no tables in cells.
    bare = oddity in ("relational", "date") or (oddity not in ("sparse", "string", "a declared NA") and rng.random() < 0.4)
    classes = ["x", "y"] if bare else classes
    head, columns, cells, options = ["@relation r"], [], [], ""
    words = rng.sample(["cat", "dog", "o", "NaCl"] + ([] if bare else ["ant hill", "x-1"]), 3)
    kinds = [rng.choice(["numeric", "REAL", "integer", "nominal"]) for _ in range(rng.randint(2, 5))] + ["numeric"]
    special = {"string": "string", "date": "date", "relational": "relational", "unknown type": "unknown", "range": "range", "a declared NA": "na"}
    if oddity in special:
        kinds.insert(1, special[oddity])
    for place, kind in enumerate(kinds):
        name = rng.choice([f"f{place}", f"the {place}th", f"f-{place}"])
        shown = "text"
        if kind in ("numeric", "REAL", "integer", "range"):
            shown = "number"
            texts = [str(rng.randint(-9, 99)) if kind == "integer" else f"{rng.uniform(-5, 5):.4g}" for _ in range(rows)]
            values = [float(text) for text in texts]
            declared = "real [-5,5]" if kind == "range" else kind
        elif kind == "date":
            shown, declared = "number", 'date "yyyy-MM-dd"'
            texts = [f"20{rng.randint(10, 29)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}" for _ in range(rows)]
            values = [pd.Timestamp(text, tz="UTC").timestamp() for text in texts]
        elif kind == "relational":
            declared = "relational\n  @attribute u numeric\n  @attribute v numeric\n@end " + name
            texts, values, options = [f'"{row},1\\n2,3"' for row in range(rows)], None, f",ignore={name}"
        else:
            values = [rng.choice(words if kind != "na" else ["EU", "NA", "AS"]) for _ in range(rows)]
            values[:2] = words[:2] if kind != "na" else ["EU", "NA"]
            texts = [arff_quoted(rng, value, bare) for value in values]
            known = words if kind != "na" else ["EU", "NA", "AS"]
            declared = "{" + ", ".join(arff_quoted(rng, word, bare) for word in known) + "}"
            declared = kind if kind in ("string", "unknown") else declared
        oddities = {kind}
        if values and kind not in ("na", "date") and rng.random() < 0.3 and oddity != "sparse":
            oddities.add("missing")
            for row in rng.sample(range(2, rows), 2):
                texts[row], values[row] = "?", None
        head.append(f"@{rng.choice(['attribute', 'ATTRIBUTE'])} {name if ' ' not in name else chr(39) + name + chr(39)} {declared}")
        cells.append(texts)
        if values:
            columns.append(Column(name, shown, values, oddities))
    labels = [classes[row % len(classes)] for row in range(rows)]
    declared = ",".join(arff_quoted(rng, name, bare) for name in classes)
    head.append("@attribute class {" + declared + "}" + (" % {a, b}" if oddity == "comment at an end" else ""))
    cells.append([arff_quoted(rng, label, bare) for label in labels])
    refusal = None
    if oddity == "undeclared":
        cells[-1][rows // 2], refusal = "other", "expected one of the values declared for column class"
    separator = {"tabs": "\t", "blanks": "  "}.get(oddity, rng.choice([",", ", "]))
    lines = [separator.join(column[row] for column in cells) for row in range(rows)]
    if oddity == "sparse":
        lines = sparse_rows(rng, columns, labels, classes, cells, rows)
    if oddity == "joined":
        lines.insert(rows // 2, head[0])
        refusal = "as if a second file began"
    if oddity == "comments":
        lines.insert(2, "% a remark, \"of several words")
        head.insert(0, "% made by hand")
    content = end.join(head + ["", "@DATA"] + lines).replace("\n", end if end == "\n" else "\n") + end
    content = content.encode("utf-8-sig" if oddity == "byte order mark" else "utf-8")
    packed = rng.choice(["", "", "", ".gz"])
    path = path.with_suffix(".arff" + packed)
    path.write_bytes(pack(content, packed))
    dates = {column.name for column in columns if "date" in column.oddities}

    def reference():
        text = content.decode("utf-8")
        if not bare:
            import arff

            loaded = arff.loads(text)
            names = [name for name, _ in loaded["attributes"]]
            frame = pd.DataFrame([[None if v is None else v for v in row] for row in loaded["data"]], columns=names)
        else:
            from scipy.io import arff

            data, _ = arff.loadarff(io.StringIO(text))
            wanted = {column.name for column in columns} | {"class"}
            frame = pd.DataFrame({name: [v.decode() if isinstance(v, bytes) else v for v in data[name]]
                                  for name in data.dtype.names if name in wanted})
            frame = frame.replace("?", None)
        return table_of_frame(frame, "class", dates, [column.name for column in columns])

    return Case("arff", path.name, f"arff:{path},label=class{options}", Table(columns, labels, rows), reference, {oddity}, refusal)


def sparse_rows(rng, columns, labels, classes, cells, rows):
    """Rows of pairs; what is left out is 0, or the first value that is declared."""
    lines = []
    for row in range(rows):
        pairs = []
        for place, column in enumerate(columns):
            if column.kind == "number" and rng.random() < 0.5:
                column.values[row] = 0.0
            else:
                pairs.append(f"{place} {cells[place][row]}")
        if labels[row] != classes[0]:
            pairs.append(f"{len(columns)} {cells[-1][row]}")
        lines.append("{" + ", ".join(pairs) + "}")
    return lines
