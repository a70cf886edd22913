import ArgumentParser
import Findings
import Foundation
import Testing

@testable import embedscope

@Suite("Reports in files")
struct OutputTests {
  private static let report = Report(
    command: "diagnose",
    subject: Subject(name: "x", rows: 2, dimensions: 3, storedAs: "float32", digest: nil),
    verdict: "x: fine.", highlights: [], metrics: [Metric("data.rows", .measured(2), unit: .rows)],
    series: [Series(id: "s", columns: ["v"], rows: [[.integer(1)]])], findings: [],
    provenance: Provenance(
      version: "0", arguments: [], seed: 0,
      blas: Provenance.Library(name: "b", core: "c", threads: 1)))

  private func inDirectory(_ body: (String) throws -> Void) throws {
    let directory = try EmbedscopeProcess.temporaryDirectory()
    try body(directory.path)
    try FileManager.default.removeItem(at: directory)
  }

  private func emit(_ targets: String...) throws {
    let arguments = targets.flatMap { ["--report", $0] }
    try ReportOutput(try SharedOptions.parse(arguments)).emit(Self.report)
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test("a directory gets one file a table, and is made; a file gets the first document")
  func places() throws {
    try inDirectory { directory in
      try emit(
        "csv=\(directory)/deep/tables/", "json=\(directory)/r.json", "csv=\(directory)/m.csv")
      #expect(try names(directory) == ["deep", "m.csv", "r.json"])
      #expect(try names(directory + "/deep/tables") == ["findings.csv", "metrics.csv", "s.csv"])
      let metrics = try String(contentsOfFile: directory + "/m.csv", encoding: .utf8)
      #expect(metrics.hasPrefix("subject,id,value"))
    }
  }

  @Test("tables without a slash or an ending go into a directory, a text into a directory there is")
  func directories() throws {
    try inDirectory { directory in
      try emit("csv=\(directory)/tables", "text=\(directory)")
      #expect(try names(directory) == ["report.txt", "tables"])
      #expect(try names(directory + "/tables").count == 3)
    }
  }

  @Test("files are replaced, links and devices are kept")
  func replacing() throws {
    try inDirectory { directory in
      try Data("old and longer than anything new".utf8).write(
        to: URL(fileURLWithPath: directory + "/real.txt"))
      try FileManager.default.createSymbolicLink(
        atPath: directory + "/link.txt", withDestinationPath: directory + "/real.txt")
      try emit("text=\(directory)/link.txt", "json=/dev/null")
      let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/link.txt")
      #expect(attributes[.type] as? FileAttributeType == .typeSymbolicLink)
      let text = try String(contentsOfFile: directory + "/real.txt", encoding: .utf8)
      #expect(text.hasPrefix("x: fine.\n"))
      let null = try FileManager.default.attributesOfItem(atPath: "/dev/null")
      #expect(null[.type] as? FileAttributeType == .typeCharacterSpecial)
    }
  }

  @Test("a pipe of the shell takes a report")
  func pipe() throws {
    let pipe = Pipe()
    try emit("text=/dev/fd/\(pipe.fileHandleForWriting.fileDescriptor)")
    try pipe.fileHandleForWriting.close()
    let text = try pipe.fileHandleForReading.readToEnd() ?? Data()
    #expect(String(decoding: text, as: UTF8.self).hasPrefix("x: fine.\n"))
  }

  @Test("a path that cannot be written is refused before the work starts, and nothing is left")
  func refused() throws {
    try inDirectory { directory in
      try Data().write(to: URL(fileURLWithPath: directory + "/file"))
      for path in ["\(directory)/missing/r.json", "\(directory)/file/r.json", "/proc/r.json"] {
        let options = try SharedOptions.parse(["--report", "json=\(path)"])
        let error = #expect(throws: OutputError.self) { try ReportOutput(options) }
        #expect(error?.description.hasPrefix("\(path): cannot be ") == true)
      }
      for path in ["\(directory)/file/tables/", "/proc/tables/"] {
        let options = try SharedOptions.parse(["--report", "csv=\(path)"])
        #expect(throws: OutputError.self) { try ReportOutput(options) }
      }
      #expect(try names(directory) == ["file"])
    }
  }

  @Test("checking leaves nothing behind")
  func probing() throws {
    try inDirectory { directory in
      _ = try ReportOutput(
        try SharedOptions.parse([
          "--report", "csv=\(directory)/t/", "--report", "json=\(directory)/j",
        ]))
      #expect(try names(directory) == [])
    }
  }

  @Test("if one file cannot be written, none of the new ones stays")
  func rollback() throws {
    try inDirectory { directory in
      var writer = OutputWriter()
      writer.add(directory + "/first.txt", "first")
      try Data().write(to: URL(fileURLWithPath: directory + "/blocker"))
      writer.add(directory + "/blocker/second.txt", "second")
      #expect(throws: OutputError.self) { try writer.commit() }
      #expect(try names(directory) == ["blocker"])
    }
  }

  @Test("paths relative to the working directory work", arguments: ["x/y/", "x", "./x/"])
  func relative(path: String) throws {
    try OutputWriter.checkDirectory(path)
  }
}
