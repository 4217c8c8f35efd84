import BakeoffCLI
import BakeoffPlugins

try Workbench(models: catalog).main()
