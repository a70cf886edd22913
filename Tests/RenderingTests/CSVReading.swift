/// A strict reader of RFC 4180, so that the renderer is checked by something that did not write it.
enum CSVReading {
  struct Malformed: Error { let offset: Int }

  static func rows(of text: String) throws -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\"") {
        offset += 1
        while true {
          guard offset < bytes.count else { throw Malformed(offset: offset) }
          if bytes[offset] == UInt8(ascii: "\"") {
            offset += 1
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { break }
          }
          field.append(bytes[offset])
          offset += 1
        }
      } else {
        while offset < bytes.count, bytes[offset] != UInt8(ascii: ","),
          bytes[offset] != UInt8(ascii: "\n")
        {
          guard bytes[offset] != UInt8(ascii: "\""), bytes[offset] != UInt8(ascii: "\r") else {
            throw Malformed(offset: offset)
          }
          field.append(bytes[offset])
          offset += 1
        }
      }
      guard offset < bytes.count else { throw Malformed(offset: offset) }
      row.append(String(decoding: field, as: UTF8.self))
      field = []
      if bytes[offset] == UInt8(ascii: "\n") {
        rows.append(row)
        row = []
      } else if bytes[offset] != UInt8(ascii: ",") {
        throw Malformed(offset: offset)
      } else if offset + 1 == bytes.count {
        throw Malformed(offset: offset)
      } else if bytes[offset + 1] == UInt8(ascii: "\n") {
        rows.append(row + [""])
        row = []
        offset += 1
      }
      offset += 1
    }
    guard row.isEmpty else { throw Malformed(offset: offset) }
    return rows
  }
}
