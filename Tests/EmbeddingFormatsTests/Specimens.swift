import EmbeddingFormats
import FoundationEssentials
import Testing

/// A directory of its own for each test, removed when the test is done.
final class Workshop: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/embedscope-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { Issue.record(error) }
  }

  /// Writes a file and returns its path.
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    let directory = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try #require(FileManager.default.createFile(atPath: file, contents: Data(bytes)))
    return file
  }

  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }
}

/// A file that numpy itself has written.
func fixture(_ name: String) -> String {
  let directory = #filePath.prefix(through: #filePath.lastIndex(of: "/") ?? #filePath.startIndex)
  return directory + "Fixtures/" + name
}

func little<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
  words.flatMap { word in
    (0..<Word.bitWidth / 8).map { UInt8(truncatingIfNeeded: word >> Word($0 * 8)) }
  }
}

func little(_ values: [Float]) -> [UInt8] { little(values.map(\.bitPattern)) }
func little(_ values: [Double]) -> [UInt8] { little(values.map(\.bitPattern)) }

/// The matrix of all round trips: 4 x 3, exact in every float type.
let specimenRows: [[Double]] = [[-1, -0.5, 0.25], [0.5, 1, 2], [3, -4, 0], [8, 0.125, -16]]
let specimenValues: [Double] = specimenRows.flatMap { $0 }
let specimenFloats: [Float] = specimenValues.map { Float($0) }

func npy(
  descr: String = "'<f4'", fortran: String = "False", shape: String = "(4, 3)", version: UInt8 = 1,
  payload: [UInt8] = little(specimenFloats)
) -> [UInt8] {
  npy(
    header: "{'descr': \(descr), 'fortran_order': \(fortran), 'shape': \(shape), }",
    version: version, payload: payload)
}

func npy(header: String, version: UInt8 = 1, payload: [UInt8]) -> [UInt8] {
  let text = Array(header.utf8) + [0x0A]
  let length = version == 1 ? little([UInt16(text.count)]) : little([UInt32(text.count)])
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + payload
}

func safetensors(header: String, payload: [UInt8]) -> [UInt8] {
  little([UInt64(header.utf8.count)]) + Array(header.utf8) + payload
}

let safetensorsHeader =
  "{\"__metadata__\":{\"by\":\"test\"},"
  + "\"embed\":{\"dtype\":\"F32\",\"shape\":[4,3],\"data_offsets\":[0,48]}}"

/// A zip archive with stored members, as `numpy.savez` lays it out.
func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
  var archive: [UInt8] = []
  var directory: [UInt8] = []
  for (name, bytes) in members {
    let start = UInt32(archive.count)
    let common =
      little([UInt16(20), 0, 0, 0, 0x21]) + little([checksum(bytes)])
      + little([UInt32(bytes.count), UInt32(bytes.count)])
      + little([UInt16(name.utf8.count), 0])
    archive += little([0x0403_4B50 as UInt32]) + common + Array(name.utf8) + bytes
    directory +=
      little([0x0201_4B50 as UInt32]) + little([UInt16(20)]) + common
      + little([UInt16(0), 0, 0]) + little([UInt32(0), start]) + Array(name.utf8)
  }
  let start = UInt32(archive.count)
  return archive + directory + little([0x0605_4B50 as UInt32])
    + little([UInt16(0), 0, UInt16(members.count), UInt16(members.count)])
    + little([UInt32(directory.count), start]) + little([UInt16(0)])
}

/// CRC-32 of zip, bit by bit.
func checksum(_ bytes: [UInt8]) -> UInt32 {
  var remainder: UInt32 = .max
  for byte in bytes {
    remainder ^= UInt32(byte)
    for _ in 0..<8 {
      remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
    }
  }
  return ~remainder
}

/// A small file of each format, all with the same rows.
struct Specimen: Sendable, CustomStringConvertible {
  let format: String
  let file: String
  let bytes: [UInt8]
  var options = ReadOptions()
  /// Files beside it.
  var companions: [String: String] = [:]
  /// Why a cut file can be a valid, shorter one; nil where it never is.
  var prefixCanBeValid: String?
  var identifiers: [String]?

  var description: String { format + " as " + file }

  func write(to workshop: Workshop, prefix: Int? = nil) throws -> String {
    for (name, text) in companions { _ = try workshop.write(name, text) }
    return try workshop.write(file, Array(bytes.prefix(prefix ?? bytes.count)))
  }

  private static func lines(_ line: (Int, [Double]) -> String) -> String {
    specimenRows.enumerated().map { line($0.offset, $0.element) + "\n" }.joined()
  }

  private static func joined(_ row: [Double], _ separator: String = ",") -> String {
    row.map { "\($0)" }.joined(separator: separator)
  }

  private static let bytewise: [UInt8] = Array(1...12)
  private static let lineCut = "text cut at or inside its last line is shorter text"

