public import EmbeddingSets

/// `.safetensors`: named tensors after a JSON header; also the index of a model in several files.
///
/// Source: the format description of huggingface/safetensors.
public struct SafetensorsFormat: EmbeddingFormat {
  /// A reader.
  public init() {}
  /// `safetensors`.
  public let id = "safetensors"
  /// One line about it.
  public let summary = "named tensors F16 BF16 F32 F64 I8 U8 I32, sharded too; choose with --tensor"
  /// `safetensors`.
  public let fileExtensions = ["safetensors"]

  private static let indexSuffix = ".safetensors.index.json"

  /// By the brace after a plausible header length, or by name.
  public func recognition(of input: FormatInput) -> Recognition {
    if input.name.hasSuffix(Self.indexSuffix) { return .byContent }
    if input.leading.count > 8, input.leading[8] == 0x7B,
      let length = LittleEndian.uint64(input.leading, at: 0), length <= input.byteCount - 8
    {
      return .byContent
    }
    return fileExtensions.contains(input.fileExtension) ? .byName : .no
  }

  /// The index of a sharded model.
  public func mainFile(ofDirectory names: [String]) -> String? {
    names.first { $0.hasSuffix(Self.indexSuffix) }
  }

  /// The rows of the tensor asked for, or of the only one that is a set.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try Self.chosen(from: files(of: input), input).source(input)
  }

  /// All tensors, and the set among them if it is clear which one is.
  public func inspect(_ input: FormatInput) throws -> Inspection {
    let files = try files(of: input)
    var shape: EmbeddingShape?
    var warnings: [String] = []
    do {
      shape = try Self.chosen(from: files, input).source(input).shape
    } catch let error as FormatError {
      warnings.append(error.description)
    }
    return Inspection(
      format: id, byteCount: files.reduce(0) { $0 + $1.file.byteCount },
      tensors: files.flatMap(\.tensors).map { tensor in
        Inspection.Tensor(
          name: tensor.name, shape: tensor.shape, dtype: tensor.typeName,
          byteCount: tensor.byteCount, order: "row-major")
      }, shape: shape, warnings: warnings)
  }

  private func files(of input: FormatInput) throws -> [SafetensorsFile] {
    guard input.name.hasSuffix(Self.indexSuffix) else {
      return [try SafetensorsFile(input.file)]
    }
    return try shardNames(input).map { name in
      let directory = FilePath.directory(of: input.path ?? input.name)
      return try SafetensorsFile(try MappedFile(path: FilePath.join(directory, name)))
    }
  }

  /// The files that an index names, in its directory.
  private func shardNames(_ input: FormatInput) throws -> [String] {
    let remedy = "Check the index, or name one of its .safetensors files."
    guard input.byteCount <= SafetensorsFile.longestHeader else {
      throw input.error(
        expected: "an index of at most \(grouped(SafetensorsFile.longestHeader)) bytes",
        found: "it holds \(grouped(input.byteCount))", remedy: remedy)
    }
    let document: JSONValue
    do {
      document = try JSONValue(
        parsing: try input.file.elements(UInt8.self, at: 0, count: input.byteCount))
    } catch let fault as JSONFault {
      throw input.error(
        .byte(fault.offset), expected: "JSON with \(fault.expected)", found: fault.found,
        remedy: remedy)
    }
    guard case .object(let entries) = document["weight_map"] else {
      throw input.error(
        expected: "a key \"weight_map\" of tensor and file names", found: "there is none",
        remedy: remedy)
    }
    var names: Set<String> = []
    for (tensor, file) in entries {
      // A name that leaves the directory of the index is not one that any writer makes.
      guard case .string(let name) = file, !name.contains("/"), name.hasSuffix(".safetensors")
      else {
        throw input.error(
          expected: "a file beside the index for tensor \(tensor)", found: "something else",
          remedy: remedy)
      }
      names.insert(name)
    }
    return names.sorted()
  }

  private static func chosen(
    from files: [SafetensorsFile], _ input: FormatInput
  ) throws -> SafetensorsFile.Tensor {
    let tensors = files.flatMap(\.tensors)
    if let asked = input.options.tensor {
      guard let tensor = tensors.first(where: { $0.name == asked }) else {
        throw input.error(
          expected: "a tensor \(asked)", found: "the file holds \(ordered(tensors))",
          remedy: "Choose one of them with --tensor; embedscope inspect lists all.")
      }
      return tensor
    }
    let sets = tensors.filter { $0.shape.count == 2 }
    if sets.count == 1 { return sets[0] }
    throw input.error(
      expected: "one tensor with two dimensions",
      found: sets.isEmpty
        ? "there is none among \(tensors.isEmpty ? "no tensors" : ordered(tensors))"
        : "\(grouped(sets.count)) tensors have them: \(ordered(sets))",
      remedy: sets.isEmpty
        ? "Save the vectors as one two-dimensional tensor." : "Choose one with --tensor NAME.")
  }

  /// Names in a message, those that speak of embeddings first.
  private static func ordered(_ tensors: [SafetensorsFile.Tensor]) -> String {
    let names = tensors.map(\.name)
    return listed(names.filter { $0.contains("embed") } + names.filter { !$0.contains("embed") })
  }
}

/// One file of named tensors, its header read and checked.
struct SafetensorsFile {
  /// One tensor of the file.
  struct Tensor {
    let name: String
    let dtype: String
    let shape: [Int]
    let offset: Int
    let byteCount: Int
    fileprivate let file: MappedFile

    private static let readable: [String: ScalarType] = [
      "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64, "I8": .int8,
      "U8": .uint8, "I32": .int32,
    ]

