import BakeoffCore

/// Runs `body`; an error of the library, which names values, gets the dashes of the flag where it begins with the name of
/// one.
func namingFlag<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as ConfigurationError {
    let name = error.description.prefix { $0 != " " && $0 != ":" }
    let flags = ["average", "sort", "resampling", "tune-folds"]
    throw flags.contains(String(name)) ? ConfigurationError("--\(error.description)") : error
  }
}
