/// How the settings of a tuned model were chosen on one split: who was tried, who was stopped when and why, who was chosen.
public struct SearchRecord: Hashable, Sendable, Codable {
  /// One configuration that was tried.
  public struct Candidate: Hashable, Sendable, Codable {
    /// The searched settings; the other settings are the model's own.
    public let settings: Settings
    /// The score on each inner fold, learned from all of its training rows; nil where it was not tried or failed.
    public var scores: [Double?]
    /// The mean scores of fits with less than all rows or epochs, by the share.
    public var partial: [PartialScore]
    /// Seconds of its fits and predictions.
    public var seconds: Double
    /// Why it was left out before the end; nil where it stayed in.
    public var ending: Ending?

    /// Makes a candidate.
    public init(
      settings: Settings, scores: [Double?] = [], partial: [PartialScore] = [], seconds: Double = 0,
      ending: Ending? = nil
    ) {
      self.settings = settings
      self.scores = scores
      self.partial = partial
      self.seconds = seconds
      self.ending = ending
    }

    /// The mean over the inner folds that it has a score of; nil for none.
    public var mean: Double? {
      let known = scores.compactMap(\.self)
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
  }

  /// A mean score of fits with less.
  public struct PartialScore: Hashable, Sendable, Codable {
    /// The share of the rows or epochs, below 1.
    public let share: Double
    /// The mean score over the inner folds.
    public let score: Double

    /// Makes a score.
    public init(share: Double, score: Double) {
      self.share = share
      self.score = score
    }
  }

  /// Why a configuration was left out.
  public struct Ending: Hashable, Sendable, Codable {
    /// The reasons.
    public enum Reason: String, Hashable, Sendable, Codable {
      /// It was certainly not the best.
      case worse
      /// Others of its rung were better.
      case outranked
      /// One of its fits failed.
      case failed
    }

    /// Which candidate, from 0.
    public let candidate: Int
    /// Why.
    public let reason: Reason
    /// The inner folds it had met by then.
    public let folds: Int
    /// The share of the rows or epochs it had then.
    public let share: Double
    /// How far the leader was ahead; nil where that was not the reason.
    public let lead: Double?
    /// The standard error of the lead over rows and seeds.
    public let error: Double?
    /// The chance that it is the best, by what was known then; nil where that was not the reason.
    public let chance: Double?
    /// What went wrong, where it failed.
    public let message: String?

    /// Makes an ending.
    public init(
      candidate: Int, reason: Reason, folds: Int, share: Double = 1, lead: Double? = nil, error: Double? = nil,
      chance: Double? = nil, message: String? = nil
    ) {
      self.candidate = candidate
      self.reason = reason
      self.folds = folds
      self.share = share
      self.lead = lead
      self.error = error
      self.chance = chance
      self.message = message
    }
  }

  /// The id of the metric by which was chosen.
  public let metric: String
  /// Which way it is better.
  public let direction: MetricDirection
  /// How many inner folds there are.
  public let folds: Int
  /// The configurations in the order they were tried; the first has the model's own settings.
  public let candidates: [Candidate]
  /// The chosen one, from 0; nil where the search was interrupted, or nothing could be chosen.
  public let chosen: Int?
  /// The one with the best mean of those that stayed in; nil for none.
  public let leader: Int?
  /// Fits that were made.
  public let fits: Int
  /// Seconds of all fits and predictions.
  public let seconds: Double
  /// Why it ended, in a few words.
  public let end: String
  /// Whether its budget or an interrupt ended it before it was through; nil where it was not, and in records of versions that
  /// did not keep it.
  public let isCutShort: Bool?

  /// Makes a record.
  public init(
    metric: String, direction: MetricDirection, folds: Int, candidates: [Candidate], chosen: Int?, leader: Int?,
    fits: Int, seconds: Double, end: String, isCutShort: Bool = false
  ) {
    self.metric = metric
    self.direction = direction
    self.folds = folds
    self.candidates = candidates
    self.chosen = chosen
    self.leader = leader
    self.fits = fits
    self.seconds = seconds
    self.end = end
    self.isCutShort = isCutShort ? true : nil
  }

  /// The settings that were chosen; nil where nothing was.
  public var chosenSettings: Settings? { chosen.map { candidates[$0].settings } }

  /// Fits that trying every configuration on every inner fold would have taken.
  public var fullFits: Int { candidates.count * folds }
}
