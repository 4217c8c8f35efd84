import BakeoffCatalog
import Foundation

/// What a program of somebody else's gets of the user's environment: what programs need to run at all, and what its
/// `plugin.json` names. Not the tokens and keys of a user, which no model has any need of.
package enum ProgramEnvironment {
  /// Where programs and libraries are, whose they are, the language they speak, and the devices they may use.
  private static let names: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES",
  ]

  /// The variables of this process that a program gets which asks for `named` ones.
  package static func inherited(asking named: [String]) -> [String: String] {
    ProcessInfo.processInfo.environment.filter { name, _ in
      names.contains(name) || name.hasPrefix("LC_") || named.contains(name)
    }
  }
}

extension ModelRecipe {
  /// The variables that a program asks for; nil for a plugin.
  var variables: [String]? {
    guard case .program(let program) = self else { return nil }
    return program.variables
  }

  /// The variables that a program gets; nil for a plugin, whose worker, one of ours, gets all.
  var environment: [String: String]? {
    variables.map { ProgramEnvironment.inherited(asking: $0) }
  }
}
