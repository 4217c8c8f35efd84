import BakeoffCLI
import BakeoffPlugins

await Workbench.main(catalog: catalog)
