import BakeoffKernels

/// Stores a row-major matrix (rows x columns, columns a multiple of 16) as panels: [columns / 16][rows][16].
func packPanels(_ matrix: AlignedFloats, rows: Int, columns: Int, into panels: inout AlignedFloats) {
  precondition(columns % laneCount == 0 && matrix.count >= rows * columns && panels.count >= rows * columns)
  matrix.withUnsafeBufferPointer { matrix in
    panels.withUnsafeMutableBufferPointer { panels in
      guard let matrix = matrix.baseAddress, let panels = panels.baseAddress else { return }
      bakeoff_pack(matrix, columns, 1, rows, columns, panels)
    }
  }
}

/// Transposes a matrix in panels: [columns / 16][rows][16] becomes [rows / 16][columns][16]; both multiples of 16.
func transposePanels(_ panels: AlignedFloats, rows: Int, columns: Int, into transposed: inout AlignedFloats) {
  precondition(rows % laneCount == 0 && columns % laneCount == 0)
  precondition(panels.count >= rows * columns && transposed.count >= rows * columns)
  panels.withUnsafeBufferPointer { panels in
    transposed.withUnsafeMutableBufferPointer { transposed in
      guard let panels = panels.baseAddress, let transposed = transposed.baseAddress else { return }
      for panel in 0..<columns / laneCount {
        // The panel is the transpose of a block of `transposed`, whose rows are `columns` panels' rows apart.
        for block in 0..<rows / laneCount {
          bakeoff_pack(
            panels + (panel * rows + block * laneCount) * laneCount, 1, laneCount, laneCount, laneCount,
            transposed + (block * columns + panel * laneCount) * laneCount)
        }
      }
    }
  }
}
