import LinearAlgebra
import Testing
@Test func smoke() throws {
  var g = SymmetricMatrix(zero: 2)
  g.addGram(ofRows: [1.0, 2, 3, 4].span, rowCount: 2)
  #expect(g.matrix.elements == [10, 14, 14, 20])
  let e = try g.eigensystem()
  print(e, try g.eigenvalues(), BLASLibrary.name, BLASLibrary.coreName, BLASLibrary.betterCoreType() ?? "nil", BLASLibrary.threadCount)
  let m = Matrix(rowCount: 3, columnCount: 2, elements: [1, 2, 3, 4, 5, 7])
  let s = try m.singularSystem()
  print(s, try m.singularValues(), try m.triangularFactor())
  var t = TallSkinnyFactor(columnCount: 2); try t.absorb(rows: m.elements.span, rowCount: 3)
  print(t.finish(), try g.choleskyFactor().solve([1, 2]), try generalizedEigensystem(g, g))
}
