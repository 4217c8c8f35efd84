/// Calls `body` with each element in order, at most `jobs` calls at a time. Throws what the first throws that does.
package func forEachConcurrently<Element: Sendable>(
  _ elements: [Element], jobs: Int, _ body: @escaping @Sendable (Element) async throws -> Void
) async rethrows {
  try await withThrowingTaskGroup(of: Void.self) { group in
    for (index, element) in elements.enumerated() {
      if index >= jobs { try await group.next() }
      group.addTask { try await body(element) }
    }
    try await group.waitForAll()
  }
}
