public import EmbeddingSets

/// `.npz`: named arrays in a zip archive, as `numpy.savez` and `savez_compressed` write it.
///
/// Members that are stored are read in place; compressed ones are decoded once into a temporary file.
public struct NumpyArchiveFormat: EmbeddingFormat {
  /// A reader.
  public init() {}
  /// `npz`.
  public let id = "npz"
  /// One line about it.
  public let summary = "named arrays of numpy.savez, stored or compressed; choose with --tensor"
  /// `npz`.
  public let fileExtensions = ["npz"]

  /// By the signature of a zip archive, or by name.
  public func recognition(of input: FormatInput) -> Recognition {
    if input.leading.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .byContent }
    return fileExtensions.contains(input.fileExtension) ? .byName : .no
  }

  /// The rows of the member asked for, or of the only one that is a set.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    let content = try NumpyArchive(input)
    return try content.array(content.chosenMember()).source(options: input.options)
  }

  /// All arrays, and the set among them if it is clear which one is.
  public func inspect(_ input: FormatInput) throws -> Inspection {
    let content = try NumpyArchive(input)
    var shape: EmbeddingShape?
    var warnings: [String] = []
    do {
      shape = try content.array(content.chosenMember()).source(options: input.options).shape
    } catch let error as FormatError {
      warnings.append(error.description)
    }
    return Inspection(
      format: id, byteCount: input.byteCount,
      tensors: content.arrays.map { array in
        Inspection.Tensor(
          name: array.name, shape: array.header.shape, dtype: array.header.typeName,
          byteCount: array.member.byteCount - array.header.dataOffset,
          order: array.header.isFortranOrder ? "column-major" : "row-major")
      }, shape: shape, warnings: warnings)
  }
}

/// The arrays of an `.npz` file.
struct NumpyArchive {
  struct Entry {
    let name: String
    let member: ZipArchive.Member
    let header: NumpyHeader
  }

  let arrays: [Entry]
  private let input: FormatInput
  private let archive: ZipArchive

  init(_ input: FormatInput) throws {
    self.input = input
    let archive = try ZipArchive(input.file)
    self.archive = archive
    arrays = try archive.members.compactMap { member in
      guard member.name.hasSuffix(".npy") else { return nil }
      let name = String(member.name.dropLast(4))
      let leading = try archive.leadingBytes(of: member, count: 1 << 16)
      let header = try NumpyHeader(
        name: "\(input.name)[\(name)]", available: member.byteCount
      ) { range in
        range.upperBound <= leading.count
          ? Array(leading[range])
          : Array(try archive.leadingBytes(of: member, count: range.upperBound)[range])
      }
      return Entry(name: name, member: member, header: header)
    }
  }

  /// Whether the members are those of `scipy.sparse.save_npz`.
  var holdsSparseMatrix: Bool {
    Set(arrays.map(\.name)).isSuperset(of: ["data", "shape", "format"])
  }

  func chosenMember() throws -> Entry {
    let names = arrays.map(\.name)
    if let asked = input.options.tensor {
      guard let entry = arrays.first(where: { $0.name == asked || $0.member.name == asked }) else {
        throw input.error(
          expected: "a member \(asked)", found: "the archive holds \(listed(names))",
          remedy: "Choose one of them with --tensor.")
      }
      return entry
    }
    if holdsSparseMatrix {
      throw input.error(
        expected: "dense embeddings are expected", found: "this is a sparse matrix of scipy",
        remedy: "Save the dense vectors with numpy.save, or give this export as --sparse.")
    }
    let sets = arrays.filter { $0.header.shape.count == 2 }
    if sets.count == 1 { return sets[0] }
    guard !arrays.isEmpty else {
      throw input.error(
        expected: "a zip archive of .npy members",
        found:
          "it holds \(archive.members.isEmpty ? "nothing" : listed(archive.members.map(\.name)))",
        remedy: "Write it with numpy.savez.")
    }
    throw input.error(
      expected: "one array with two dimensions",
      found: sets.isEmpty
        ? "the archive holds "
          + listed(arrays.map { "\($0.name) (\(described(shape: $0.header.shape)))" })
        : "\(sets.count) members have them: \(listed(sets.map(\.name)))",
      remedy: sets.isEmpty
        ? "Save the vectors as one two-dimensional array." : "Choose one with --tensor NAME.")
  }

  func array(_ entry: Entry) throws -> NumpyArray {
    let name = "\(input.name)[\(entry.name)]"
    if entry.member.isStored, !entry.member.isEncrypted,
      let offset = try ZipDirectory(input.file).offset(ofStored: entry.member)
    {
      return try NumpyArray(
        input.file, start: offset, byteCount: entry.member.byteCount, name: name)
    }
    let spooled = try archive.spooled(entry.member)
    return try NumpyArray(spooled, start: 0, byteCount: spooled.byteCount, name: name)
  }
}
