import BakeoffCore
import BakeoffEvaluation

extension ReportData {
  /// What tuned models searched: what was chosen, how the race went, and the scores along each setting.
  var tuningSection: String {
    let places = board.rows.indices.filter { place in board.rows[place].searches.contains { $0 != nil } }
    let content = places.map { place in
      choiceTable(place) + element("div", ["class": "grid-2"], raceFigure(place) + parallelFigure(place))
    }
    let notes = tuningNotes(board).map { "<p>\(text($0))</p>" }.joined()
    return section(
      "tuning", "Tuning",
      "Settings were chosen on inner folds of each split's training rows; the board has the scores on rows no search has seen.",
      places.isEmpty ? "" : notes + content.joined())
  }

  /// What was chosen on each split, and what it promised and kept.
  private func choiceTable(_ place: Int) -> String {
    let row = board.rows[place]
    let known = row.searches.indices.compactMap { split in row.searches[split].map { (split: split, search: $0) } }
    let metric = known.first.flatMap { known in board.metrics.firstIndex { $0.id == known.search.metric } }
    let table = Table(columns: [
      Table.Column("split", cells: known.map { "\($0.split + 1)" }),
      Table.Column(
        "chosen", alignment: .left,
        cells: known.map { known in
          known.search.chosen.map { $0 == 0 ? "its own settings" : known.search.candidates[$0].settings.shown }
            ?? "nothing: \(known.search.end)"
        }),
      Table.Column(
        "inner score",
        cells: known.map { known in score(known.search.chosen.flatMap { known.search.candidates[$0].mean }) }),
      Table.Column(
        "outer score", cells: known.map { known in score(metric.flatMap { row.scores[$0].folds[known.split] }) }),
      Table.Column("configurations", cells: known.map { "\($0.search.candidates.count)" }),
      Table.Column("fits", cells: known.map { "\($0.search.fits)" }),
      Table.Column("of all", cells: known.map { "\($0.search.fullFits)" }),
      Table.Column("seconds", cells: known.map { seconds($0.search.seconds) }),
    ])
    return htmlTable(table, caption: "What \(name(place)) chose")
  }

  /// The search of the first split that has one: others are alike, and the command `bakeoff tune` lists them all.
  private func firstSearch(_ place: Int) -> (split: Int, search: SearchRecord)? {
    board.rows[place].searches.indices.lazy.compactMap { split in
      board.rows[place].searches[split].map { (split, $0) }
    }.first
  }

  /// The mean score of each configuration by the folds it has met: who was stopped when.
  private func raceFigure(_ place: Int) -> String {
    guard let (split, search) = firstSearch(place) else { return "" }
    let lines = search.candidates.enumerated().map { index, candidate in
      (index: index, means: runningMeans(candidate.scores))
    }.filter { !$0.means.isEmpty }
    let last = lines.map(\.means.count).max() ?? 0
    guard last > 1, let range = padded(lines.flatMap(\.means)) else { return "" }
    let chart = Chart(
      "race of \(name(place)), split \(split + 1)", x: .init(title: "inner folds met", range: 1...Double(last)),
      y: .init(title: "mean score so far", range: range), width: 520, height: 300)
    // Those that matter are drawn over the others.
    let marks = lines.sorted { search.weight($0.index) < search.weight($1.index) }.map { index, means -> String in
      let look = index == search.chosen ? 1 : index == 0 ? 0 : 6
      let points = means.enumerated().map { (Double($0.offset + 1), $0.element) }
      let title =
        "\(index == 0 ? "its own settings" : search.candidates[index].settings.shown): "
        + "\(score(means.last)) over \(counted(means.count, "fold"))"
      return chart.line(points, look) + chart.mark(Double(means.count), means[means.count - 1], look, title)
    }
    let named: [(look: Int, index: Int?, name: String)] =
      search.chosen == 0 ? [(1, 0, "its own, chosen")] : [(1, search.chosen, "chosen"), (0, 0, "its own")]
    let ends = named.compactMap { look, index, name in
      lines.first { $0.index == index }.map { (model: look, name: name, value: $0.means[$0.means.count - 1]) }
    }
    let table = Table(columns: [
      Table.Column("configuration", alignment: .left, cells: lines.map { search.candidates[$0.index].settings.shown }),
      Table.Column("folds", cells: lines.map { "\($0.means.count)" }),
      Table.Column("mean score", cells: lines.map { score($0.means.last) }),
      Table.Column(
        "left because", alignment: .left,
        cells: lines.map { search.candidates[$0.index].ending?.reason.rawValue ?? "stayed in" }),
    ])
    return figure(
      "race-\(place)", "\(name(place)), split \(split + 1): who was stopped after which inner fold",
      svg: chart.svg(
        marks.joined() + chart.names(ends), xLabels: (1...last).map { (Double($0), "\($0)") }), table: table)
  }

