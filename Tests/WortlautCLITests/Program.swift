import Foundation
import Testing

/// The built program, run as a real child process.
enum Program {
  struct Result {
    let exit: Int32
    let output: String
    let errors: String
    /// The output's lines, each decoded.
    var rows: [Row] {
      output.split(separator: "\n").compactMap { try? JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    }
  }

  struct Row: Decodable {
    struct Failure: Decodable {
      let stage: String
      let code: String
      let message: String
      let place: String?
    }
    struct Span: Decodable {
      let start: Int
      let end: Int
    }
    let id: String
    let text: String?
    let tokens: [Span]?
    let error: Failure?
  }

  /// Beside the test bundle, where the package manager builds it.
  static var path: String {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (bundle as NSString).deletingLastPathComponent + "/wortlaut"
  }

  static func run(_ arguments: String..., input: [UInt8] = [], in folder: String? = nil) throws -> Result {
    try run(arguments, input: input, in: folder)
  }

  /// - Parameter environment: added to the test's own.
  static func run(
    _ arguments: [String], input: [UInt8] = [], in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    if !environment.isEmpty { process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 } }
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    // Through files, so that no full pipe can hold the two up.
    let scratch = try Scratch()
    try scratch.write("input", input)
    process.standardInput = try FileHandle(forReadingFrom: scratch.url("input"))
    for name in ["output", "errors"] { try scratch.write(name, []) }
    process.standardOutput = try FileHandle(forWritingTo: scratch.url("output"))
    process.standardError = try FileHandle(forWritingTo: scratch.url("errors"))
    try process.run()
    process.waitUntilExit()
    return Result(
      exit: process.terminationStatus, output: try scratch.read("output"), errors: try scratch.read("errors"))
  }
}

extension Program {
  /// What is started from here on heeds Ctrl-C, also where the tests run in the background and ignore it.
  static func heedCtrlC() { signal(SIGINT, SIG_DFL) }

  /// Runs a shell command in which `$W` is the program.
  ///
  /// - Returns: its exit code.
  static func shell(_ command: String, in scratch: Scratch) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.environment = ProcessInfo.processInfo.environment.merging(["W": path]) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Runs the program and watches it.
  ///
  /// - Returns: its exit code, and the most memory it has had at once, in bytes, as the system last told before its end.
  static func runWatched(_ arguments: [String], in folder: String) throws -> (exit: Int32, peak: Int) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var peak = 0
    while process.isRunning {
      let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
      peak = max(peak, (Int(line.filter(\.isNumber)) ?? 0) << 10)
      usleep(2000)
    }
    return (process.terminationStatus, peak)
  }
}

/// A folder that goes away with the value.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "wortlaut-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func url(_ name: String) -> URL { URL(fileURLWithPath: path).appendingPathComponent(name) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let folder = url(name).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: url(name))
    return url(name).path
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  func read(_ name: String) throws -> String { String(decoding: try Data(contentsOf: url(name)), as: UTF8.self) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: url(name).path) }
}
