/// Stores a row-major matrix (rows x columns, columns a multiple of 16) as panels: [columns / 16][rows][16].
func packPanels(_ matrix: [Float], rows: Int, columns: Int, into panels: inout [Float]) {
  precondition(matrix.count >= rows * columns && panels.count >= rows * columns)
  let matrix = matrix.span
  var output = panels.mutableSpan
  var target = 0
  for panel in stride(from: 0, to: columns, by: laneCount) {
    var source = panel
    for _ in 0..<rows {
      for lane in 0..<laneCount { output[target + lane] = matrix[source + lane] }
      target += laneCount
      source += columns
    }
  }
}

/// Transposes a matrix in panels: [columns / 16][rows][16] becomes [rows / 16][columns][16]; both multiples of 16.
func transposePanels(_ panels: [Float], rows: Int, columns: Int, into transposed: inout [Float]) {
  precondition(panels.count >= rows * columns && transposed.count >= rows * columns)
  let panels = panels.span
  var output = transposed.mutableSpan
  for column in 0..<columns {
    let source = column / laneCount * rows * laneCount + column % laneCount
    for row in 0..<rows {
      output[(row / laneCount * columns + column) * laneCount + row % laneCount] = panels[source + row * laneCount]
    }
  }
}
