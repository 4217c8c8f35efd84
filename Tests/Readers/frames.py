"""Frames of pandas as the tables that are compared."""

import pandas as pd

from model import Column, Table


def table_of_frame(frame, label, dates, names):
    """A frame of pandas as a table."""
    labels = [str(value).strip() for value in frame[label]]
    features = frame.drop(columns=label)
    columns = []
    for name, (_, column) in zip(names, features.items()):
        missing = column.isna()
        if name in dates:
            try:
                column = pd.to_datetime(column, utc=True).map(lambda when: None if pd.isna(when) else when.timestamp()).astype(float)
            except ValueError:  # Some mark that pandas does not take for a missing value.
                pass
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            columns.append(Column(name, "number", [None if gap else float(value) for value, gap in zip(column, missing)]))
        else:
            values = [None if gap else str(value).strip() for value, gap in zip(column, missing)]
            columns.append(Column(name, "text", [v.lower() if v and v.lower() in ("true", "false") else v for v in values]))
    return Table(columns, labels, len(frame))
