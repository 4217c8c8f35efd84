import BakeoffCore
import BakeoffDatasets

/// The source that a specifier selects from the data sets that come with Bakeoff.
func standardSource(_ specifier: String) throws -> any DatasetSource {
  try Registry("data set", standardDatasets).source(specifier)
}
