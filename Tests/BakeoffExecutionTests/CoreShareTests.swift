import BakeoffExecution
import Foundation
import Synchronization
import Testing

/// How many cores each trial was told it may keep busy, in order.
private final class Shares: Sendable {
  private let told = Mutex<[Int]>([])
  var values: [Int] { told.withLock { $0 } }
  func tell(_ value: Int) { told.withLock { $0.append(value) } }
}

@Test func coresThatNoTrialWaitsForHelpThoseThatRun() async {
  let shares = Shares()
  let places = TrialPlaces(6, cores: 6, onShare: shares.tell)
  for _ in 0..<3 { await places.take() }
  #expect(shares.values == [6, 3, 2])
  for _ in 0..<3 { await places.take() }
  #expect(shares.values == [6, 3, 2, 1])
  places.give()
  #expect(shares.values.last == 1)
  for _ in 0..<4 { places.give() }
  #expect(shares.values == [6, 3, 2, 1, 2, 3, 6])
}

@Test func moreJobsThanCoresShareOnlyCores() async {
  let shares = Shares()
  let places = TrialPlaces(8, cores: 2, onShare: shares.tell)
  await places.take()
  #expect(shares.values == [2])
  await places.take()
  #expect(shares.values == [2, 1])
}

@Test func whatIsToldIsReadByOthers() throws {
  let path = NSTemporaryDirectory() + "cores-\(UUID().uuidString)"
  let told = try CoreShareFile(making: path)
  defer { try? FileManager.default.removeItem(atPath: path) }
  let reader = CoreShareFile(reading: path)
  #expect(reader.value == 1)
  for value in [2, 200, 1] {
    told.tell(value)
    #expect(reader.value == value)
  }
  told.tell(1000)
  #expect(reader.value == 255)
  #expect(CoreShareFile(reading: path + "-none").value == 1)
  #expect(throws: StartFailure.self) { try CoreShareFile(making: path + "/inside") }
}
