import BakeoffCore

/// What a user should know of splits as they came out: classes that are not learned, or not tested.
func warnings(of splits: [Split], labels: [Int], task: ClassificationTask, classNames: [String]) -> [String] {
  func without(_ rows: (Split) -> [Int]) -> [(label: Int, splits: Int)] {
    let missing = splits.flatMap { split in
      let present = Set(rows(split).map { labels[$0] })
      return classNames.indices.filter { !present.contains($0) }
    }
    return missing.reduce(into: [:]) { $0[$1, default: 0] += 1 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
  let used = Set(splits.flatMap { $0.training + $0.test }.map { labels[$0] })
  let known = without(\.training).filter { used.contains($0.label) }.map { label, count in
    "no row of class \(classNames[label]) to learn from in \(count) of \(counted(splits.count, "split")): it is missed there"
  }
  let positive = without(\.test).filter { $0.label == task.positiveLabel }.map { label, count in
    "no test row of class \(classNames[label]) in \(count) of \(counted(splits.count, "split")): recall and F1 say nothing there"
  }
  return known + positive
}
