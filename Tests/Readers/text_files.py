"""Tables in text: separators, quotes, marks for missing values, comments and whatever stands around a table."""

import csv
import io
import re

import pandas as pd

from frames import table_of_frame
from model import Case, Column, Table, pack

WORDS = ["cat", "dog", "Zoë", "ant hill", "Ωmega", "re-do", "x1", "no", "yes", "o'clock", "日本"]
CLASSES = [["a", "b", "c"], ["yes", "no"], ["1", "2", "3"], ["-1", "1"], ["Köln", "Ulm"], ["low risk", "high risk"]]
# What stands for a missing value here and in pandas, here alone, and in pandas alone.
SHARED_MARKS, OUR_MARKS, PANDAS_MARKS = ["", "NA", "NaN", "nan", "null", "N/A", "<NA>", "#N/A", "n/a"], ["?", "na", "Null"], ["None"]


def number_style(rng, style, decimal):
    value = rng.choice([rng.randint(-999, 999), rng.uniform(-100, 100), rng.uniform(-1, 1)])
    text = {
        "plain": lambda: repr(value), "fixed": lambda: f"{value:.2f}", "exponent": lambda: f"{value:.4e}", "EXPONENT": lambda: f"{value:.3E}",
        "signed": lambda: f"{value:+.3f}", "short": lambda: f"{abs(value) % 1:.3f}"[1:], "open": lambda: f"{int(value)}.",
        "whole": lambda: str(int(value)), "zeros": lambda: f"{abs(int(value)):06d}",
        "seconds": lambda: str(rng.randint(1_600_000_000, 1_800_000_000)),
        "long": lambda: str(rng.randint(2**53, 2**62)), "digits": lambda: f"{value:.17g}",
    }[style]()
    return text.replace(".", ",") if decimal else text


def text_column(rng, name, rows, form):
    """A column of a table in text: (the texts that are written, the column)."""
    plain = form["separator"] in (" ", "\t\t")
    kind = rng.choice(["number"] * 5 + ["words"] * 3 + ["flag", "date"] + ([] if plain else ["awkward", "empty"]))
    decimal = kind == "number" and form["decimal"]
    style = rng.choice(["plain", "fixed", "exponent", "EXPONENT", "signed", "short", "open", "whole", "zeros", "seconds", "long", "digits"])
    if decimal and style in ("open", "short", "whole", "zeros", "seconds", "long", "exponent", "EXPONENT"):
        style = "fixed"
    texts, oddities = [], {style} if kind == "number" else {kind}
    words = rng.sample([word for word in WORDS if form["quoted"] or form["separator"] != " " or " " not in word], 4)
    for _ in range(rows):
        texts.append({
            "number": lambda: number_style(rng, style, decimal), "words": lambda: rng.choice(words), "empty": lambda: "",
            "flag": lambda: rng.choice(form["flags"]), "date": lambda: f"20{rng.randint(10, 29)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
            "awkward": lambda: rng.choice([f"a{form['separator']}b", 'say "hi"', "two\nlines", "plain"]),
        }[kind]())
    if kind in ("words", "awkward"):
        texts[0], texts[1] = words[0], words[1]
    values = [None if kind == "empty" else float(text.replace(",", ".")) if kind == "number"
              else pd.Timestamp(text, tz="UTC").timestamp() if kind == "date" else text.lower() if kind == "flag" else text for text in texts]
    if kind != "empty" and rows > 9 and rng.random() < 0.4:
        marks = rng.choice([SHARED_MARKS] * 4 + [OUR_MARKS, PANDAS_MARKS])
        mark = rng.choice([mark for mark in marks if mark or not plain])
        isText = mark in PANDAS_MARKS
        if not isText or kind == "words":
            oddities.add(f"mark {mark}" if marks is not SHARED_MARKS else "missing")
            for row in rng.sample(range(2, rows), 3):
                texts[row], values[row] = mark, mark if isText else None
    if not plain and rng.random() < 0.15:
        oddities.add("padded")
        texts = [f" {text} " if "\n" not in text and '"' not in text and form["separator"] not in text else text for text in texts]
    shown = "number" if kind in ("number", "date") else "text"
    return texts, Column(name, shown, values, oddities)


