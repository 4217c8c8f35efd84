import BakeoffCatalog
import BakeoffCore
import BakeoffPreparation

/// What a user should know of columns whose values a model cannot tell apart: it takes them as they are, as 32-bit floats,
/// which have seven digits. Seconds since 1970 have ten. Scaled, they lose nothing.
func digitWarnings(_ models: [ConfiguredModel], on rows: Examples) -> [String] {
  let features = rows.features
  guard features.buffer.element == .double else { return [] }
  let concerned = models.filter { model in
    let preparation = model.preparation(of: features)
    let isUnscaled = (preparation as? ColumnPreparation)?.scaling == ColumnPreparation.Scaling.none
    return isUnscaled || preparation == nil && model.plugin != nil
  }
  guard !concerned.isEmpty else { return [] }
  let some = features.selecting(Array(0..<min(features.count, 1000)))
  let lost = (0..<some.shape.count).filter { column in
    let values = some.values(ofColumn: column).filter { !$0.isNaN }
    return 2 * Set(values.map { Float($0) }).count <= Set(values).count
  }
  guard let first = lost.first else { return [] }
  let name = features.table.map { visible($0.columns[first].name) } ?? "\(first + 1)"
  let others = lost.count > 1 ? " and \(counted(lost.count - 1, "other column"))" : ""
  let names = concerned.map(\.name).joined(separator: ", ")
  return [
    "column \(name)\(others): as floats of 32 bits, which \(names) takes unscaled, half its values or more are no longer told apart: standardise them (--prepare standardise)"
  ]
}
