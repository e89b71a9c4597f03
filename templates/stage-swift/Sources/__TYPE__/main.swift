// The program wortlaut, with one stage more.
import Wortlaut
import WortlautCLI

var registry = StageRegistry.builtIn
registry.register(__TYPE__Stage.self)
WortlautProgram.main(registry: registry)
