/// The lines that judgements draw.
///
/// No paper gives absolute ones: these are ours, loose on purpose, and
/// every one can be set from outside.
public struct Thresholds: Hashable, Sendable {
  /// One line: a name, its default, and what lies beyond it.
  public struct Line: Hashable, Sendable {
    /// The name that `--threshold NAME=VALUE` takes.
    public let name: String
    /// The value used unless set.
    public let standard: Double
    /// What lies beyond it, in words.
    public let meaning: String
  }

  /// All lines.
  public static let lines = [
    Line(
      name: "collapsed", standard: 0.02,
      meaning: "debiased participation ratio below this share of d: collapsed (failure)"),
    Line(
      name: "narrow", standard: 0.1,
      meaning: "debiased participation ratio below this share of d: narrow (warning)"),
    Line(
      name: "top-share", standard: 0.5,
      meaning: "top direction with more than this share of the centered variance (warning)"),
    Line(
      name: "uniformity-gap", standard: 1,
      meaning: "uniformity (t=2) farther than this above the floor of the sphere (warning)"),
    Line(
      name: "mean-cosine", standard: 0.5,
      meaning: "mean cosine above this: said, with what centering does to it (note)"),
    Line(
      name: "mean-cosine-centered", standard: 0.1,
      meaning: "mean cosine after centering above this: a skewed cloud (warning)"),
    Line(
      name: "rogue-share", standard: 0.1,
      meaning: "one column adds more than this to the mean cosine (warning)"),
    Line(
      name: "mean-offset", standard: 0.5,
      meaning: "share of the squared norms that lies in the mean row above this (note)"),
    Line(
      name: "norm-spread", standard: 0.25,
      meaning: "coefficient of variation of the norms above this (note)"),
    Line(
      name: "duplicate-share", standard: 0.01,
      meaning: "repeated rows above this share of the rows: a warning, a note below it"),
    Line(
      name: "hub-reach", standard: 0.05,
      meaning: "one row among the 10 nearest of more than this share of the rows (warning)"),
    Line(
      name: "main-island", standard: 0.9,
      meaning: "largest island of the neighbour graph with less than this share (warning)"),
    Line(
      name: "headroom-target", standard: 0.9,
      meaning: "share of the neighbours that the cheapest setting to be named must keep (note)"),
    Line(
      name: "prefix-gain", standard: 0.05,
      meaning: "prefix surely above the random subset by this: trained for truncation (note)"),
    Line(
      name: "hub-skewness", standard: 1.4,
      meaning: "hub skewness above this: a transform is named if a trial surely lowers it (note)"),
    Line(
      name: "transform-gain", standard: 0.25,
      meaning: "share of the hub skewness that a transform must surely take off to be named (note)"),
    Line(
      name: "pairs-near", standard: 0.5,
      meaning: "alignment up to this share of the distance of random pairs: pulled together"),
    Line(
      name: "pairs-apart", standard: 0.9,
      meaning: "alignment above this share of the distance of random pairs (warning)"),
    Line(
      name: "pair-noise", standard: 0.5,
      meaning: "share of directions with more pair noise than shared signal above this (warning)"),
    Line(
      name: "low-rank-weight", standard: 0.5,
      meaning: "effective rank of a weight matrix below this share of its smaller side (warning)"),
    Line(
      name: "bound-ceiling", standard: 0.9,
      meaning: "InfoNCE bound above this share of its ceiling: it says no more (note)"),
  ]

  private var values: [String: Double]

  /// The standard lines.
  public init() {
    values = Dictionary(uniqueKeysWithValues: Self.lines.map { ($0.name, $0.standard) })
  }

  /// The value of a line.
  ///
  /// - Precondition: there is a line of that name.
  public subscript(name: String) -> Double {
    guard let value = values[name] else { preconditionFailure("there is no threshold \(name)") }
    return value
  }

  /// Moves a line; false where there is none of that name.
  public mutating func set(_ name: String, to value: Double) -> Bool {
    guard values[name] != nil, value.isFinite else { return false }
    values[name] = value
    return true
  }
}
