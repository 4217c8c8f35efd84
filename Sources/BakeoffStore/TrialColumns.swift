import BakeoffCore
import Foundation
import GRDB

extension TrialStore {
  /// The columns outcome, message, finished, costs, scoreKind, classCount and scores of a trial that finished now.
  func outcomeColumns(_ outcome: TrialOutcome, costs: String?) -> StatementArguments {
    switch outcome {
    case .ok(let predictions, _):
      let scores = packedWords(predictions.scores.map(\.bitPattern))
      return ["ok", nil, Date(), costs, predictions.kind.rawValue, predictions.classCount, scores]
    case .failed(let failure):
      return [failure.kind.rawValue, failure.message, Date(), costs, nil, nil, nil]
    }
  }

  /// The outcome a row of `trial` holds. Throws where this program cannot have written it.
  func outcome(_ row: Row) throws -> TrialOutcome {
    let outcome: String = row["outcome"]
    guard outcome == "ok" else {
      guard let kind = TrialFailure.Kind(rawValue: outcome) else { throw damaged("an outcome reads \(outcome)") }
      return .failed(TrialFailure(kind, row["message"] ?? ""))
    }
    guard let kind = (row["scoreKind"] as String?).flatMap(Predictions.Kind.init),
      let classes = row["classCount"] as Int?,
      let scores = (row["scores"] as Data?).flatMap(unpackedWords), classes > 0, scores.count % classes == 0
    else { throw damaged("the scores of trial \(row["id"] as Int) are incomplete") }
    let predictions = Predictions(kind: kind, classCount: classes, scores: scores.map(Float.init(bitPattern:)))
    return .ok(predictions, try value(TrialCosts.self, fromJSON: row["costs"]))
  }

  /// The learning curve a row of `trial` holds; none in a store of a version that kept none.
  func curve(_ row: Row) throws -> [FitProgress] {
    guard let text = row["curve"] as String? else { return [] }
    return try value([FitProgress].self, fromJSON: text)
  }

  /// The trial of a cell that a row of `trial` holds.
  func trial(_ cell: TrialCell, _ row: Row, isCached: Bool) throws -> Trial {
    let search = try (row["search"] as String?).map { try value(SearchRecord.self, fromJSON: $0) }
    return Trial(cell, try outcome(row), curve: try curve(row), search: search, isCached: isCached)
  }

  /// The value a column of JSON holds. Throws where it holds something else.
  func value<Value: Decodable>(_ type: Value.Type, fromJSON text: String?) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data((text ?? "null").utf8))
    } catch {
      throw damaged("a column of JSON reads \((text ?? "nothing").prefix(40))")
    }
  }
}

/// `value` as JSON on one line, the same for equal values.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
