import BakeoffCore
import GRDB

extension TrialStore {
  /// Removes the runs a user names (numbers, or `latest`), and the trials and searches no other run has.
  ///
  /// Returns the numbers of the runs. Throws `ConfigurationError`, having removed nothing, where one is not there.
  @discardableResult
  public func remove(runsNamed names: [String]) throws -> [Int] {
    let removed = try write { db in
      let known = try Int.fetchAll(db, sql: "SELECT id FROM run ORDER BY id DESC")
      let chosen = try names.map { name in
        guard let id = name == "latest" ? known.first : Int(name), known.contains(id) else {
          throw noSuchRun(name, known)
        }
        return id
      }
      for id in chosen { try db.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [id]) }
      for table in ["searchTrial", "decision"] {
        try db.execute(sql: "DELETE FROM \(table) WHERE search NOT IN (SELECT search FROM runSearch)")
      }
      try db.execute(
        sql: """
          DELETE FROM trial WHERE id NOT IN (SELECT trial FROM runTrial) AND id NOT IN (SELECT trial FROM searchTrial)
          """)
      return chosen
    }
    shrink()
    return removed
  }
}
