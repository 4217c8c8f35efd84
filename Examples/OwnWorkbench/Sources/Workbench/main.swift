import BakeoffCLI
import BakeoffExecution
import BakeoffPlugins
import NaiveBayesPlugin

await Workbench.main(catalog: catalog + [CatalogEntry(NaiveBayes.self)])
