import BakeoffCLI
import BakeoffCatalog
import BakeoffDatasets
import BakeoffEvaluation
import BakeoffPlugins
import NaiveBayesPlugin

var workbench = try Workbench(models: catalog)
try workbench.models.add(CatalogEntry(NaiveBayes.self))
try workbench.metrics.add(MetricEntry(HammingLoss()))
try workbench.datasets.add(DatasetEntry(TwoMoons()))
workbench.main()
