import BakeoffCore

/// What a search may take on each split.
public enum SearchBudget: Hashable, Sendable {
  /// So many configurations, the model's own settings among them.
  case candidates(Int)
  /// So many seconds of fits and predictions, added up over all trials.
  case seconds(Double)
  /// So many times what one trial with the model's own settings takes.
  case defaultTrials(Double)

  /// The configurations, where they are counted.
  var candidateCount: Int? {
    if case .candidates(let count) = self { count } else { nil }
  }

  /// The seconds, where one trial with the model's own settings takes `trial`; nil where configurations are counted.
  func seconds(trial: Double?) -> Double? {
    switch self {
    case .candidates: nil
    case .seconds(let seconds): seconds
    case .defaultTrials(let count): trial.map { $0 * count }
    }
  }
}

extension SearchBudget: CustomStringConvertible {
  /// The budget as a user writes it.
  public var description: String {
    text { number in
      let rounded = (number * 1e6).rounded() / 1e6
      return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
    }
  }

  private func text(_ short: (Double) -> String) -> String {
    switch self {
    case .candidates(let count): "\(count)"
    case .seconds(let seconds): seconds < 120 ? "\(short(seconds))s" : "\(short(seconds / 60))m"
    case .defaultTrials(let count): "\(short(count))x"
    }
  }

  /// What a key says of the budget, which has all the digits that a text became.
  var keyText: String { text { Int(exactly: $0).map(String.init) ?? "\($0)" } }
}
