import BakeoffCore
import BakeoffDatasets
import Testing

/// Dates in the spellings people have, the order of day and month, and the parts that come again.
struct DateReadingTests {
  private let table: LoadedTable

  init() throws { table = try LoadedTable() }

  /// A table of 20 dates from 25 December 2023 on, a Monday, with the weekend as a class.
  private func weeks(_ date: (_ year: Int, _ month: Int, _ day: Int) -> String) -> String {
    "when,c\n"
      + lines(20) { row in
        let text = row < 7 ? date(2023, 12, 25 + row) : date(2024, 1, row - 6)
        return "\"\(text)\",\(row % 7 >= 5 ? "weekend" : "work")"
      }
  }

  @Test func datesOfAllSpellingsAreTheSame() async throws {
    let iso = try await table.load(weeks { "\($0)-\($1)-\($2)" })
    #expect(iso.columnNames == ["when", "when (weekday)"])
    #expect(
      iso.texts("when (weekday)").prefix(8) == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Monday",
      ])
    #expect(iso.notes("Column when was read as dates, in seconds since 1970; its weekday is a column of its own."))
    let others: [(Int, Int, Int) -> String] = [
      { "\($1)/\($2)/\($0)" }, { "\($2)/\($1)/\($0)" }, { "\($2).\($1).\($0)" }, { "\($2)-\($1)-\($0 % 100)" },
      { "\($0)/\($1)/\($2)" }, { "\($2) \($1 == 1 ? "January" : "December") \($0)" },
      { "\($1 == 1 ? "Jan" : "Dec") \($2), \($0)" }, { "\($2)-\($1 == 1 ? "jan" : "dez")-\($0)" },
    ]
    for spelling in others {
      let other = try await table.load(weeks(spelling))
      #expect(
        other.values("when") == iso.values("when") && other.columnNames == iso.columnNames, "\(spelling(2023, 12, 25))")
    }
    let usual = try await table.load(weeks { "\($1)/\($2)/\($0)" })
    #expect(usual.notes("read as dates, the month first, in seconds since 1970"))
    #expect(usual.provenance.sha256 != iso.provenance.sha256)
  }

  @Test func hoursArePartsByTheClockThatIsWritten() async throws {
    let text = "when,c\n" + lines(20) { "03/1\($0 / 4)/2024 0\(1 + $0 % 4 * 2):30 PM,\($0 % 2)" }
    let dataset = try await table.load(text)
    #expect(dataset.columnNames == ["when", "when (hour)"], "no week is over")
    #expect(dataset.texts("when (hour)").prefix(4) == ["13", "15", "17", "19"])
    let zones = try await table.load("when,c\n2024-03-01T23:00-08:00,x\n2024-03-02T01:00-08:00,y\n")
    #expect(zones.texts("when (hour)") == ["23", "1"] && zones.values("when")[0] == 1_709_362_800)
    let times = try await table.load("at,c\n23:15,x\n07:05,y\n")
    #expect(times.values("at") == [83700, 25500] && times.texts("at (hour)") == ["23", "7"])
    #expect(times.notes("Column at was read as times, in seconds since midnight"))
    #expect(try await table.load("score,c\n2:10,x\n3:05,y\n").texts("score").count == 2, "a result is no time")
  }

  @Test func aPartCanBeLeftOut() async throws {
    let text = weeks { "\($0)-\($1)-\($2)" }
    let dataset = try await table.load(text, ",ignore=when (weekday)")
    #expect(dataset.columnNames == ["when"] && dataset.notes("Left out as asked: column when (weekday)."))
    #expect(await table.error(text, ",ignore=then (weekday)").contains("no such column"))
  }

  @Test func whereDayAndMonthMayBeEitherItIsAsked() async throws {
    let text = "when,c\n" + lines(12) { "0\(1 + $0 * 5 % 9)/0\(1 + $0 * 7 % 9)/2024,\($0 % 2)" }
    let error = await table.error(text)
    #expect(error.contains("column when: which comes first in \"06/08/2024\", the day or the month?"), "\(error)")
    #expect(error.contains("dates=dmy reads 2024-08-06, dates=mdy reads 2024-06-08"))
    #expect(try await table.load(text, ",dates=dmy").values("when")[1] == 1_722_902_400)
    #expect(try await table.load(text, ",dates=mdy").values("when")[1] == 1_717_804_800)
    #expect(
      await table.error("when,c\n13/05/2024,x\n14/05/2024,y\n", ",dates=mdy").contains(
        "dates=mdy: column when has \"13/05/2024\", which is no such date"))
  }

  @Test func anotherColumnOrTheOrderOfRowsTells() async throws {
    let other = try await table.load("a,b,c\n01/02/2024,13/02/2024,x\n03/04/2024,14/02/2024,y\n")
    #expect(other.values("a")[0] == 1_706_745_600)
    #expect(other.notes("the day first (as in column b; dates= says otherwise)"))
    let ordered = "when,c\n" + lines(20) { "0\(1 + $0 / 10)/0\(1 + $0 / 2 % 5)/2024 \(10 + $0 % 2):00,\($0 % 2)" }
    #expect(try await table.load(ordered).notes("the month first (as the rows follow each other then"))
    #expect(try await table.load("when,c\n01.02.2024,x\n03.04.2024,y\n").values("when")[0] == 1_706_745_600)
  }

  @Test func aWordAmongDatesIsASlip() async throws {
    let text = weeks { "\($0)-\($1)-\($2)" }.replacing("2024-1-3", with: "soon")
    #expect(
      await table.error(text).contains("t.csv:11: expected a date in column when, as in 19 of 20 rows, found \"soon\""))
  }

  @Test func datesThatAreNotReadAreNoNamesOfRows() async throws {
    let dataset = try await table.load("when,c\n" + lines(30) { "2024W\(10 + $0)D1,\($0 % 2)" })
    #expect(dataset.notes("if those are dates or times, write them like 2024-03-01 12:30 to have them read"))
    #expect(!dataset.notes("names the rows"))
    let numbers = "when,c\n" + lines(20) { "202403\(10 + $0),\($0 % 2)" }
    #expect(try await table.load(numbers).values("when")[0] == 20_240_310)
    #expect(try await table.load(numbers, ",dates=ymd").values("when")[0] == 1_710_028_800)
  }

  @Test func declaredFormatsAreRead() async throws {
    func arff(_ format: String, _ values: [String]) -> String {
      "@relation r\n@attribute when date \(format)\n@attribute c {x,y}\n@data\n"
        + values.enumerated().map { "\"\($1)\",\($0 % 2 == 0 ? "x" : "y")\n" }.joined()
    }
    let cases: [(format: String, values: [String])] = [
      ("\"dd/MM/yyyy HH:mm\"", ["01/03/2024 12:30", "02/03/2024 00:00"]),
      ("\"MM/dd/yy hh:mm a\"", ["03/01/24 12:30 PM", "03/02/24 12:00 AM"]),
      ("'yyyyMMddHHmm'", ["202403011230", "202403020000"]),
      ("\"EEE, d MMM yyyy HH:mm:ss Z\"", ["Fri, 1 Mar 2024 14:30:00 +0200", "Sat, 2 Mar 2024 00:00:00 +0000"]),
      ("yyyy-MM-dd'T'HH:mm", ["2024-03-01T12:30", "2024-03-02T00:00"]),
      ("", ["2024-03-01T12:30:00", "2024-03-02T00:00:00"]),
    ]
    for (format, values) in cases {
      let dataset = try await table.load(arff(format, values), kind: "arff")
      #expect(dataset.values("when") == [1_709_296_200, 1_709_337_600], "\(format)")
    }
    let error = await table.error(arff("\"dd/MM/yyyy\"", ["01/03/2024", "03/13/2024"]), kind: "arff")
    #expect(
      error.contains(
        "t.arff:6: expected a date written dd/MM/yyyy in column when, as the file declares, found \"03/13/2024\""))
  }
}
