// The program wortlaut, with the stage `readability` beside the built-in ones.
import Readability
import Wortlaut
import WortlautCLI

var registry = StageRegistry.builtIn
registry.register(ReadabilityStage.self)
WortlautProgram.main(registry: registry)
