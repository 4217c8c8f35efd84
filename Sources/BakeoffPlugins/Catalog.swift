import BakeoffCatalog
import CNNPlugin
import LinearSVMPlugin
import LogisticRegressionPlugin
import MLPPlugin
import MajorityClassPlugin

/// Every model this package brings, in the order they are listed; one line a plugin.
public let catalog: [CatalogEntry] = [
  CatalogEntry(MajorityClass.self),
  CatalogEntry(LogisticRegression.self),
  CatalogEntry(LinearSVM.self),
  CatalogEntry(MLP.self),
  CatalogEntry(CNN.self),
]
