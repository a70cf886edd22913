import EmbeddingSets
import Streaming
import TestSupport
import Testing

@testable import Analysis

@Suite("One pass over rows is one mergeable state")
struct RowPassTests {
  static let everyParts: [RowPass.Parts] = (0..<16).map { RowPass.Parts(rawValue: $0) }

  static func laws(
    _ stream: RowStream, parts: RowPass.Parts, fingerprintBudget: Int = 1000
  ) -> AccumulatorLaws<RowPass> {
    AccumulatorLaws(
      stream.configuration(parts: parts, fingerprintBudget: fingerprintBudget),
      blocks: stream.blocks
    ) { merged, whole in
      var differences = Disagreements()
      differences.compare(merged, whole)
      return differences.found
    }
  }

  @Test("all laws hold with every part computed", arguments: RowStream.all)
  func allParts(stream: RowStream) throws {
    let parts: RowPass.Parts = [.columns, .rawMoments, .unitMoments, .fingerprints]
    let violations = try Self.laws(stream, parts: parts).violations()
    #expect(violations == [])
  }

  @Test("all laws hold for every choice of parts", arguments: everyParts)
  func everyChoice(parts: RowPass.Parts) throws {
    for stream in RowStream.all where stream.unitTolerance != nil || stream.name == "doubles" {
      let violations = try Self.laws(stream, parts: parts).violations(truncates: false)
      #expect(violations == [])
    }
  }

  @Test("all laws hold where the fingerprint budget ends in the middle", arguments: [0, 5, 13])
  func budget(budget: Int) throws {
    let laws = Self.laws(RowStream.all[1], parts: .fingerprints, fingerprintBudget: budget)
    let violations = try laws.violations()
    #expect(violations == [])
  }

  static func pass(_ stream: RowStream) -> RowPass {
    var pass = RowPass(stream.configuration())
    for block in stream.blocks { pass.consume(block) }
    return pass
  }

  @Test("moments of unit rows are computed apart only where rows are not unit")
  func following() throws {
    for stream in RowStream.all {
      let pass = Self.pass(stream)
      let follows = stream.name == "unit rows"
      #expect((pass.ownUnitMoments == nil) == follows, "\(stream.name)")
      let unit = try #require(pass.unitMoments)
      #expect(unit.count == pass.tally.directionCount, "\(stream.name)")
    }
  }

  @Test("rows that stop being unit give the moments that unit rows would have given")
  func stopsBeingUnit() throws {
    let stream = try #require(RowStream.all.first { $0.name == "rows that stop being unit" })
    let values = stream.blocks.flatMap(\.doubles)
    let unit = RowStream(
      "unit", Samples.unit(values, columnCount: 3), columnCount: 3,
      unitTolerance: Pilot.unitTolerance)
    var differences = Disagreements()
    differences.compare(
      try #require(Self.pass(stream).unitMoments), try #require(Self.pass(unit).rawMoments))
    #expect(differences.found == [])
  }

  @Test("a scale by a power of two changes nothing but the unit", arguments: ["huge", "tiny"])
  func scale(name: String) throws {
    let scaled = Self.pass(try #require(RowStream.all.first { $0.name == name }))
    let plain = Self.pass(try #require(RowStream.all.first { $0.name == "doubles" }))
    #expect(scaled.rawMoments == plain.rawMoments)
    #expect(scaled.ownUnitMoments == plain.ownUnitMoments)
    #expect(scaled.tally.normMean == plain.tally.normMean)
    #expect(scaled.columns?.sum == plain.columns?.sum)
    #expect(scaled.neededScaleExponent == nil)
  }

  @Test("values beyond the range of fourth powers ask for a scale")
  func neededScale() throws {
    let stream = try #require(RowStream.all.first { $0.name == "beyond the scale" })
    let exponent = try #require(Self.pass(stream).neededScaleExponent)
    let largest = stream.blocks.flatMap(\.doubles).reduce(0) { max($0, $1.magnitude) }
    #expect(exponent == -Int(largest.exponent))
  }

  @Test("a shift as long as no row is inconsistent, not a crash")
  func inconsistent() {
    var writer = StateWriter()
    RowPass(RowStream.all[1].configuration()).save(to: &writer)
    var bytes = writer.bytes
    bytes[0] = 4
    var reader = StateReader(bytes)
    #expect(throws: StateError.self) { try RowPass(restoring: &reader) }
  }

  @Test("parts of another width than the configuration's are refused")
  func otherWidth() throws {
    let stream = RowStream.all[1]
    let parts: RowPass.Parts = [.columns, .rawMoments]
    func bytes(_ pass: RowPass) -> [UInt8] {
      var writer = StateWriter()
      pass.save(to: &writer)
      return writer.bytes
    }
    // the configuration of two columns, followed by the state of three
    let narrow = RowStream("narrow", [1, 2], columnCount: 2)
    let head = bytes(RowPass(narrow.configuration(parts: [])))
    let whole = bytes(RowPass(stream.configuration(parts: [])))
    let full = bytes(RowPass(stream.configuration(parts: parts)))
    let headLength = 8 * (2 + 2 * 3 + 3)
    let otherLength = 8 * (2 + 2 * 4 + 3)
    #expect(head.count - headLength == whole.count - otherLength)
    var mixed = Array(head[..<headLength]) + Array(full[otherLength...])
    mixed[8 * 8] = UInt8(parts.rawValue)
    var reader = StateReader(mixed)
    #expect(throws: StateError.self) { try RowPass(restoring: &reader) }
  }
}