    /// The type in our words where it can be read, else in the file's.
    var typeName: String { Self.readable[dtype]?.description ?? dtype }

    /// The tensor as a set.
    func source(_ input: FormatInput) throws -> any EmbeddingSource {
      let label = "\(file.name)[\(name)]"
      guard let type = Self.readable[dtype] else {
        throw FormatError(
          label, expected: "elements of F16, BF16, F32, F64, I8, U8 or I32",
          found: "the header says \(dtype)", remedy: "Save the tensor as float32 or bfloat16.")
      }
      try input.check(declared: type)
      guard shape.count == 2 else {
        throw FormatError(
          label, expected: "a set has two dimensions, rows and columns",
          found: "this tensor has \(shape.count) (\(described(shape: shape)))",
          remedy: "Choose another with --tensor, or save it with two.")
      }
      let layout = RowLayout(
        rowCount: shape[0], columnCount: shape[1], encoding: ScalarEncoding(type: type),
        offset: offset)
      return AddressedSource(
        file, layout: try layout.checked(against: byteCount, name: label, options: ReadOptions()),
        name: label)
    }
  }

  /// Longest header the format allows.
  static let longestHeader = 100_000_000

  let file: MappedFile
  let tensors: [Tensor]
  /// The texts of `__metadata__`.
  private(set) var texts: [String: String] = [:]

  /// Reads the header and checks every tensor against the bytes that are there.
  init(_ file: MappedFile) throws {
    self.file = file
    let remedy = "The file is truncated or damaged: write it again."
    func damage(_ place: Int, _ expected: String, _ found: String) -> FormatError {
      FormatError(file.name, .byte(place), expected: expected, found: found, remedy: remedy)
    }
    guard file.byteCount >= 8 else {
      throw damage(0, "the header length takes 8 bytes", "the file holds \(file.byteCount)")
    }
    let prefix = try file.elements(UInt8.self, at: 0, count: 8)
    let available = file.byteCount - 8
    guard let length = LittleEndian.uint64(prefix, at: 0), length <= available else {
      throw damage(
        0, "the header length lies inside the file",
        "it is \(hex(prefix[...])) and \(grouped(available)) bytes follow")
    }
    guard length <= Self.longestHeader else {
      throw damage(0, "a header of at most \(grouped(Self.longestHeader)) bytes", grouped(length))
    }
    let document: JSONValue
    do {
      document = try JSONValue(parsing: try file.elements(UInt8.self, at: 8, count: length))
    } catch let fault as JSONFault {
      throw damage(
        8 + fault.offset, "the header should be JSON with \(fault.expected)", fault.found)
    }
    guard case .object(let entries) = document else {
      throw damage(8, "the header should be a JSON object", "it is \(document.kind)")
    }
    let dataStart = 8 + length
    var tensors: [Tensor] = []
    var names: Set<String> = []
    var end = 0
    if case .object(let metadata) = document["__metadata__"] {
      for case (let key, .string(let text)) in metadata { texts[key] = text }
    }
    for (name, entry) in entries where name != "__metadata__" {
      guard names.insert(name).inserted else {
        throw damage(8, "every tensor once", "\(name) is there twice")
      }
      guard case .string(let dtype) = entry["dtype"], let shape = Self.counts(entry["shape"]),
        let offsets = Self.counts(entry["data_offsets"]), offsets.count == 2
      else { throw damage(8, "dtype, shape and data_offsets of tensor \(name)", "not all of them") }
      guard offsets[0] <= offsets[1], offsets[1] <= file.byteCount - dataStart else {
        throw damage(
          dataStart, "tensor \(name) ends at byte \(grouped(offsets[1])) of the data",
          "the file holds \(grouped(file.byteCount - dataStart)) bytes of it")
      }
      let byteCount = offsets[1] - offsets[0]
      guard Self.byteCount(shape, dtype).map({ $0 == byteCount }) ?? true else {
        throw damage(
          dataStart + offsets[0], "tensor \(name) is \(described(shape: shape)) \(dtype)",
          "its offsets span \(grouped(byteCount)) bytes")
      }
      end = max(end, offsets[1])
      tensors.append(
        Tensor(
          name: name, dtype: dtype, shape: shape, offset: dataStart + offsets[0],
          byteCount: byteCount, file: file))
    }
    guard end == file.byteCount - dataStart else {
      throw damage(
        dataStart + end, "the tensors fill the file",
        "\(grouped(file.byteCount - dataStart - end)) bytes follow")
    }
    self.tensors = tensors
  }

  /// Whole numbers of a JSON array; nil for anything else.
  private static func counts(_ value: JSONValue?) -> [Int]? {
    switch value {
    case .array(let elements): return elements.isEmpty ? [] : nil
    case .numbers(let numbers, _):
      let counts = numbers.compactMap { $0 >= 0 && $0 <= 0x1p53 ? Int(exactly: $0) : nil }
      return counts.count == numbers.count ? counts : nil
    default: return nil
    }
  }

  /// Bytes of a tensor; nil for a type of unknown width, and -1 where it overflows.
  private static func byteCount(_ shape: [Int], _ dtype: String) -> Int? {
    guard let width = widths[dtype] else { return nil }
    var total = width
    for size in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: size)
      if overflow { return -1 }
      total = product
    }
    return total
  }

  private static let widths = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "I16": 2, "U16": 2, "F16": 2,
    "BF16": 2, "I32": 4, "U32": 4, "F32": 4, "I64": 8, "U64": 8, "F64": 8,
  ]
}
