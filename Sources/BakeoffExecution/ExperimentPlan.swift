import BakeoffStore

extension Experiment {
  /// What a store keeps of the experiment, so that its leaderboard can be printed again without the data.
  ///
  /// `details` is JSON of the caller's own, such as the name of the data set.
  public func plan(details: String) -> RunPlan {
    RunPlan(
      task: task, classNames: classNames,
      models: models.map {
        PlannedModel(
          name: $0.name, plugin: $0.card.id, version: $0.card.version, title: $0.card.title, settings: $0.settings)
      }, splits: splits, truths: truths, details: details)
  }
}
