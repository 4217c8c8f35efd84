import Foundation

/// Removes a folder and all in it, however deep it is and whatever its permissions, as far as the system allows.
///
/// Links are removed and not followed. No path in it is ever spelled out, as one may be longer than the system takes: what is
/// two levels down is moved up until nothing is deeper. What others put there meanwhile is removed too.
package func removeTree(_ path: String) {
  chmod(path, 0o700)
  let top = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  guard top >= 0 else {
    unlink(path)
    return
  }
  defer { close(top) }
  var moved = 0
  while rmdir(path) != 0, errno == ENOTEMPTY || errno == EEXIST {
    guard thinOut(top, moved: &moved) else { return }
  }
}

/// Removes what is in a folder but for folders that are not empty, whose content it removes or moves up here; whether there
/// was anything that could be.
private func thinOut(_ top: Int32, moved: inout Int) -> Bool {
  var hasChanged = false
  for name in entries(of: top) {
    if remove(name, in: top) {
      hasChanged = true
      continue
    }
    let folder = openat(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { continue }
    for inner in entries(of: folder) {
      if remove(inner, in: folder) {
        hasChanged = true
        continue
      }
      moved += 1
      // A name that is taken is tried no more: the count goes up.
      if renameat(folder, inner, top, "bakeoff-removed-\(moved)") == 0 { hasChanged = true }
    }
    close(folder)
  }
  return hasChanged
}

/// Removes a file or an empty folder; false where it is a folder with something in it, which may now be entered.
private func remove(_ name: [CChar], in folder: Int32) -> Bool {
  if unlinkat(folder, name, 0) == 0 || unlinkat(folder, name, AT_REMOVEDIR) == 0 { return true }
  fchmodat(folder, name, 0o700, 0)
  return false
}

/// The names in a folder, as the bytes they are.
private func entries(of folder: Int32) -> [[CChar]] {
  let descriptor = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0, let stream = fdopendir(descriptor) else { return [] }
  defer { closedir(stream) }
  var names: [[CChar]] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
    }
    if name != [46, 0], name != [46, 46, 0] { names.append(name) }
  }
  return names
}
