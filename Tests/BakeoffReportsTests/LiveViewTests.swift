import BakeoffReports
import Testing

@Suite struct LiveViewTests {
  private let view: LiveView = {
    var view = LiveView(finished: 12, total: 25, secondsPassed: 42.4, secondsLeft: 65, metric: "F1")
    view.failures = [
      "linear-svm fold 1/5: crashed: SIGSEGV", "linear-svm fold 2/5: timed out: took longer than 60.0 s",
    ]
    view.running = [
      LiveView.Running(model: "logistic-regression", split: "fold 3/5", progress: ["epoch 30/100"], loss: 12.345),
      LiveView.Running(model: "cnn", split: "fold 3/5", progress: ["epoch 2/10"], loss: 0.12345),
      LiveView.Running(model: "手書き", split: "repeat 2 fold 3/5"),
    ]
    view.standings = [
      LiveView.Standing(model: "cnn", score: 0.98765, ok: "2/5"),
      LiveView.Standing(model: "logistic-regression", score: 0.92, ok: "2/5"),
      LiveView.Standing(model: "linear-svm", score: nil, ok: "0/5"),
    ]
    return view
  }()

  @Test func anOrdinaryTerminalShowsEverything() {
    #expect(
      text(80, 24) == """
        [#######........]  12/25  2 failed  1:05 left  0:42 so far
        logistic-regression  fold 3/5  epoch 30/100  loss 12.3
        cnn                  fold 3/5  epoch 2/10  loss 0.1235
        手書き               repeat 2 fold 3/5
        failed: linear-svm fold 1/5: crashed: SIGSEGV
        failed: linear-svm fold 2/5: timed out: took longer than 60.0 s

        so far                   F1   ok
        cnn                  0.9877  2/5
        logistic-regression  0.9200  2/5
        linear-svm                -  0/5
        """)
  }

  @Test func aSmallTerminalShowsWhatMattersMostAndCutsNoNumber() {
    #expect(
      text(40, 8) == """
        [###....]  12/25  2 failed  1:05 left
        logistic-regr  fold 3/5  epoch 30/100
        cnn            fold 3/5  epoch 2/10
        手書き         repeat 2 fold 3/5
        failed: linear-svm fold 1/5: crashed: S
        failed: linear-svm fold 2/5: timed out:
        """)
  }

  @Test func whatHasNoRoomIsCounted() {
    var view = view
    view.failures = []
    view.running = Array(repeating: view.running[1], count: 9)
    #expect(
      view.lines(in: TerminalSize(columns: 60, rows: 10)).joined(separator: "\n") == """
        [#####......]  12/25  1:05 left  0:42 so far
        cnn  fold 3/5  epoch 2/10  loss 0.1235
        cnn  fold 3/5  epoch 2/10  loss 0.1235
        cnn  fold 3/5  epoch 2/10  loss 0.1235
        and 6 more running

        so far                   F1   ok
        cnn                  0.9877  2/5
        and 2 more models
        """)
  }

  @Test func noViewIsTallerOrWiderThanItsTerminal() {
    for columns in [1, 2, 7, 20, 40, 80, 200] {
      for rows in 1...14 {
        let lines = view.lines(in: TerminalSize(columns: columns, rows: rows))
        #expect(lines.count < rows || rows == 1 && lines.isEmpty, "\(columns) x \(rows)")
        // A wide character fills two columns and counts as one here.
        #expect(lines.allSatisfy { $0.count < columns || $0.isEmpty }, "\(columns) x \(rows)")
      }
    }
  }

  @Test func controlCharactersOfAMessageDoNotReachTheTerminal() {
    var view = view
    view.failures = ["a\u{1B}[2J\r\nb\u{7}"]
    #expect(view.lines(in: TerminalSize(columns: 80, rows: 24)).contains(#"failed: a\u{1B}[2J b\u{7}"#))
  }

  @Test func hoursAreShownFromOneHourOn() {
    let view = LiveView(finished: 0, total: 0, secondsPassed: 3600 + 61, metric: "F1")
    #expect(view.lines(in: TerminalSize(columns: 80, rows: 24)) == ["[###############]  0/0  1:01:01 so far"])
  }

  private func text(_ columns: Int, _ rows: Int) -> String {
    view.lines(in: TerminalSize(columns: columns, rows: rows)).joined(separator: "\n")
  }
}

@Suite struct LiveFrameTests {
  private let size = TerminalSize(columns: 20, rows: 10)
  /// One line up, which is emptied.
  private let up = "\u{1B}[A\u{1B}[2K"

  @Test func drawingReplacesWhatWasDrawn() {
    var frame = LiveFrame()
    #expect(frame.draw(["one", "two"], in: size) == "one\ntwo\n")
    #expect(frame.draw(["one", "two"], in: size) == "")
    #expect(frame.draw(["three"], in: size) == "\r" + up + up + "three\n")
    #expect(frame.erase(in: size) == "\r" + up)
    #expect(frame.erase(in: size) == "")
  }

  @Test func linesThatANarrowerTerminalHasBrokenAreAllErased() {
    var frame = LiveFrame()
    _ = frame.draw(["123456789", "", "12345"], in: size)
    #expect(frame.erase(in: TerminalSize(columns: 5, rows: 10)) == "\r" + up + up + up + up)
  }

  @Test func theCursorGoesNoHigherThanTheTerminalIs() {
    var frame = LiveFrame()
    _ = frame.draw(["1", "2", "3", "4"], in: size)
    #expect(frame.erase(in: TerminalSize(columns: 20, rows: 3)) == "\r" + up + up + up)
  }
}
