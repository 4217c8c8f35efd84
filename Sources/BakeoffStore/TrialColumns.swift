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
    let outcome: String = try row.decode(forColumn: "outcome")
    guard outcome == "ok" else {
      guard let kind = TrialFailure.Kind(rawValue: outcome) else { throw damaged("an outcome reads \(outcome)") }
      return .failed(TrialFailure(kind, try row.decode(String?.self, forColumn: "message") ?? ""))
    }
    let name: String? = try row.decode(forColumn: "scoreKind")
    let packed: Data? = try row.decode(forColumn: "scores")
    guard let kind = name.flatMap(Predictions.Kind.init),
      let classes: Int = try row.decode(forColumn: "classCount"), classes > 0,
      let scores = packed.flatMap(unpackedWords), scores.count % classes == 0
    else { throw damaged("the scores of trial \(try row.decode(Int.self, forColumn: "id")) are incomplete") }
    let predictions = Predictions(kind: kind, classCount: classes, scores: scores.map(Float.init(bitPattern:)))
    let costs = try value(TrialCosts.self, fromJSON: try row.decode(forColumn: "costs"))
    guard costs.isPlausible else {
      throw damaged("no trial can have the costs of trial \(try row.decode(Int.self, forColumn: "id"))")
    }
    return .ok(predictions, costs)
  }

  /// The learning curve a row of `trial` holds; none in a store of a version that kept none.
  func curve(_ row: Row) throws -> [FitProgress] {
    guard let text: String = try row.decode(forColumn: "curve") else { return [] }
    let curve = try value([FitProgress].self, fromJSON: text)
    guard curve.allSatisfy(\.isPlausible) else { throw damaged("no training can have gone as one in it") }
    return curve
  }

  /// The trial of a cell that a row of `trial` holds.
  func trial(_ cell: TrialCell, _ row: Row, isCached: Bool) throws -> Trial {
    let text: String? = try row.decode(forColumn: "search")
    let search = try text.map { try value(SearchRecord.self, fromJSON: $0) }
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
