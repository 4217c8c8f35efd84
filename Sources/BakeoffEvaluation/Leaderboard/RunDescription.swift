import BakeoffCore

/// What was run, and where: the heading of a leaderboard.
public struct RunDescription: Hashable, Sendable, Codable {
  /// The name of the data set.
  public var dataset: String
  /// The rows the run used.
  public var rows: Int
  /// The classes of the task.
  public var classNames: [String]
  /// SHA-256 of the data, in lower-case hexadecimal.
  public var sha256: String
  /// What is predicted, in a few words: `multiclass`, or `2 against the rest`.
  public var task: String
  /// How rows are split, in a few words.
  public var resampling: String
  /// How rows are split, as data; nil in runs of versions that did not keep it.
  public var resamplingSetup: ResamplingSetup?
  /// The experiment's seed.
  public var seed: UInt64
  /// How precision, recall and F1 are averaged over the classes.
  public var average: Average
  /// Where it ran.
  public var environment: RunEnvironment
  /// The target, its classes, and what was done to the data; nil in runs of versions that did not keep it.
  public var data: DataDescription?
  /// How the data was asked for, so that it can be read again; nil where it was handed over, and in runs of versions that
  /// did not keep it.
  public var source: DataSource?
  /// Flags of the command that change what is run and stand nowhere else in the record, such as `--time-limit=60s`; nil in runs
  /// of a program that is no such command, and of versions that did not keep them.
  public var flags: [String]?
  /// The metric by which models could drop out before the last split; nil where every model met every split.
  public var race: String?
  /// The id of the metric that ranked its board; nil in runs of versions that did not keep it.
  public var rankedBy: String?
  /// How its trials run elsewhere, so that another command can look after them; nil where they run on this machine.
  public var elsewhere: RunElsewhere?
  /// What confined programs of others while they ran; nil where nothing did.
  public var confinement: String?
  /// What a reader must not miss, such as a substitute for the data set that was unavailable.
  public var notice: String?

  /// Makes a description.
  public init(
    dataset: String, rows: Int, classNames: [String], sha256: String, task: String, resampling: String,
    resamplingSetup: ResamplingSetup? = nil, seed: UInt64, average: Average = .macro, environment: RunEnvironment,
    data: DataDescription? = nil, notice: String? = nil
  ) {
    self.dataset = dataset
    self.rows = rows
    self.classNames = classNames
    self.sha256 = sha256
    self.task = task
    self.resampling = resampling
    self.resamplingSetup = resamplingSetup
    self.seed = seed
    self.average = average
    self.environment = environment
    self.data = data
    self.notice = notice
  }
}

/// How trials of a run run elsewhere.
public struct RunElsewhere: Hashable, Sendable, Codable {
  /// The flags that say where, as they were given.
  public let arguments: [String]
  /// What the folder of the run in the shared folder is called.
  public let token: String
  /// Whether fitted models are kept.
  public let keepsModels: Bool

  /// Makes a description.
  public init(arguments: [String], token: String, keepsModels: Bool) {
    self.arguments = arguments
    self.token = token
    self.keepsModels = keepsModels
  }
}

/// How data was asked for.
public struct DataSource: Hashable, Sendable, Codable {
  /// The data set, as a user writes it.
  public let dataset: String
  /// What stood for a missing value besides what always does.
  public let missing: [String]
  /// Whether rows without a class were left out.
  public let dropsMissingTarget: Bool
  /// Whether pictures that cannot be read were passed over; nil in runs of versions that did not keep it.
  public let skipsUnreadable: Bool?
  /// About how many rows were drawn; nil for all of them.
  public let limit: Int?

  /// Makes a source.
  public init(
    dataset: String, missing: [String] = [], dropsMissingTarget: Bool = false, skipsUnreadable: Bool? = nil,
    limit: Int? = nil
  ) {
    self.dataset = dataset
    self.missing = missing
    self.dropsMissingTarget = dropsMissingTarget
    self.skipsUnreadable = skipsUnreadable
    self.limit = limit
  }
}

/// A way to split rows as data: its id, and what it was set to.
public struct ResamplingSetup: Hashable, Sendable, Codable {
  /// The id it is selected by.
  public let id: String
  /// Its settings by name.
  public let settings: [String: SettingValue]

  /// Describes a resampling.
  public init(_ resampling: any Resampling) {
    id = resampling.id
    settings = resampling.settings
  }
}

/// The program and the machine that made a result.
public struct RunEnvironment: Hashable, Sendable, Codable {
  /// The implementation of BLAS in use.
  public var blas: String
  /// The processor and its cores.
  public var machine: String
  /// The operating system and its version.
  public var os: String
  /// The Swift version the program was built with.
  public var swift: String
  /// The version of this program.
  public var version: String

  /// Makes a description.
  public init(blas: String, machine: String, os: String, swift: String, version: String) {
    self.blas = blas
    self.machine = machine
    self.os = os
    self.swift = swift
    self.version = version
  }
}
