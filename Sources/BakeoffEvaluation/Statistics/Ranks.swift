/// The rank of each value from 1; equal values share the mean of their ranks.
public func meanRanks(_ values: [Double], _ direction: RankOrder = .smallestFirst) -> [Double] {
  values.map { value in
    let ahead = values.count { direction == .smallestFirst ? $0 < value : $0 > value }
    let equal = values.count { $0 == value }
    return Double(ahead) + Double(equal + 1) / 2
  }
}

/// Which value is ranked 1.
public enum RankOrder: Sendable, Hashable {
  case smallestFirst
  case largestFirst
}
