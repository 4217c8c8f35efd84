import BakeoffCore
import Foundation

/// What a user asks of Slurm.
public struct SlurmOptions: Sendable, Hashable {
  /// The partition; nil for the cluster's own choice.
  public var partition: String?
  /// Whose account pays; nil for the user's own.
  public var account: String?
  /// How long a task may take; nil for the partition's own limit.
  public var time: Duration?
  /// Memory of a task as Slurm writes it, such as `4G`; nil for the cluster's own choice.
  public var memory: String?
  /// Processors of a task; it runs as many trials at a time.
  public var cpus = 1
  /// How many tasks of an array may run at the same time; nil for any number.
  public var arrayLimit: Int?
  /// More arguments of `sbatch`.
  public var extra: [String] = []

  /// Asks for nothing in particular.
  public init() {}

  /// The arguments of `sbatch` that ask for all this.
  package var arguments: [String] {
    let asked = [
      partition.map { "--partition=\($0)" }, account.map { "--account=\($0)" },
      time.map { "--time=\(Self.clock($0))" }, memory.map { "--mem=\($0)" },
    ]
    return asked.compactMap(\.self) + ["--cpus-per-task=\(cpus)"] + extra
  }

  /// A duration as Slurm reads it, hours:minutes:seconds.
  private static func clock(_ duration: Duration) -> String {
    let seconds = Int(duration.seconds.rounded(.up))
    return String(format: "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
  }
}

/// The scheduler Slurm, by its commands; accounting (`sacct`) is not needed.
///
/// Source: the manual pages of sbatch, squeue, scancel and scontrol of Slurm 22.05.
public struct Slurm: Scheduler {
  /// What messages call it.
  public let name = "Slurm"
  /// As sbatch(1) says.
  public let taskVariable: String? = "SLURM_ARRAY_TASK_ID"
  private let options: SlurmOptions

  /// Slurm, asked for such tasks.
  public init(_ options: SlurmOptions = SlurmOptions()) { self.options = options }

  /// `MaxArraySize`, as the controller reports it.
  public func largestArray() async throws -> Int {
    let text = try await answer(["scontrol", "show", "config"])
    let line = text.split(separator: "\n").first { $0.hasPrefix("MaxArraySize") }
    guard let size = line?.split(separator: "=").last.flatMap({ Int($0.trimmingCharacters(in: .whitespaces)) }) else {
      throw SchedulerProblem("`scontrol show config` does not name MaxArraySize", isTemporary: false)
    }
    // 0 means that the cluster takes no arrays; a task by itself is always taken.
    return max(1, size)
  }

  /// Hands over an array by `sbatch`.
  public func submit(_ array: TaskArray) async throws -> String {
    let limit = options.arrayLimit.map { "%\($0)" } ?? ""
    let text = try await answer(
      [
        "sbatch", "--parsable", "--job-name=\(array.name)", "--array=0-\(array.count - 1)\(limit)", "--requeue",
        "--nodes=1", "--ntasks=1", "--chdir=/", "--open-mode=append", "--output=\(array.logFolder)/task-%a.log",
      ] + options.arguments + [array.script])
    // With several clusters the cluster's name stands behind the id.
    guard let id = text.split(whereSeparator: { $0 == ";" || $0.isNewline }).first.map(String.init), Int(id) != nil
    else { throw SchedulerProblem("`sbatch` answered `\(text.prefix(100))`, which is no job id", isTemporary: false) }
    return id
  }

  /// Looks for a job by its name.
  public func id(of name: String) async throws -> String? {
    let text = try await answer(["squeue", "--noheader", "--states=all", "--name=\(name)", "--format=%F"])
    return text.split(whereSeparator: \.isNewline).first.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Asks `squeue` of all of them at once; it knows of those that ended for some minutes (`MinJobAge`).
  public func tasks(of ids: [String]) async throws -> [SchedulerTask: TaskStatus]? {
    guard !ids.isEmpty else { return [:] }
    let fields = "ArrayJobID:24,ArrayTaskID:24,State:24,RestartCnt:12,Reason:40"
    let words = [
      "squeue", "--noheader", "--array", "--states=all", "--jobs=\(ids.joined(separator: ","))", "--Format=\(fields)",
    ]
    // By itself it would wait for a controller that is down.
    let ending = try await runSchedulerCommand(words, limit: .seconds(15))
    // So it answers where it knows of none of them any more.
    if ending.status != 0, ending.errors.contains("Invalid job id") { return [:] }
    return Self.tasks(in: try Self.checked(ending, words[0]))
  }

  /// Cancels by `scancel`.
  public func cancel(_ ids: [String]) async throws {
    guard !ids.isEmpty else { return }
    let words = ["scancel", "--quiet"] + ids
    _ = try Self.checked(try await runSchedulerCommand(words, limit: .seconds(15)), words[0])
  }

  /// Cancels by `scancel`, named as arrays and places.
  public func cancel(_ tasks: [SchedulerTask]) async throws {
    try await cancel(tasks.map { "\($0.array)_\($0.index)" })
  }

  /// What the lines of `squeue` say.
  package static func tasks(in text: String) -> [SchedulerTask: TaskStatus] {
    var tasks: [SchedulerTask: TaskStatus] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
      guard fields.count >= 4, let state = state(fields[2]) else { continue }
      let task = SchedulerTask(array: fields[0], index: Int(fields[1]) ?? 0)
      tasks[task] = TaskStatus(
        state, restarts: Int(fields[3]) ?? 0,
        reason: fields.count > 4 && fields[4] != "None" ? fields[4...].joined(separator: " ") : "",
        isHeld: fields.dropFirst(4).contains { $0.lowercased().contains("held") })
    }
    return tasks
  }

  /// The state that a word of Slurm's means; nil for none that is known. Source: squeue(1), JOB STATE CODES.
  private static func state(_ word: String) -> TaskStatus.State? {
    switch word {
    case "PENDING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD", "SPECIAL_EXIT", "CONFIGURING": .waiting
    case "RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "SIGNALING", "STAGE_OUT", "RESIZING": .running
    case "COMPLETED": .completed
    case "FAILED", "LAUNCH_FAILED", "RECONFIG_FAIL", "REVOKED": .failed
    case "CANCELLED": .cancelled
    case "TIMEOUT", "DEADLINE": .timedOut
    case "OUT_OF_MEMORY": .outOfMemory
    case "NODE_FAIL", "BOOT_FAIL": .nodeLost
    case "PREEMPTED": .preempted
    default: nil
    }
  }

  private func answer(_ words: [String]) async throws -> String {
    try Self.checked(try await runSchedulerCommand(words), words[0])
  }

  /// What it printed. Throws `SchedulerProblem` where it left with another status than 0.
  private static func checked(_ ending: CommandEnding, _ command: String) throws -> String {
    guard ending.status != 0 else { return ending.output }
    let said = ending.status == nil || passing.contains { ending.errors.contains($0) }
    let complaint = ending.complaint
    let line = complaint.hasPrefix(command) ? complaint : "\(command): \(complaint)"
    throw SchedulerProblem(line, isTemporary: said)
  }

  /// What Slurm says of troubles that pass by themselves.
  private static let passing = [
    "temporarily unable", "Unable to contact slurm controller", "Socket timed out", "Zero Bytes were transmitted",
    "inactive or drain", "Resource temporarily unavailable", "Connection refused", "submission limit", "submit limit",
    "SubmitJob", "Slurm backup controller", "Transport endpoint", "Unexpected message received", "in standby mode",
  ]
}
