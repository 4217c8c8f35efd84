import Foundation

/// Files as NumPy writes them; `Fixtures/make_npy.py` made them.
struct NPYFixtures: Decodable {
  let numbers: [String: Data]
  let signed: [String: Data]
  let cube: Data
  let bool: Data
  let words: Data
  let bigEndianWords: Data
  let single: Data
  let records: Data
  let half: Data
  let npz: [String: Data]

  enum CodingKeys: String, CodingKey {
    case numbers, signed, cube, bool, words, single, records, half, npz
    case bigEndianWords = "words big-endian"
  }

  static func load() throws -> NPYFixtures {
    let url = Bundle.module.url(forResource: "npy", withExtension: "json", subdirectory: "Fixtures")
    return try JSONDecoder().decode(NPYFixtures.self, from: Data(contentsOf: url ?? URL(fileURLWithPath: "npy.json")))
  }
}
