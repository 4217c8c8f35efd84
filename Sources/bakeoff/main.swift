import BakeoffCLI
import BakeoffPlugins

try await Workbench(models: catalog).main()
