public import EmbeddingSets

/// Writes `.npy` files, version 1.0, in C order.
public enum NumpyWriter {
  /// The bytes of a file of float32.
  ///
  /// - Precondition: `values` holds a whole number of rows.
  public static func bytes(_ values: [Float], columnCount: Int) -> [UInt8] {
    precondition(
      columnCount > 0 && values.count.isMultiple(of: columnCount), "whole rows are needed")
    var bytes = header(
      type: "<f4", rowCount: values.count / columnCount, columnCount: columnCount)
    bytes.reserveCapacity(bytes.count + 4 * values.count)
    for value in values {
      let bits = value.bitPattern
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
    return bytes
  }

  /// The bytes of a file of float64; without columns, of one dimension.
  ///
  /// - Precondition: `values` holds a whole number of rows.
  public static func bytes(_ values: [Double], columnCount: Int?) -> [UInt8] {
    let width = columnCount ?? 1
    precondition(width > 0 && values.count.isMultiple(of: width), "whole rows are needed")
    var bytes = header(type: "<f8", rowCount: values.count / width, columnCount: columnCount)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values {
      let bits = value.bitPattern
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
    return bytes
  }

  /// The bytes of a file of int64; without columns, of one dimension.
  ///
  /// - Precondition: `values` holds a whole number of rows.
  public static func bytes(_ values: [Int64], columnCount: Int?) -> [UInt8] {
    let width = columnCount ?? 1
    precondition(width > 0 && values.count.isMultiple(of: width), "whole rows are needed")
    var bytes = header(type: "<i8", rowCount: values.count / width, columnCount: columnCount)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values {
      for shift in stride(from: Int64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    return bytes
  }

  /// All that stands before the values of a file in C order; without columns, of one dimension.
  static func header(type: String, rowCount: Int, columnCount: Int?) -> [UInt8] {
    let shape = columnCount.map { "(\(rowCount), \($0))" } ?? "(\(rowCount),)"
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    // magic, version and length take 10 bytes; the data start at a multiple of 64
    let padding = 63 - (10 + header.utf8.count) % 64
    header += String(repeating: " ", count: padding) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes += [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)]
    return bytes + Array(header.utf8)
  }
}

/// An `.npy` file of any size that is written block by block, and appears whole or not at all.
///
/// Rows go into a file beside its place, which gets the name at the end; without ``publish()`` nothing is
/// left. Memory is that of a block.
public final class NumpyRowWriter {
  private let spool: Spool
  private let path: String
  private let headerBytes: Int
  private let dataBytes: Int

  private static let types: [ScalarType: String] = [
    .float16: "<f2", .float32: "<f4", .float64: "<f8", .int8: "|i1", .uint8: "|u1",
  ]

  /// A file for so many rows of a type.
  ///
  /// - Parameters:
  ///   - path: where it is to appear; a regular file there is replaced.
  ///   - type: of the elements.
  ///   - rowCount: rows that will be written.
  ///   - columnCount: elements of a row.
  /// - Precondition: the type is float16, float32, float64, int8 or uint8.
  /// - Throws: ``FormatError`` if the directory takes no file.
  public init(path: String, type: ScalarType, rowCount: Int, columnCount: Int) throws {
    guard let code = Self.types[type], let width = type.byteCount else {
      preconditionFailure("npy rows of \(type) are not written")
    }
    self.path = path
    let header = NumpyWriter.header(type: code, rowCount: rowCount, columnCount: columnCount)
    headerBytes = header.count
    dataBytes = rowCount * columnCount * width
    spool = try Spool(beside: path)
    try spool.append(header)
  }

  /// Adds values after those that are there.
  public func append(_ values: [Float]) throws { try spool.append(values) }
  /// Adds values after those that are there.
  public func append(_ values: [Double]) throws { try spool.append(values) }
  /// Adds bit patterns of float16 after those that are there.
  public func append(_ values: [UInt16]) throws { try spool.append(values) }
  /// Adds values after those that are there.
  public func append(_ values: [Int8]) throws { try spool.append(values) }
  /// Adds values after those that are there.
  public func append(_ values: [UInt8]) throws { try spool.append(values) }

  /// Gives the file its name.
  ///
  /// - Precondition: all rows were added.
  public func publish() throws {
    precondition(
      spool.byteCount == headerBytes + dataBytes, "\(path) was promised \(dataBytes) bytes of rows")
    try spool.publish()
  }
}
