import Testing

@testable import EmbeddingFormats

@Suite("The header of an array is a literal of three keys and nothing else")
struct NumpyHeaderTests {
  private static func parsed(_ bytes: [UInt8]) throws -> NumpyHeader {
    try NumpyHeader(name: "x.npy", available: bytes.count) { Array(bytes[$0]) }
  }

  private static func parsed(_ literal: String, version: UInt8 = 1) throws -> NumpyHeader {
    try parsed(npy(header: literal, version: version, payload: []))
  }

  @Test(
    "key order, quotes, spaces and trailing commas are free",
    arguments: [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3)}",
      "{'shape': (4, 3), 'fortran_order': False, 'descr': '<f4'}",
      "{'fortran_order': False, 'descr': '<f4', 'shape': (4, 3), }",
      "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (4, 3)}",
      "{'descr':'<f4','fortran_order':False,'shape':(4,3)}",
      "  {\t'descr' :  '<f4' , 'fortran_order' : False\n, 'shape' : ( 4 , 3 , ) , }      ",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4L, 3L), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (004, 03), }",
    ])
  func freedom(literal: String) throws {
    for version: UInt8 in 1...3 {
      let header = try Self.parsed(literal, version: version)
      #expect(header.descr == "<f4" && !header.isFortranOrder && header.shape == [4, 3])
      #expect(header.dataOffset == (version == 1 ? 10 : 12) + literal.utf8.count + 1)
    }
  }

  @Test(
    "tuples of none to three sizes",
    arguments: [
      ("()", []), ("(7,)", [7]), ("(0,)", [0]), ("(4, 3)", [4, 3]), ("(4, 3, )", [4, 3]),
      ("(2, 3, 5)", [2, 3, 5]), ("(9223372036854775807, 1)", [Int.max, 1]),
    ])
  func tuples(text: String, shape: [Int]) throws {
    let header = try Self.parsed("{'descr': '<f8', 'fortran_order': True, 'shape': \(text), }")
    #expect(header.shape == shape && header.isFortranOrder)
  }

  @Test(
    "what is no tuple of sizes is refused",
    arguments: [
      "4", "[4, 3]", "(4 3)", "(4,, 3)", "(,)", "(4, 3", "4, 3)", "(-4, 3)", "(+4, 3)", "(4.0, 3)",
      "(4e1, 3)", "(0x4, 3)", "(4, None)", "(4LL, 3)", "((4, 3))", "('4', 3)",
      "(9223372036854775808, 1)", "(99999999999999999999999999, 1)", "(18446744073709551617, 1)",
      "",
    ])
  func tuplesRefused(text: String) {
    let error = #expect(throws: FormatError.self) {
      try Self.parsed("{'descr': '<f8', 'fortran_order': False, 'shape': \(text)}")
    }
    #expect(error?.file == "x.npy")
  }

  @Test(
    "bad literals are refused at the byte where they go wrong",
    arguments: [
      ("", 1), ("[", 0), ("{", 2), ("{,}", 1), ("{'descr' '<f4'}", 9), ("{'descr': <f4}", 10),
      ("{'descr': '<f4}", 10), ("{'descr': '<f\\x34'}", 10), ("{'fortran_order': true}", 18),
      ("{'fortran_order': 0}", 18), ("{'descr': '<f4' 'shape': ()}", 16), ("{descr: '<f4'}", 1),
      ("{'other': 1}", 1), ("{'descr': '<f4', 'descr': '<f8'}", 17),
      ("{'descr': [('a', '<f4')], 'descr': [('a', '<f4')]}", 26),
      ("{'shape': (1,), 'shape': (2,)}", 16), ("{}", 0), ("{'descr': '<f4', }", 0),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': ()} x", 54),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': ()}}", 53),
    ])
  func literals(text: String, position: Int) {
    let error = #expect(throws: FormatError.self) { try Self.parsed(text) }
    #expect(error?.place == .byte(10 + position))
  }

  @Test("structured types are stepped over, whatever brackets their names hold")
  func structured() throws {
    for type in ["[('a', '<f4'), ('b', '<i4', (2,))]", "[('a]', '<f4')]", "('<f4', (2,))"] {
      let header = try Self.parsed(
        "{'descr': \(type), 'fortran_order': False, 'shape': (4,), }")
      #expect(header.descr == nil && header.shape == [4])
    }
  }

  @Test("a header cut anywhere is refused, and never read beyond its end")
  func truncation() {
    for version: UInt8 in 1...2 {
      let whole = npy(
        header: "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)}", version: version,
        payload: [])
      for count in 0..<whole.count {
        #expect(throws: FormatError.self) { try Self.parsed(Array(whole[..<count])) }
      }
    }
  }

  @Test("unknown versions and lengths beyond the file are refused")
  func start() {
    let whole = npy(payload: [])
    for (index, byte, place) in [
      (0, UInt8(0x92), 0), (5, 0x79, 0), (6, 0, 6), (6, 4, 6), (7, 1, 6), (9, 0xFF, 10),
    ] {
      var bytes = whole
      bytes[index] = byte
      let error = #expect(throws: FormatError.self) { try Self.parsed(bytes) }
      #expect(error?.place == .byte(place))
    }
    var endless = npy(version: 2, payload: [UInt8](repeating: 0x20, count: 1 << 21))
    endless[10] = 0x1F
    let error = #expect(throws: FormatError.self) { try Self.parsed(endless) }
    #expect(error?.place == .byte(8))
  }
}
