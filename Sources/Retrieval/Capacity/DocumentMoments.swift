public import EmbeddingSets
public import LinearAlgebra
import Streaming

/// Mean and centred Gram matrix of the documents: all that oracle queries need to know of them.
public struct DocumentMoments: Sendable {
  /// Number of documents.
  public let count: Int
  /// The mean document.
  public let mean: [Double]
  /// D′D of the centred documents, d × d.
  public let gram: SymmetricMatrix

  /// Reads a set twice: the mean first, because a Gram matrix that is centred afterwards loses digits
  /// where the mean is large.
  ///
  /// - Complexity: n d² operations, d² memory for each job.
  public init(of documents: any EmbeddingSource, jobs: Int) async throws {
    let means = try ColumnMeans(documents)
    let plan = ShardPlan(
      elementCount: documents.shape.rowCount, shardCount: 8, blockLength: 1024)
    let columnCount = documents.shape.columnCount
    var gram = SymmetricMatrix(zero: columnCount)
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var part = SymmetricMatrix(zero: columnCount)
      for rows in plan.blocks(ofShard: shard) {
        let block = means.centred(try documents.block(rows: rows).doubles)
        part.addGram(ofRows: block.span, rowCount: rows.count)
      }
      return part
    } consume: { _, part in
      gram += part
    }
    count = documents.shape.rowCount
    mean = means.means
    self.gram = gram
  }

  /// The spectrum of the centred documents.
  public func spectrum() throws -> SingularSpectrum {
    SingularSpectrum(gramEigenvalues: try gram.eigenvalues())
  }
}
