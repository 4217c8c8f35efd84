import Foundation
import Testing

/// The errors a user can make: what caused one, what the line says, and what it advises, with two examples each.
///
/// In arguments and texts, `@` stands for a folder with the files of the case.
private struct Message: Sendable, CustomTestStringConvertible {
  let cause: String
  let code: Int32
  let message: String
  let remedy: String
  var files: [String: String] = [:]
  let examples: [[String]]
  var testDescription: String { cause }
}

private let small = "a,b,kind\n" + (0..<30).map { "\($0 * 7 % 10),\($0 % 4),k\($0 % 3)\n" }.joined()
private let measured = "rooms,price\n" + (0..<40).map { "\(1 + $0 / 5),\(51 + Double($0) * 1.37)\n" }.joined()

private let catalogue = [
  Message(
    cause: "a flag that does not exist", code: 64, message: "no such flag", remedy: "did you mean --",
    examples: [["compare", "--modles", "mlp"], ["compare", "--metric", "f1"]]),
  Message(
    cause: "a model that does not exist", code: 64, message: "no model", remedy: "did you mean",
    examples: [["compare", "--models", "mpl"], ["predict", "--model", "logistic-regresion", "--index", "0"]]),
  Message(
    cause: "a metric that does not exist", code: 64, message: "no metric", remedy: "did you mean",
    examples: [["compare", "--metrics", "acuracy"], ["compare", "--metrics", "f1,mc"]]),
  Message(
    cause: "a preparation that does not exist", code: 64, message: "no preparation", remedy: "known: auto",
    examples: [["compare", "--prepare", "standardize"], ["compare", "--models", "mlp", "--set", "mlp.prepare=pca"]]),
  Message(
    cause: "a setting that does not exist", code: 64, message: "no such setting", remedy: "known:",
    examples: [
      ["compare", "--models", "mlp", "--set", "mlp.epoch=3"],
      ["compare", "--models", "mlp,linear-svm", "--set", "linear-svm.C=1"],
    ]),
  Message(
    cause: "a path without the kind of data", code: 64, message: "say what it is", remedy: "csv:",
    files: ["t.csv": small], examples: [["compare", "--dataset", "@/t.csv"], ["show", "--dataset", "iris.csv"]]),
  Message(
    cause: "a file that is not there", code: 69, message: "No such file or directory", remedy: "check the path",
    examples: [["compare", "--dataset", "csv:@/none.csv"], ["compare", "--dataset", "libsvm:@/none.svm"]]),
  Message(
    cause: "a name that is nearly that of a file", code: 69, message: "is unavailable", remedy: "did you mean t.csv?",
    files: ["t.csv": small],
    examples: [["compare", "--dataset", "csv:@/t.cvs"], ["show", "--dataset", "csv:@/tt.csv"]]),
  Message(
    cause: "a folder that is not there", code: 69, message: "No such file or directory", remedy: "check the path",
    examples: [["compare", "--dataset", "images:@/none"], ["show", "--dataset", "images:@/none,mode=grey"]]),
  Message(
    cause: "a saved file that is not there", code: 69, message: "is unavailable", remedy: "check the path",
    examples: [
      ["compare", "@/none.yaml"], ["compare", "--folds-file", "@/none.csv", "--dataset", "synthetic-digits:rows=100"],
    ]),
  Message(
    cause: "a file of another kind", code: 65, message: "found a Parquet file", remedy: "to_csv",
    files: ["p.csv": "PAR1\0\0\0\0", "q.arff": "PAR1\0\0\0\0"],
    examples: [["compare", "--dataset", "csv:@/p.csv"], ["compare", "--dataset", "arff:@/q.arff"]]),
  Message(
    cause: "a folder in place of a file", code: 65, message: "found a folder", remedy: "name a file in it",
    examples: [["compare", "--dataset", "csv:@"], ["compare", "--dataset", "npz:@"]]),
  Message(
    cause: "an argument that is misspelt", code: 64, message: "no argument", remedy: "did you mean",
    files: ["t.csv": small],
    examples: [
      ["compare", "--dataset", "csv:@/t.csv,labl=kind"], ["compare", "--dataset", "csv:@/t.csv,label=kind,ignor=a"],
    ]),
  Message(
    cause: "a column that is not there", code: 65, message: "expected one column named", remedy: "did you mean kind?",
    files: ["t.csv": small],
    examples: [["compare", "--dataset", "csv:@/t.csv,label=kinds"], ["show", "--dataset", "csv:@/t.csv,label=knd"]]),
  Message(
    cause: "a column to leave out that is not there", code: 64, message: "no such column", remedy: "known: a, b, kind",
    files: ["t.csv": small],
    examples: [["compare", "--dataset", "csv:@/t.csv,ignore=c"], ["compare", "--dataset", "csv:@/t.csv,ignore=a+z"]]),
  Message(
    cause: "a target that is a measurement", code: 65, message: "a measurement, not a class",
    remedy: "bin the numbers into a few classes",
    files: ["t.csv": measured, "u.csv": measured.replacing("price", with: "target")],
    examples: [["compare", "--dataset", "csv:@/t.csv"], ["compare", "--dataset", "csv:@/u.csv"]]),
  Message(
    cause: "rows without a class", code: 65, message: "found nothing", remedy: "--drop-missing-target",
    files: ["t.csv": small + "1,2,\n", "u.csv": small + "1,2,\n1,2,?\n"],
    examples: [["compare", "--dataset", "csv:@/t.csv"], ["compare", "--dataset", "csv:@/u.csv"]]),
  Message(
    cause: "a class that stands for a missing value", code: 65, message: "found NA, which stands for a missing value",
    remedy: "if NA is a class, say --missing only,?",
    files: ["t.csv": small + "1,2,NA\n", "u.csv": small + "1,2,NA\n1,2,?\n"],
    examples: [["compare", "--dataset", "csv:@/t.csv"], ["compare", "--dataset", "csv:@/u.csv"]]),
  Message(
    cause: "an address in place of a file", code: 64, message: "addresses are not read", remedy: "curl -L -o t.csv",
    examples: [
      ["compare", "--dataset", "csv:https://example.org/t.csv"], ["compare", "--dataset", "http://example.org/t.csv"],
    ]),
  Message(
    cause: "a text among numbers", code: 65, message: "expected a number in column a, as in 30 of 31 rows",
    remedy: "--missing", files: ["t.csv": small + "none,2,k1\n", "u.csv": small + "<5,2,k1\n"],
    examples: [["compare", "--dataset", "csv:@/t.csv"], ["compare", "--dataset", "csv:@/u.csv"]]),
  Message(
    cause: "a line with a field too many or too few", code: 65, message: "expected 3 fields, as in the first line",
    remedy: "correct the file", files: ["t.csv": small + "1,2\n", "u.csv": small + "1,2,3,4\n"],
    examples: [["compare", "--dataset", "csv:@/t.csv"], ["compare", "--dataset", "csv:@/u.csv"]]),
  Message(
    cause: "more folds than rows", code: 64, message: "the largest class has 10 rows", remedy: "use at most 10 folds",
    files: ["t.csv": small],
    examples: [
      ["compare", "--dataset", "csv:@/t.csv", "--folds", "11"],
      ["compare", "--dataset", "csv:@/t.csv", "--folds", "500"],
    ]),
  Message(
    cause: "classes of one row each", code: 64, message: "no class has more than one row",
    remedy: "use data with more rows a class",
    files: ["t.csv": "a,kind\n1,x\n2,y\n", "u.csv": "a,kind\n1,x\n2,y\n3,z\n"],
    examples: [["compare", "--dataset", "csv:@/t.csv"], ["compare", "--dataset", "csv:@/u.csv", "--folds", "2"]]),
  Message(
    cause: "a class that does not exist", code: 64, message: "no such class",
    remedy: "known: k0, k1, k2; by index: #0...#2",
    files: ["t.csv": small],
    examples: [
      ["compare", "--dataset", "csv:@/t.csv", "--positive", "7"],
      ["show", "--dataset", "csv:@/t.csv", "--class", "#3"],
    ]),
  Message(
    cause: "a model that cannot learn from the data", code: 64, message: "cnn cannot learn from this data",
    remedy: "it needs images", files: ["t.csv": small],
    examples: [
      ["compare", "--dataset", "csv:@/t.csv", "--models", "cnn"],
      ["compare", "--dataset", "csv:@/t.csv", "--models", "mlp,cnn"],
    ]),
  Message(
    cause: "values that models cannot compute with", code: 64, message: "without preparation the model gets column",
    remedy: "prepare it with auto",
    files: [
      "t.csv": small + ",2,k1\n",
      "u.csv": small.replacing("0,0,", with: "0,x,").replacing(",1,", with: ",y,").replacing(",2,", with: ",z,")
        .replacing(",3,", with: ",w,"),
    ],
    examples: [
      ["compare", "--dataset", "csv:@/t.csv", "--prepare", "none"],
      ["compare", "--dataset", "csv:@/u.csv,categories=b", "--models", "mlp", "--set", "mlp.prepare=none"],
    ]),
  Message(
    cause: "a file that cannot be written", code: 64, message: "does not exist", remedy: "make it or name another",
    files: ["t.csv": small],
    examples: [
      ["compare", "--dataset", "csv:@/t.csv", "--output", "@/no/x.json"],
      ["compare", "--dataset", "csv:@/t.csv", "--save-folds", "@/no/x.csv"],
    ]),
  Message(
    cause: "two results for standard output", code: 64, message: "standard output has another result",
    remedy: "name a file", files: ["t.csv": small],
    examples: [
      ["compare", "--dataset", "csv:@/t.csv", "--save-folds", "-"],
      ["predict", "--model", "mlp", "--dataset", "csv:@/t.csv", "--index", "0", "--save", "-"],
    ]),
  Message(
    cause: "more inner folds than groups or rows", code: 64,
    message: "--tune-folds 10: the training rows of fold 1/2 have",
    remedy: "inner folds; give ",
    files: [
      "g.csv": "g,a,kind\n" + (0..<48).map { "g\($0 % 6),\($0 * 7 % 10),k\($0 / 6 % 2)\n" }.joined(),
      "f.csv": "a,kind\n" + (0..<12).map { "\($0 * 7 % 10),k\($0 % 2)\n" }.joined(),
    ],
    examples: [
      ["compare", "--dataset", "csv:@/g.csv,group=g", "--models", "mlp", "--tune", "mlp", "--folds", "2"],
      ["compare", "--dataset", "csv:@/f.csv", "--models", "mlp", "--tune", "mlp", "--folds", "2"],
    ]),
  Message(
    cause: "a picture that is none", code: 65, message: "expected a PNG or JPEG picture, found text that begins with",
    remedy: "save the picture as PNG", files: ["t.csv": small, "x.png": "hello"],
    examples: [
      ["predict", "--model", "mlp", "--image", "@/t.csv"], ["predict", "--model", "mlp", "--image", "@/x.png"],
    ]),
  Message(
    cause: "pictures that are none", code: 65,
    message: "expected PNG or JPEG pictures, found 2 files of 2 that cannot be read: a/x.png is text that begins with",
    remedy: "take them away, or pass them over with --skip-unreadable",
    files: ["i/a/x.png": "hello", "i/b/y.png": "hello"],
    examples: [["compare", "--dataset", "images:@/i"], ["compare", "--dataset", "images:@/i,mode=grey", "--offline"]]),
]

/// Every message is one line, names its cause and what to do, and has its exit code; what it says has been read.
@Test(arguments: catalogue)
private func aMessageNamesCauseAndRemedy(entry: Message) throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  for (name, text) in entry.files {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  #expect(entry.examples.count == 2)
  for example in entry.examples {
    let arguments = example.map { $0.replacing("@", with: folder.path) }
    let result = try Command(arguments + (example[0] == "show" ? [] : ["--quiet"])).result()
    #expect(result.exitCode == entry.code, "\(example): \(result.errors)")
    let line = result.errors.split(separator: "\n").first { $0.contains(entry.message) }
    #expect(line != nil, "\(example): \(result.errors)")
    #expect(line?.contains(entry.remedy) == true, "\(example): \(result.errors)")
    #expect(result.output.isEmpty)
  }
}
