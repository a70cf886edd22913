public import EmbeddingSets

/// Named arrays of float64 with texts, as a `.safetensors` file: what `safetensors.numpy.load_file` of
/// Python reads too.
///
/// Texts are the `__metadata__` of the header. A digest of the data (FNV-1a, 64 bits) is one of them, so
/// that a damaged number is noticed and not computed with.
public enum NamedTensorFile {
  /// The key of the digest among the texts.
  private static let digestKey = "digest"

  /// The bytes of a file; the same tensors and texts give the same bytes.
  public static func bytes(_ document: NamedTensors) -> [UInt8] {
    var data: [UInt8] = []
    data.reserveCapacity(document.tensors.reduce(0) { $0 + 8 * $1.values.count })
    var entries: [String] = []
    for tensor in document.tensors {
      let start = data.count
      for value in tensor.values {
        let bits = value.bitPattern
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
          data.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
      }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(quoted(tensor.name)):{\"dtype\":\"F64\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(data.count)]}")
    }
    var texts = document.texts
    texts[digestKey] = digest(data)
    let metadata = texts.sorted { $0.key < $1.key }
      .map { "\(quoted($0.key)):\(quoted($0.value))" }.joined(separator: ",")
    let parts = ["\"__metadata__\":{\(metadata)}"] + entries
    var header = Array("{\(parts.joined(separator: ","))}".utf8)
    // the data begin at a multiple of 8
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    bytes += header
    return bytes + data
  }

  /// What a file holds.
  ///
  /// - Throws: ``FormatError`` where the file is truncated, damaged, holds another type than float64, or a
  ///   number that is not finite.
  public static func read(_ path: String) throws -> NamedTensors {
    let file = try SafetensorsFile(try MappedFile(path: path))
    var texts = file.texts
    let remedy = "The file is damaged or was not written by embedscope: make it again."
    var tensors: [NamedTensors.Tensor] = []
    var found = Digest()
    for tensor in file.tensors {
      guard tensor.dtype == "F64" else {
        throw FormatError(
          path, .byte(tensor.offset), expected: "tensor \(tensor.name) of F64",
          found: "it is \(tensor.dtype)", remedy: remedy)
      }
      found.add(try file.file.elements(UInt8.self, at: tensor.offset, count: tensor.byteCount))
      let values = try file.file.elements(
        Double.self, at: tensor.offset, count: tensor.byteCount / 8)
      if let place = values.firstIndex(where: { !$0.isFinite }) {
        throw FormatError(
          path, .byte(tensor.offset + 8 * place), expected: "finite numbers in \(tensor.name)",
          found: "\(values[place])", remedy: remedy)
      }
      tensors.append(
        NamedTensors.Tensor(name: tensor.name, shape: tensor.shape, values: values))
    }
    guard let written = texts.removeValue(forKey: digestKey) else {
      throw FormatError(
        path, expected: "a digest in the header", found: "there is none", remedy: remedy)
    }
    guard written == found.text else {
      throw FormatError(
        path, expected: "data with the digest \(written)", found: "theirs is \(found.text)",
        remedy: remedy)
    }
    return NamedTensors(texts: texts, tensors: tensors)
  }

  private static func digest(_ data: [UInt8]) -> String {
    var digest = Digest()
    digest.add(data)
    return digest.text
  }

  /// FNV-1a over bytes.
  private struct Digest {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
      for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    var text: String {
      let digits = String(state, radix: 16)
      return "fnv64:" + String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  /// A JSON string; keys and texts are those of this program, but file names may hold anything.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