  static let all: [Specimen] = [
    Specimen(format: "npy", file: "x.npy", bytes: npy()),
    Specimen(
      format: "npy", file: "f.npy",
      bytes: npy(
        descr: "'<f8'", fortran: "True", version: 2,
        payload: little((0..<3).flatMap { column in specimenRows.map { $0[column] } }))),
    Specimen(format: "npz", file: "x.npz", bytes: zip([("x.npy", npy())])),
    Specimen(
      format: "safetensors", file: "x.safetensors",
      bytes: safetensors(header: safetensorsHeader, payload: little(specimenFloats))),
    Specimen(
      format: "raw", file: "x.f32", bytes: little(specimenFloats),
      options: ReadOptions(dimensions: 3), prefixCanBeValid: "whole rows without a header"),
    Specimen(
      format: "raw", file: "x.bin", bytes: little(specimenFloats),
      companions: ["x.json": "{\"shape\": [4, 3], \"dtype\": \"float32\"}"]),
    Specimen(
      format: "mteb", file: "vectors.npy",
      bytes: little(specimenFloats) + [UInt8](repeating: 0, count: 24),
      companions: [
        "dimension": "3", "index.json": "{\n  \"a\": 0,\n  \"b\": 1, \"c\":3, \"d\": 2}",
      ], prefixCanBeValid: "the padding may be shorter", identifiers: ["a", "b", "d", "c"]),
    Specimen(
      format: "fvecs", file: "x.fvecs",
      bytes: specimenRows.flatMap { little([UInt32(3)]) + little($0.map { Float($0) }) },
      prefixCanBeValid: "whole rows without a count"),
    Specimen(
      format: "fbin", file: "x.fbin", bytes: little([UInt32(4), 3]) + little(specimenFloats)),
    Specimen(
      format: "f16bin", file: "x.f16bin",
      bytes: little([UInt32(4), 3]) + little(specimenFloats.map(halfBits))),
    Specimen(
      format: "word2vec-binary", file: "x.w2v.bin",
      bytes: Array("4 3\n".utf8)
        + specimenRows.enumerated().flatMap {
          Array("word\($0.offset) ".utf8) + little($0.element.map { Float($0) }) + [0x0A]
        }, prefixCanBeValid: "the line feed after the last vector is optional",
      identifiers: (0..<4).map { "word\($0)" }),
    Specimen(
      format: "word2vec", file: "x.vec",
      bytes: Array("4 3\n".utf8) + Array(lines { "word\($0) a " + joined($1, " ") }.utf8),
      prefixCanBeValid: lineCut, identifiers: (0..<4).map { "word\($0) a" }),
    Specimen(
      format: "glove", file: "x.txt", bytes: Array(lines { "w\($0) " + joined($1, " ") }.utf8),
      prefixCanBeValid: lineCut, identifiers: (0..<4).map { "w\($0)" }),
    Specimen(
      format: "csv", file: "x.csv",
      bytes: Array(("id,a,b,c\r\n" + lines { "\($0)," + joined($1) + "\r" }).utf8),
      prefixCanBeValid: lineCut, identifiers: (0..<4).map { "\($0)" }),
    Specimen(
      format: "csv", file: "cells.csv",
      bytes: Array(
        ("text,embedding\n" + lines { "\"row, \"\"\($0)\"\"\n!\",\"[" + joined($1) + "]\"" }).utf8),
      prefixCanBeValid: lineCut),
    Specimen(
      format: "tsv", file: "x.tsv", bytes: Array(lines { joined($1, "\t") }.utf8),
      prefixCanBeValid: lineCut),
    Specimen(
      format: "jsonl", file: "x.jsonl",
      bytes: Array(lines { "{\"id\":\"r\($0)\",\"embedding\":[" + joined($1) + "]}" }.utf8),
      prefixCanBeValid: lineCut, identifiers: (0..<4).map { "r\($0)" }),
  ]
}

/// binary16 bits of a value that it holds exactly, by search over all of them.
func halfBits(_ value: Float) -> UInt16 {
  for bits in UInt16.min...UInt16.max where halfValue(bits) == Double(value) {
    return value == 0 ? 0 : bits
  }
  preconditionFailure("not a binary16 value")
}

/// The value of binary16 bits by the formula of IEEE 754, apart from NaN.
func halfValue(_ bits: UInt16) -> Double {
  let sign: Double = bits >> 15 == 1 ? -1 : 1
  let exponent = Int(bits >> 10 & 31)
  let fraction = Double(bits & 1023) / 1024
  switch exponent {
  case 0: return sign * fraction * 0x1p-14
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default:
    return sign * (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
  }
}

/// Runs what may be refused, and checks that a refusal says what to do.
func allowingRefusal(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as FormatError {
    #expect(!error.file.isEmpty && !error.expected.isEmpty && !error.remedy.isEmpty)
  }
}
