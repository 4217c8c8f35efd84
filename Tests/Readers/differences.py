"""Where Bakeoff reads files otherwise than other libraries do, each with its reason.

A difference is known by the form of the file, what is odd about the file or the column, and what differs. One that is not
here is a fault of a reader; one that is here and does not show is taken out.
"""

# The file is refused with its line and what to do; pandas reads it, and the mistake becomes data.
MISTAKES = "a mistake in a file is an error here, and data in pandas"

KNOWN = {
    ("csv", "stray text", "refused here"): "a word among numbers is a slip: pandas makes words of all numbers of the column",
    ("csv", "infinite", "refused here"): "models cannot compute with infinite numbers",
    ("csv", "joined", "refused here"): "a heading among the rows: " + MISTAKES,
    ("csv", "ragged", "refused here"): "a row with a field less: " + MISTAKES,
    ("csv", "latin-1", "refused here"): "text is UTF-8; pandas is told the encoding",
    ("csv", "utf-16", "refused here"): "text is UTF-8; pandas is told the encoding",
    ("csv", "empty", "column"): "a column with nothing in it is left out, which is said",
    ("csv", "mark ?", "missing"): "? is a missing value here, as in Weka and many tables of UCI, and a text in pandas",
    ("csv", "mark na", "missing"): "marks for missing values are the same in any case, and in pandas not",
    ("csv", "mark Null", "missing"): "marks for missing values are the same in any case, and in pandas not",
    ("csv", "mark None", "missing"): "None is a word here, for which --missing None is said, and a missing value in pandas",
    ("csv", "padded", "missing"): "blanks around a field are dropped before it is looked at; pandas keeps those behind it",
    ("arff", "byte order mark", "refused elsewhere"): "a byte order mark is passed over; SciPy and liac-arff take it for a part of the first word",
    ("arff", "unknown type", "refused elsewhere"): "a type that ARFF does not have is read by what is in the column, which is said",
    ("arff", "range", "refused elsewhere"): "a range after the type is Weka's of old; liac-arff does not know it",
    ("arff", "comment at an end", "refused elsewhere"): "Weka takes what follows a percent sign for a comment, liac-arff and SciPy only whole lines",
    ("arff", "blanks", "refused elsewhere"): "Weka takes blanks for separators, liac-arff and SciPy do not",
    ("arff", "tabs", "refused elsewhere"): "Weka takes tabs for separators, liac-arff and SciPy do not",
    ("libsvm", "huge", "refused here"): "numbers have 32 bits, up to 3.4e38; scikit-learn has 64",
    ("libsvm", "not finite", "refused here"): "models cannot compute with infinite numbers",
    ("numpy", "infinite", "refused here"): "models cannot compute with infinite numbers",
    ("numpy", "fractions", "refused here"): "a measurement is no class; NumPy does not know what the array is for",
    ("idx", "too many labels", "refused here"): "labels without pictures are a mistake; NumPy does not know that they belong together",
}
