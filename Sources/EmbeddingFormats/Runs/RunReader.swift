public import EmbeddingSets
import Streaming

/// How a run is to be read.
public struct RunReadOptions: Sendable {
  /// What to do with a document that a query has twice.
  public enum Duplicates: String, Sendable, CaseIterable {
    /// Refuse, naming both lines.
    case error
    /// Keep the line that comes first.
    case first
    /// Keep the line with the highest score, the first among equals.
    case max
  }

  /// What to do with a document that a query has twice.
  public var duplicates = Duplicates.error
  /// Compare scores as float32, as trec_eval 9 and pytrec_eval do.
  public var isSinglePrecision = false
  /// How many tasks read at once; speed only.
  public var jobs = 1

  /// Refuses duplicates, compares float64.
  public init() {}
}

/// Reads runs: TREC lines, tab-separated tables with a header (BEIR, MTEB), MS MARCO ranks, JSON lines
/// and the JSON object of ranx and pytrec_eval, told from content.
///
/// A file is cut into parts at line ends, at places that depend on its size alone; each part numbers
/// its identifiers, and the parts are put together in order. So the result is the same for any number
/// of tasks, and the error is that of the first bad line.
public enum RunReader {
  /// Bytes of a part.
  static let partByteCount = 2 << 20

  /// Reads a run.
  ///
  /// - Parameters:
  ///   - path: a file, or `-` for standard input.
  ///   - name: what reports call the run.
  ///   - options: what a repeated document means, precision, jobs.
  /// - Throws: ``FormatError`` naming file and line for a line that is no entry, a score that is not
  ///   finite, a document that a query has twice.
  public static func read(
    _ path: String, name: String, options: RunReadOptions = .init()
  ) async throws -> RetrievalRun {
    let file = try path == "-" ? MappedFile(standardInputNamed: path) : MappedFile(path: path)
    return try await read(file, name: name, options: options, partByteCount: partByteCount)
  }

  static func read(
    _ file: MappedFile, name: String, options: RunReadOptions, partByteCount: Int
  ) async throws -> RetrievalRun {
    let layout = try RunLayout(of: file)
    var assembly = RunAssembly(file: file.name)
    switch layout {
    case .jsonLines, .jsonDocument:
      try assembly.add(try RunJSON.part(of: file, isLines: layout == .jsonLines))
    case .trec, .ranks, .table:
      try await lines(of: file, layout, jobs: options.jobs, partByteCount, into: &assembly)
    }
    return try assembly.run(name: name, options)
  }

  private static func lines(
    of file: MappedFile, _ layout: RunLayout, jobs: Int, _ partByteCount: Int,
    into assembly: inout RunAssembly
  ) async throws {
    let parser = RunLineParser(layout)
    let count = (file.byteCount + partByteCount - 1) / partByteCount
    let isTable = if case .table = layout { true } else { false }
    var collected: [RunPart] = []
    collected.reserveCapacity(count)
    try await orderedMap(count: count, width: max(1, min(jobs, count))) { index in
      let bytes = try wholeLines(of: file, part: index, byteCount: partByteCount)
      return parser.parse(bytes, skipsHeader: isTable && index == 0)
    } consume: { _, part in
      collected.append(part)
    }
    for part in collected { try assembly.add(part) }
  }

  /// The lines that start inside a part, to the end of the last.
  private static func wholeLines(
    of file: MappedFile, part: Int, byteCount: Int
  ) throws -> [UInt8] {
    var start = part * byteCount
    let end = min(start + byteCount, file.byteCount)
    if part == 0 {
      let leading = try file.elements(UInt8.self, at: 0, count: min(3, file.byteCount))
      if leading == [0xEF, 0xBB, 0xBF] { start = 3 }
    } else {
      // A line belongs to the part that holds its first byte, the one behind a line end.
      start = try lineEnd(of: file, from: start - 1)
    }
    let stop = end < file.byteCount ? try lineEnd(of: file, from: end - 1) : end
    guard start < stop else { return [] }
    return try file.elements(UInt8.self, at: start, count: stop - start)
  }

  /// The first byte behind the first line end from a position on; the end of the file without one.
  private static func lineEnd(of file: MappedFile, from position: Int) throws -> Int {
    var start = position
    while start < file.byteCount {
      let bytes = try file.elements(
        UInt8.self, at: start, count: min(4096, file.byteCount - start))
      if let offset = bytes.firstIndex(of: 0x0A) { return start + offset + 1 }
      start += bytes.count
    }
    return file.byteCount
  }
}