def csv_form(rng):
    separator = rng.choice([",", ",", ",", ";", "\t", "|", " ", "\t\t"])
    form = {
        "separator": separator, "decimal": separator != "," and rng.random() < 0.3, "end": rng.choice(["\n", "\n", "\r\n", "\r"]),
        "flags": rng.choice([["True", "False"], ["TRUE", "FALSE"], ["true", "false"]]), "packed": rng.choice(["", "", "", ".gz", ".bz2"]),
        "oddity": rng.choice(["plain"] * 6 + ["comments"] * 3 + ["preamble"] * 2 + [
            "sep line", "short heading", "numbered rows", "trailing separators", "blank lines", "no heading", "byte order mark", "latin-1", "utf-16",
            "joined", "ragged", "stray text", "infinite", "commented heading", "row in a comment"]),
        "quoting": rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]), "mark": rng.choice(["#", "%", "//"]),
    }
    if separator in (" ", "\t\t"):
        form["quoting"] = csv.QUOTE_ALL if separator == " " and rng.random() < 0.3 else csv.QUOTE_NONE
        if form["oddity"] in ("sep line", "trailing separators"):
            form["oddity"] = "plain"
    form["quoted"] = form["quoting"] == csv.QUOTE_ALL
    return form


def written(records, form, rng):
    """The records as lines; runs of blanks or tabs where those separate."""
    separator = form["separator"]
    lines = []
    for record in records:
        if separator == " " and not form["quoted"]:
            line = "".join(text + rng.choice([" ", "   ", " \t"]) for text in record[:-1]) + record[-1]
            lines.append(" " * rng.randint(0, 3) + line + " " * rng.randint(0, 2))
        elif separator == "\t\t":
            lines.append("".join(text + "\t" * rng.randint(1, 3) for text in record[:-1]) + record[-1])
        else:
            buffer = io.StringIO()
            csv.writer(buffer, delimiter=separator, quoting=form["quoting"], lineterminator="\r\n").writerow(record)
            lines.append(buffer.getvalue()[:-2])
    return lines


