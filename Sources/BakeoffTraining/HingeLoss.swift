import BakeoffMath

/// The one-vs-rest hinge loss: for a row with margins s and target class y, sum_k max(0, 1 - t_k s_k), where t_k is 1
/// for k = y and -1 for every other class.
///
/// Its subgradient is -t_k where t_k s_k < 1 and 0 elsewhere, the kink included. Source: Rifkin, Klautau, "In defense
/// of one-vs-all classification", JMLR 2004; Shalev-Shwartz and others, "Pegasos", ICML 2007.
public enum HingeLoss {
  /// Replaces the margins of the first targets.count rows by `scale` times the subgradient; returns the summed loss.
  ///
  /// Padding far below -1 (`paddingLogit`) costs nothing and gets 0. The loss is NaN or infinite if a margin is.
  public static func differentiate(_ margins: inout PaddedMatrix, targets: [Int], scale: Float) -> Double {
    precondition(targets.count <= margins.rows && targets.allSatisfy { $0 < margins.columns })
    let stride = margins.stride
    var loss = 0.0
    margins.withMutableValues { margins in
      for (row, target) in targets.enumerated() {
        let start = row * stride
        let own = margins[start + target]
        loss += Double(rest(margins, start..<start + stride, scale: scale)) - Double(max(0, 1 + own))
        loss += Double(own < 1 ? 1 - own : own * 0)
        margins[start + target] = own < 1 ? -scale : 0
      }
    }
    return loss
  }

  /// Loss and subgradient of a row as if every class were another than its own.
  private static func rest(_ margins: UnsafeMutableBufferPointer<Float>, _ row: Range<Int>, scale: Float) -> Float {
    var loss: Float = 0
    for index in row {
      let excess = 1 + margins[index]
      // Not `max`, which would hide a margin that is not a number.
      loss += excess < 0 ? 0 : excess
      margins[index] = excess > 0 ? scale : 0
    }
    return loss
  }
}
