import Foundation
import Testing

/// One run of the built program: arguments in, exit code and both streams out.
struct EmbedscopeProcess {
  /// The exit code, -1 if a signal ended it.
  let exitCode: Int32
  let output: String
  let errors: String

  /// Where the tests of this run keep their files.
  static func temporaryDirectory() throws -> URL {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("embedscope-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
  }

  /// Runs `embedscope` with nothing of our environment but what is given.
  init(_ arguments: String..., environment: [String: String] = [:]) throws {
    try self.init(arguments, environment: environment)
  }

  /// Runs `embedscope`: in a directory, with something on its standard input, and with its answer
  /// going to a path of its own, where they are given; the shell limits its address space.
  init(
    _ arguments: [String], in workingDirectory: URL? = nil, input: Data? = nil,
    environment: [String: String] = [:], outputPath: String? = nil,
    addressSpaceKibibytes: Int? = nil
  ) throws {
    let process = Process()
    let executable = try Self.executable()
    if let limit = addressSpaceKibibytes {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      let command = "ulimit -v \(limit); exec \"$@\""
      process.arguments = ["-c", command, "bash", executable.path] + arguments
    } else {
      process.executableURL = executable
      process.arguments = arguments
    }
    let inherited = ["PATH", "HOME", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE"].compactMap { name in
      ProcessInfo.processInfo.environment[name].map { (name, $0) }
    }
    process.environment = environment.merging(inherited) { own, _ in own }
    let directory = try Self.temporaryDirectory()
    defer {
      do {
        try FileManager.default.removeItem(at: directory)
      } catch {
        Issue.record(error)
      }
    }
    // Files, not pipes: a pipe that nobody empties would hold a long report up for ever.
    let outputURL = directory.appendingPathComponent("output")
    let errorsURL = directory.appendingPathComponent("errors")
    try Data().write(to: outputURL)
    try Data().write(to: errorsURL)
    process.standardOutput = try FileHandle(
      forWritingTo: outputPath.map { URL(fileURLWithPath: $0) } ?? outputURL)
    process.standardError = try FileHandle(forWritingTo: errorsURL)
    process.standardInput = FileHandle.nullDevice
    if let workingDirectory { process.currentDirectoryURL = workingDirectory }
    if let input {
      let inputURL = directory.appendingPathComponent("input")
      try input.write(to: inputURL)
      process.standardInput = try FileHandle(forReadingFrom: inputURL)
    }
    try process.run()
    process.waitUntilExit()
    exitCode = process.terminationReason == .exit ? process.terminationStatus : -1
    output = String(decoding: try Data(contentsOf: outputURL), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: errorsURL), as: UTF8.self)
  }

  /// The program beside the test bundle that is running.
  static func executable() throws -> URL {
    for argument in CommandLine.arguments where argument.contains(".xctest") {
      var directory = URL(fileURLWithPath: argument).deletingLastPathComponent()
      // The bundle is a file on Linux and a directory, some levels up, on macOS.
      for _ in 0..<4 {
        let candidate = directory.appendingPathComponent("embedscope")
        if FileManager.default.fileExists(atPath: candidate.path) {
          let attributes = try FileManager.default.attributesOfItem(atPath: candidate.path)
          if attributes[.type] as? FileAttributeType == .typeRegular { return candidate }
        }
        directory.deleteLastPathComponent()
      }
    }
    throw MissingExecutable(searched: CommandLine.arguments)
  }

  struct MissingExecutable: Error { let searched: [String] }
}