def csv_case(rng, path):
    form = csv_form(rng)
    oddity, rows = form["oddity"], rng.randint(6, 40)
    classes = [name for name in rng.choice(CLASSES) if form["quoted"] or form["separator"] != " " or " " not in name]
    classes = classes if len(classes) > 1 else ["a", "b"]
    labels = [classes[row % len(classes)] for row in range(rows)]
    made = [text_column(rng, f"f{place}", rows, form) for place in range(rng.randint(2, 6))]
    made.append(([number_style(rng, "fixed", form["decimal"]) for _ in range(rows)], None))
    made[-1] = (made[-1][0], Column("last", "number", [float(text.replace(",", ".")) for text in made[-1][0]]))
    columns, texts = [column for _, column in made], [texts for texts, _ in made]
    place = rng.randint(0, len(made))
    names = [column.name for column in columns]
    names.insert(place, "kind")
    records = [[column[row] for column in texts] for row in range(rows)]
    for record, label in zip(records, labels):
        record.insert(place, label)
    pandas, refusal, top, options = {"dtype": {"kind": str}}, None, [], ",label=kind"
    if oddity in ("stray text", "infinite") and form["decimal"]:
        oddity = "plain"
    if oddity == "stray text":
        records[rows // 2][names.index("last")] = "high"
        refusal = "expected a number in column last"
    elif oddity == "infinite":
        records[rows // 2][names.index("last")] = "inf"
        refusal = "expected a finite number in column last"
    elif oddity == "ragged":
        del records[-1][-1]
        refusal = f"expected {len(names)} fields"
    elif oddity == "joined":
        records.insert(rows // 2, names)
        refusal = "found the heading again"
    elif oddity == "short heading":
        records = [[f"row {row}" if form["separator"] not in (" ",) else f"r{row}", *record] for row, record in enumerate(records)]
        pandas["index_col"] = 0
    elif oddity == "numbered rows":
        records = [[str(row + 1), *record] for row, record in enumerate(records)]
        pandas["index_col"] = 0
    heading = ["", *names] if oddity == "numbered rows" else names
    if oddity == "numbered rows" and form["separator"] in (" ", "\t\t"):
        heading = names
    if oddity == "no heading":
        options = f",label={place + 1},header=no"
        pandas |= {"header": None, "names": names}
        for position, column in enumerate(columns):
            column.name = str(position + 1 + (position >= place))
        lines = written(records, form, rng)
    elif oddity == "commented heading":
        lines = written([names, *records], form, rng)
        lines[0] = f"{form['mark']} {lines[0].strip()}"
        pandas |= {"header": None, "names": names, "skiprows": 1}
    else:
        lines = written([heading, *records], form, rng)
    if oddity == "comments":
        for place in sorted(rng.sample(range(len(lines)), 3), reverse=True):
            lines.insert(place, f"{form['mark']} it's the {place}th \"remark, of {form['mark']} many; all | sound\twords here and there")
        lines.insert(0, form["mark"])
    elif oddity == "row in a comment" and "two\nlines" not in str(records):
        numbers = columns[0].kind == "number" and place != 0 and "date" not in columns[0].oddities
        if numbers and not form["decimal"] and "missing" not in str(columns[0].oddities) and "mark" not in str(columns[0].oddities):
            lines.insert(3, form["mark"] + lines[2].strip())
            oddity = "comments"
    elif oddity == "preamble":
        top = ["Instrument ABC", "Operator X"][: rng.randint(1, 2)] + [""]
    elif oddity == "sep line":
        top = [f"sep={form['separator']}"]
        pandas["skiprows"] = 1
    elif oddity == "trailing separators":
        lines = [lines[0]] + [line + form["separator"] for line in lines[1:]]
        pandas["index_col"] = False
    elif oddity == "blank lines":
        for place in rng.sample(range(len(lines)), 3):
            lines[place] += form["end"] * 2
    encoding = {"latin-1": "latin-1", "utf-16": "utf-16", "byte order mark": "utf-8-sig"}.get(oddity, "utf-8")
    content = form["end"].join(top + lines) + form["end"] * rng.randint(0, 1)
    if oddity == "latin-1":
        content = content.replace("日本", "Ü").replace("Ωmega", "Ü") + ("" if content.endswith(form["end"]) else form["end"]) + f"# Köln"
        refusal = "as Latin-1 has it in"
    elif oddity == "utf-16":
        refusal = "found UTF-16"
    path = path.with_suffix(".csv" + form["packed"])
    path.write_bytes(pack(content.encode(encoding), form["packed"]))

    def reference():
        text = content if oddity != "preamble" else form["end"].join(lines)
        separator = {" ": r"\s+", "\t\t": "\t"}.get(form["separator"], form["separator"])
        # What pandas has for these does not go with other things asked of it: two letters, carriage returns, decimal commas.
        if oddity == "comments":
            text = form["end"].join(line for line in text.split(form["end"]) if not line.startswith(form["mark"]))
        elif oddity == "latin-1":
            text = text[: text.rindex("#")]
        if form["separator"] == "\t\t":
            text = re.sub("\t+", "\t", text)
        frame = pd.read_csv(io.StringIO(text, newline=""), sep=separator, decimal="," if form["decimal"] else ".", skipinitialspace=True,
                            float_precision="round_trip", **pandas)
        return table_of_frame(frame, "kind", {column.name for column in columns if "date" in column.oddities}, [column.name for column in columns])

    truth = Table([column for column in columns if "empty" not in column.oddities], labels, rows)
    packing = {form["packed"][1:]} if form["packed"] else set()
    return Case("csv", path.name, f"csv:{path}{options}", truth, reference, {oddity, f"separator {form['separator']!r}"} | packing, refusal)