  /// Parallel coordinates: one line a configuration over the searched settings to its score.
  private func parallelFigure(_ place: Int) -> String {
    guard let (split, search) = firstSearch(place) else { return "" }
    let axes = board.rows[place].competitor.tuning?.space.keys.sorted() ?? []
    let scores = search.candidates.map(\.shownScore)
    let known = search.candidates.indices.filter { scores[$0] != nil }
    guard !axes.isEmpty, known.count > 1 else { return "" }
    let columns =
      axes.map { axis in known.map { search.candidates[$0].settings[axis] } }
      + [known.map { scores[$0].map { SettingValue.number($0) } }]
    let positions = columns.map(axisPositions)
    let titles = axes + ["score"]
    let chart = Chart(
      "settings and scores of \(name(place)), split \(split + 1)",
      x: .init(title: "", range: 0...Double(titles.count - 1)), y: .init(title: "", range: -0.05...1.05), width: 520,
      height: 300)
    let sign = search.direction == .higherIsBetter ? 1.0 : -1
    let best = Set(known.sorted { sign * (scores[$0] ?? 0) > sign * (scores[$1] ?? 0) }.prefix(max(1, known.count / 4)))
    let order = known.enumerated().sorted { search.weight($0.element) < search.weight($1.element) }
    let marks = order.map { line, index -> String in
      let look = index == search.chosen ? 1 : index == 0 ? 0 : best.contains(index) ? 2 : 6
      let points = positions.indices.compactMap { axis in positions[axis].places[line].map { (Double(axis), $0) } }
      return chart.line(points, look)
    }
    let ends = positions.enumerated().map { axis, position -> String in
      let (low, high) = (chart.point(Double(axis), 0), chart.point(Double(axis), 1))
      return chart.label(low.x, low.y + 12, position.low, anchor: "middle")
        + chart.label(high.x, high.y - 6, position.high, anchor: "middle")
    }
    let legend: [(model: Int, name: String, value: Double)] = [
      (1, "chosen", 1), (0, "its own", 0.9), (2, "best quarter", 0.8), (6, "others", 0.7),
    ]
    let table = Table(
      columns: axes.map { axis in
        Table.Column(axis, cells: known.map { search.candidates[$0].settings[axis].map { "\($0)" } ?? "-" })
      } + [Table.Column("score", cells: known.map { score(scores[$0]) })])
    return figure(
      "parallel-\(place)", "\(name(place)), split \(split + 1): each configuration and its score",
      svg: chart.svg(
        marks.joined() + ends.joined() + chart.names(legend),
        xLabels: titles.enumerated().map { (Double($0.offset), abbreviatedName($0.element)) }, yLabels: []),
      table: table)
  }

  private func runningMeans(_ scores: [Double?]) -> [Double] {
    var (sum, means) = (0.0, [Double]())
    for score in scores.prefix(while: { $0 != nil }).compactMap(\.self) {
      sum += score
      means.append(sum / Double(means.count + 1))
    }
    return means
  }
}

extension SearchRecord {
  /// How much a configuration matters in a picture: what was chosen most, then the model's own settings.
  fileprivate func weight(_ index: Int) -> Int { index == chosen ? 2 : index == 0 ? 1 : 0 }
}

/// Where the values of one setting stand on its axis: numbers by their rank, other values in the order of their texts.
private func axisPositions(_ values: [SettingValue?]) -> (places: [Double?], low: String, high: String) {
  let distinct = Set(values.compactMap(\.self)).sorted { first, second in
    switch (first.asDouble, second.asDouble) {
    case (let a?, let b?): a < b
    default: "\(first)" < "\(second)"
    }
  }
  let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
  let last = Double(max(distinct.count - 1, 1))
  return (
    values.map { value in value.flatMap { places[$0] }.map { Double($0) / last } }, shownEnd(distinct.first),
    shownEnd(distinct.last)
  )
}

private func shownEnd(_ value: SettingValue?) -> String {
  guard let value else { return "" }
  return value.asDouble.map(tickText) ?? abbreviatedName("\(value)")
}
