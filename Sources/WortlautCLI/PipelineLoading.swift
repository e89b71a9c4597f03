import ArgumentParser
import Wortlaut

/// Finds the data and reads a pipeline, or ends the program with all that is wrong.
enum PipelineLoading {
  static func data() throws -> DataDirectory {
    do {
      return try DataDirectory.locate()
    } catch {
      Console.error("wortlaut: \(error)")
      throw ExitCode.couldNotRun
    }
  }

  static func load(_ nameOrPath: String) throws -> Pipeline {
    let data = try data()
    do {
      return try Pipeline(named: nameOrPath, registry: WortlautProgram.registry, data: data)
    } catch {
      Console.error("\(error)")
      throw ExitCode.wrongUsage
    }
  }
}
