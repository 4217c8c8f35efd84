/// The place of each entry of a sorted leaderboard where entries that cannot be told apart share one, as in 1, 1, 3.
///
/// The best entry anchors the first group; every following entry that is not separable from the anchor joins it, and the
/// first that is separable anchors the next. `separated` says for an anchor and all entries below it which of them are
/// separable from it. Membership is a statement about the anchor only: two members may well differ.
func tieGroupRanks(_ entries: Int, separated: (_ anchor: Int, _ rivals: Range<Int>) -> [Bool]) -> [Int] {
  var ranks: [Int] = []
  while ranks.count < entries {
    let anchor = ranks.count
    let members = 1 + separated(anchor, anchor + 1..<entries).prefix { !$0 }.count
    ranks += Array(repeating: anchor + 1, count: members)
  }
  return ranks
}
