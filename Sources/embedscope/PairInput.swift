import Analysis
import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings

/// Where positive pairs and groups of views come from.
struct PairInputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Positive pairs: two cells a line, row numbers from 0 or identifiers.", valueName: "FILE"))
  var pairs: String?

  @Option(
    help: ArgumentHelp(
      "The set that the second row of each pair is in; without --pairs, rows go together in order.",
      valueName: "SET"))
  var against: String?

  @Option(help: ArgumentHelp("Identifiers of the rows of that set.", valueName: "FILE"))
  var againstIds: String?

  @Option(help: ArgumentHelp("The tensor or member to read of that set.", valueName: "NAME"))
  var againstTensor: String?

  @Option(
    help: ArgumentHelp(
      "Groups of views for LiDAR: a label for each row of SET, one a line.", valueName: "FILE"))
  var groups: String?

  @Option(
    name: .customLong("temperature"),
    help: ArgumentHelp(
      "One more temperature of InfoNCE beside 0.05, 0.1 and 1. Repeatable.", valueName: "TAU"))
  var temperatures: [Double] = []

  /// Whether anything about pairs was asked for.
  var isGiven: Bool { pairs != nil || against != nil || groups != nil }

  mutating func validate() throws {
    for temperature in temperatures
    where !(temperature >= PairOptions.leastTemperature && temperature <= 1000) {
      throw ValidationError(
        "--temperature takes a number from \(PairOptions.leastTemperature) to 1000, not "
          + "\(temperature): below it e^(-2/tau) is smaller than any float64.")
    }
    if allTemperatures.count
      > PairOptions.standardTemperatures.count + PairOptions.mostExtraTemperatures
    {
      throw ValidationError(
        "at most \(PairOptions.mostExtraTemperatures) temperatures beside 0.05, 0.1 and 1.")
    }
  }

  /// Refuses options of a second set where there is none.
  func validate(second: String?) throws {
    guard second == nil, againstIds != nil || againstTensor != nil else { return }
    throw ValidationError("--against-ids and --against-tensor say how to read --against SET.")
  }

  /// The standard temperatures and those asked for, each once.
  var allTemperatures: [Double] {
    var all = PairOptions.standardTemperatures
    for temperature in temperatures where !all.contains(temperature) { all.append(temperature) }
    return all
  }
}

/// Positive pairs, ready to be measured.
struct PairInput {
  let second: (any EmbeddingSource)?
  let pairs: PositivePairs
  let groups: [Int]?
  /// How they were read.
  let notes: [String]
  /// What the user should know.
  let warnings: [String]

  /// Reads the second set, the pairs and the groups that go with a set.
  init(
    _ options: PairInputOptions, second path: String?, first: any EmbeddingSource,
    reading: ReadOptions
  ) throws {
    var second: (any EmbeddingSource)?
    if let against = path {
      var reading = reading
      reading.idsPath = options.againstIds
      if let tensor = options.againstTensor { reading.tensor = tensor }
      second = try EmbeddingSetReader.open(against, options: reading)
    }
    try self.init(pairs: options.pairs, groups: options.groups, first: first, second: second)
  }

  /// Reads the pairs and the groups that go with open sets.
  ///
  /// - Parameters:
  ///   - pairs: their file; without it rows go together in order.
  ///   - groups: the file of labels of the first set, where there are any.
  init(
    pairs path: String?, groups groupPath: String?, first: any EmbeddingSource,
    second: (any EmbeddingSource)?
  ) throws {
    if let second { try Self.checkColumns(first, second) }
    var notes: [String] = []
    var warnings: [String] = []
    if let path {
      let file = try PairFile(
        path, first: first, second: second ?? first, areOneSet: second == nil)
      pairs = PositivePairs(
        first: file.first, second: file.second, areWithinOneSet: second == nil)
      notes.append(file.note)
      warnings = file.warnings
    } else if let second {
      try Self.checkRows(first, second)
      pairs = .aligned(count: first.shape.rowCount)
    } else {
      pairs = PositivePairs(first: [], second: [], areWithinOneSet: true)
    }
    groups = try groupPath.map { try GroupFile.read($0, rowCount: first.shape.rowCount) }
    self.second = second
    self.notes = notes
    self.warnings = warnings
  }

  private static func checkColumns(
    _ first: any EmbeddingSource, _ second: any EmbeddingSource
  ) throws {
    let (left, right) = (first.shape.columnCount, second.shape.columnCount)
    guard left != right else { return }
    throw FormatError(
      second.name, expected: "\(NumberText.grouped(left)) columns, as in \(first.name)",
      found: "it has \(NumberText.grouped(right))",
      remedy: "Both rows of a pair come from one space: export both sides with one model.")
  }

  private static func checkRows(
    _ first: any EmbeddingSource, _ second: any EmbeddingSource
  ) throws {
    let (left, right) = (first.shape.rowCount, second.shape.rowCount)
    guard left != right else { return }
    throw FormatError(
      second.name,
      expected: "\(NumberText.grouped(left)) rows, one for each row of \(first.name)",
      found: "it has \(NumberText.grouped(right))",
      remedy: "Say which rows go together with --pairs FILE.")
  }
}
