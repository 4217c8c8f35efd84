/// The verdict on one rule.
public enum Verdict: Hashable, Sendable {
  /// The rule is kept.
  case passed
  /// The rule is broken: what was seen, in one line.
  case failed(String)
  /// The rule says nothing about this model: why, in one line.
  case notApplicable(String)
}

/// One rule and its outcome.
public struct ConformanceResult: Sendable {
  /// The rule.
  public let check: ConformanceCheck
  /// The verdict.
  public let verdict: Verdict
}

/// How every rule of the contract came out for one model.
public struct ConformanceReport: Sendable {
  /// The id of the model.
  public let model: String
  /// One result a rule, in the order of `ConformanceCheck.all`.
  public let results: [ConformanceResult]

  /// The results of broken rules.
  public var failures: [ConformanceResult] {
    results.filter { if case .failed = $0.verdict { true } else { false } }
  }

  /// The numbers of rules kept, broken and not applicable, such as `logistic-regression: 19 pass, 0 fail, 1 n/a`.
  public var summary: String {
    let kept = results.count { $0.verdict == .passed }
    return "\(model): \(kept) pass, \(failures.count) fail, \(results.count - kept - failures.count) n/a"
  }
}

extension ConformanceResult: CustomStringConvertible {
  /// One line for a rule that is kept; what was seen, and what to do, below one that is not. At most 80 columns.
  public var description: String {
    let line = "\(check.title) (\(check.id))"
    switch verdict {
    case .passed: return lines("pass", line)
    case .failed(let found): return lines("FAIL", line, "Seen: \(found)", "To do: \(check.remedy)")
    case .notApplicable(let reason): return lines("n/a", line, "Because \(reason)")
    }
  }

  private func lines(_ verdict: String, _ paragraphs: String...) -> String {
    let indented = paragraphs.flatMap { broken($0, width: 74) }
    return indented.enumerated().map { index, line in
      (index == 0 ? verdict.padding(to: 6) : String(repeating: " ", count: 6)) + line
    }.joined(separator: "\n")
  }
}

extension ConformanceReport: CustomStringConvertible {
  /// Every result and the summary.
  public var description: String {
    (results.map(\.description) + [summary]).joined(separator: "\n")
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

/// `text` in lines of at most `width` characters, broken at spaces.
private func broken(_ text: String, width: Int) -> [String] {
  text.split(separator: " ").reduce(into: [String]()) { lines, word in
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append(String(word))
    }
  }
}
