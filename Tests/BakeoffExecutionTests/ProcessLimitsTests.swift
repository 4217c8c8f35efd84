import BakeoffCore
import BakeoffExecution
import Testing

@Test(arguments: [
  ("60s", Duration.seconds(60)), ("5m", .seconds(300)), ("1.5h", .seconds(5400)), ("500ms", .milliseconds(500)),
  ("2 min", .seconds(120)), ("0.25S", .milliseconds(250)),
])
func durationsAreReadWithTheirUnit(text: String, duration: Duration) throws {
  #expect(try parseDuration(text, flag: "--time-limit") == duration)
}

@Test(arguments: [
  ("2GB", 2_000_000_000), ("500MB", 500_000_000), ("1.5GiB", 1_610_612_736), ("64 kib", 65_536), ("10b", 10),
])
func sizesAreReadWithTheirUnit(text: String, count: Int) throws {
  #expect(try parseByteCount(text, flag: "--memory-limit") == count)
}

@Test(arguments: ["60", "s", "", "-5s", "0s", "5 apples", "1e3s", "1..5s", "99999999999999999h", "٣s"])
func aDurationThatIsNoneIsOneLine(text: String) {
  #expect(
    throws: ConfigurationError(
      "--time-limit \(text): give a number above 0 with its unit, as in 60s, 5m, 2h or 500ms")
  ) { try parseDuration(text, flag: "--time-limit") }
}

@Test(arguments: ["2", "GB", "0MB", "-1GB", "2G", "0.1b", "99999999999999999TB"])
func aSizeThatIsNoneIsOneLine(text: String) {
  #expect(
    throws: ConfigurationError(
      "--memory-limit \(text): give a number above 0 with its unit, as in 2GB, 500MB or 1.5GiB")
  ) { try parseByteCount(text, flag: "--memory-limit") }
}

@Test(arguments: [
  (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (213_456_789, "213 MB"), (1_500_000_000, "1.5 GB"),
  (999_999_999, "1.0 GB"),
])
func sizesAreWrittenForAPerson(count: Int, text: String) {
  #expect(formattedBytes(count) == text)
}
