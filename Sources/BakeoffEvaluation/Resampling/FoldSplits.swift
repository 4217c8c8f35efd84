import BakeoffCore

/// One split a fold: it tests the rows assigned to it and trains on all others.
func splitsByFold(of assignment: [Int], folds: Int, repetition: Int) -> [Split] {
  (0..<folds).map { fold in
    Split(
      repetition: repetition, fold: fold, training: assignment.indices.filter { assignment[$0] != fold },
      test: assignment.indices.filter { assignment[$0] == fold })
  }
}
