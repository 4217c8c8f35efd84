import BakeoffCore
import BakeoffFiles
import Foundation

/// A folder of files fetched from mirrors: a file is in it whole and verified, or not at all.
///
/// Two processes may fill it at once, and either may be killed at any moment.
struct DownloadCache: Sendable {
  /// The folder.
  let folder: String
  /// Addresses that hold the same files, each ending in a slash, in the order they are tried.
  let mirrors: [String]
  /// What brings the bytes.
  let fetcher: any FileFetcher
  /// Told what is being fetched, and how far it has come.
  let progress: @Sendable (String, Double?) -> Void

  /// Fetches a file from the first mirror that has it as `verify` wants it, and puts it in the folder as `name`; mirrors
  /// have it as `remote`, by default the same. Throws `Failure` where no mirror has it, and `CancellationError`.
  func fetch(_ name: String, as remote: String? = nil, verify: (InputFile) throws -> Void) async throws {
    let remote = remote ?? name
    PartialFile.removeAbandoned(in: folder)
    var failure = Failure(tried: [])
    for mirror in mirrors {
      try Task.checkCancellation()
      do {
        return try await fetch(name, from: mirror + remote, verify: verify)
      } catch let error as CancellationError {
        throw error
      } catch let error as WriteFailure {
        failure.tried.append(error.description)
        throw failure
      } catch DatasetError.malformed(let place, let expected, let found, _) {
        failure.tried.append("\(place): expected \(expected), found \(found)")
      } catch {
        failure.tried.append("\(mirror)\(remote): \(error)")
      }
      failure.tried.last.map { progress($0, nil) }
    }
    throw failure
  }

  /// What was tried in vain, one line each.
  struct Failure: Error {
    var tried: [String]
  }

  private func fetch(_ name: String, from address: String, verify: (InputFile) throws -> Void) async throws {
    let partial = try PartialFile(in: folder, named: name)
    defer { partial.discard() }
    let progress = progress
    progress("fetching \(address)", nil)
    try await fetcher.fetch(address) { data in
      try data.withUnsafeBytes { try partial.append($0) }
    } progress: {
      progress("fetching \(address)", $0)
    }
    try Task.checkCancellation()
    try verify(InputFile(partial.path, name: address, remedy: "try another mirror"))
    try partial.synchronize()
    try partial.move(to: folder + "/" + name)
  }
}
