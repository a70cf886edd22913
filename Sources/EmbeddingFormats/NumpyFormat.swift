public import EmbeddingSets

/// `.npy`: one array, as `numpy.save` writes it.
///
/// Two-dimensional arrays of f2, f4, f8, i1, u1 and i4 in both byte orders and both memory orders;
/// bfloat16, which numpy writes as `<V2`, with `--dtype bf16`. Versions 1, 2 and 3 of the header.
public struct NumpyFormat: EmbeddingFormat {
  /// A reader.
  public init() {}
  /// `npy`.
  public let id = "npy"
  /// One line about it.
  public let summary = "array of numpy.save: f2 f4 f8 i1 u1 i4, C and Fortran order, both endians"
  /// `npy`.
  public let fileExtensions = ["npy"]

  /// By the magic bytes, or by name.
  public func recognition(of input: FormatInput) -> Recognition {
    if input.leading.starts(with: NumpyHeader.magic) { return .byContent }
    return fileExtensions.contains(input.fileExtension) ? .byName : .no
  }

  /// The rows of the array.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try NumpyArray(input).source(options: input.options)
  }

  /// The header, also of arrays that are no sets.
  public func inspect(_ input: FormatInput) throws -> Inspection {
    let array = try NumpyArray(input)
    do {
      let source = try array.source(options: input.options)
      return try Inspection(
        of: source, format: id, byteCount: input.byteCount, order: array.order)
    } catch let error as FormatError {
      return Inspection(
        format: id, byteCount: input.byteCount, tensors: [array.tensor(named: "")], shape: nil,
        warnings: [error.description])
    }
  }
}

/// A numpy array inside a file: all of a `.npy`, or a member of a `.npz`.
struct NumpyArray {
  let header: NumpyHeader
  let file: MappedFile
  let start: Int
  let byteCount: Int
  let name: String

  init(_ input: FormatInput) throws {
    try self.init(input.file, start: 0, byteCount: input.byteCount, name: input.name)
  }

  /// The array that takes the bytes from `start` on.
  init(_ file: MappedFile, start: Int, byteCount: Int, name: String) throws {
    self.file = file
    self.start = start
    self.byteCount = byteCount
    self.name = name
    header = try NumpyHeader(name: name, available: byteCount) { range in
      try file.elements(UInt8.self, at: start + range.lowerBound, count: range.count)
    }
  }

  var order: String { header.isFortranOrder ? "column-major" : "row-major" }

  func tensor(named name: String) -> Inspection.Tensor {
    Inspection.Tensor(
      name: name, shape: header.shape,
      dtype: header.typeName, byteCount: byteCount - header.dataOffset, order: order)
  }

  /// The array as a set.
  func source(options: ReadOptions) throws -> any EmbeddingSource {
    let encoding = try header.encoding(name: name, options: options)
    guard header.shape.count == 2 else {
      throw FormatError(
        name, expected: "a set has two dimensions, rows and columns",
        found: "this array has \(header.shape.count) (\(described(shape: header.shape)))",
        remedy: header.shape.count == 1
          ? "If it holds several vectors in a row, save x.reshape(-1, columns)."
          : "Save the rows you mean with x.reshape(-1, x.shape[-1]), or one slice of it.")
    }
    let promised = RowLayout(
      rowCount: header.shape[0], columnCount: header.shape[1], encoding: encoding,
      offset: header.dataOffset)
    // The layout is checked in bytes of the member, so that messages speak of them, and then moved.
    var layout = try promised.checked(
      against: byteCount - header.dataOffset, name: name, options: options,
      rowsCanBeCut: !header.isFortranOrder)
    layout.offset = start + header.dataOffset
    if header.isFortranOrder && layout.columnCount > 1 && layout.rowCount > 1 {
      return ColumnMajorSource(file, layout: layout, name: name)
    }
    return AddressedSource(
      file, layout: layout, name: name, warnings: layout.warnings(comparedWith: promised))
  }
}

extension NumpyHeader {
  /// The types that are read.
  private static let readable: [String: ScalarType] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "i1": .int8, "u1": .uint8, "i4": .int32,
  ]

  /// The type in our words where it can be read, else as numpy writes it.
  var typeName: String {
    guard let descr else { return "structured" }
    return Self.readable[String(descr.dropFirst())].map(\.description) ?? descr
  }

  /// How the elements are encoded.
  ///
  /// - Throws: ``FormatError`` for types that no set has, with the reason and the way out.
  func encoding(name: String, options: ReadOptions) throws -> ScalarEncoding {
    func refusal(_ found: String, _ remedy: String) -> FormatError {
      FormatError(
        name, .byte(10), expected: "elements of f2, f4, f8, i1, u1 or i4", found: found,
        remedy: remedy)
    }
    guard let descr, let order = descr.first, "<>|=".contains(order) else {
      throw refusal(
        self.descr.map { "the header says '\($0)'" } ?? "the header describes a structured type",
        "Save the field with the vectors alone, as float32.")
    }
    let isBigEndian = order == ">"
    let kind = String(descr.dropFirst())
    if let type = Self.readable[kind] {
      if let asked = options.dtype, asked != type {
        throw FormatError(
          name, .byte(10), expected: "--dtype says \(asked)", found: "the header says \(type)",
          remedy: "Leave --dtype out: the header declares the type.")
      }
      return ScalarEncoding(type: type, isBigEndian: isBigEndian)
    }
    switch kind {
    case "V2", "u2":
      // ml_dtypes writes bfloat16 as void of two bytes; torch users view it as uint16.
      if options.dtype == .bfloat16 || options.dtype == .float16, let type = options.dtype {
        return ScalarEncoding(type: type, isBigEndian: isBigEndian)
      }
      throw refusal(
        "the header says '\(descr)', two bytes without a meaning",
        "If they are bfloat16, read them with --dtype bf16; if float16, with --dtype f16.")
    case "O":
      throw refusal(
        "the header says '\(descr)': Python objects, stored as a pickle",
        "A pickle can run code when read, so it is not. Save x.astype(np.float32), "
          + "after np.stack if the rows are arrays.")
    case "b1":
      throw refusal(
        "the header says '\(descr)': booleans", "Embeddings are numbers: save x.astype(np.uint8).")
    default:
      if kind.hasPrefix("U") || kind.hasPrefix("S") {
        throw refusal(
          "the header says '\(descr)': text",
          "If these are identifiers, give them with --ids beside the vectors.")
      }
      throw refusal("the header says '\(descr)'", "Save x.astype(np.float32).")
    }
  }
}
