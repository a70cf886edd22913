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
