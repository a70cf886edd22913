import ArgumentParser
import Findings

/// `embedscope explain ID`: what a number means.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Definition, formula, range, reading and source of a metric.",
    discussion: """
      An id without its parameters (uniformity) explains every set of them.

      Examples:
        embedscope explain spectrum.centered.effective-rank
        embedscope explain uniformity 'neighbors.hub-skewness@k=10'
        embedscope explain retrieval.bm25.ndcg --json
      """)

  @Argument(help: ArgumentHelp("Ids of metrics, as reports print them.", valueName: "ID"))
  var ids: [String]

  @Flag(help: "The descriptors as JSON.")
  var json = false

  func run() async throws {
    let found = try ids.flatMap { try Self.descriptors(of: $0, in: MetricIndex.all) }
    if json { return try StandardStreams.emit(CatalogText.json(found)) }
    try StandardStreams.emit(found.map(CatalogText.explanation).joined(separator: "\n"))
  }

  /// The metric of an id; without parameters, all that share its definition.
  static func descriptors(
    of id: String, in catalog: [MetricDescriptor]
  ) throws -> [MetricDescriptor] {
    let exact = catalog.filter { $0.id.rawValue == id }
    if !exact.isEmpty { return exact }
    let sameBase = catalog.filter { $0.id.base == id }
    if !sameBase.isEmpty { return sameBase }
    let patterns = catalog.filter { MetricPattern($0.id).matches(MetricID(id)) }
    if !patterns.isEmpty { return MetricPattern.nearest(patterns, to: MetricID(id)) }
    // A measure that was asked for is a parameter of what is said of it: fusion.gain@measure=map.
    let measured = catalog.filter { id.hasPrefix("\($0.id.base)@measure=") }
    if !measured.isEmpty { return measured }
    if let found = try ofPolicy(id, in: catalog) { return found }
    // Who left the parameters out is not helped by a distance that counts them.
    let known = catalog.map { id.contains("@") ? $0.id.rawValue : $0.id.base }
    throw ValidationError(
      "there is no metric '\(id)'." + Suggestion.sentence(for: id, among: known)
        + " See: embedscope list")
  }

  /// The metric of an id as policies write it: without the name of a run, which is that of the input
  /// there, or with the name of an input before it.
  private static func ofPolicy(
    _ id: String, in catalog: [MetricDescriptor]
  ) throws -> [MetricDescriptor]? {
    if id.hasPrefix("retrieval."), !id.hasPrefix("retrieval.NAME.") {
      let named = "retrieval.NAME." + id.dropFirst("retrieval.".count)
      let base = MetricID(named).base
      let found = catalog.filter { $0.id.base == base }
      if !found.isEmpty { return MetricPattern.nearest(found, to: MetricID(named)) }
    }
    let parts = id.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[1].contains(".") || parts[1].contains("@") else { return nil }
    let rest = parts[1]
    guard
      catalog.contains(where: { $0.id.base == MetricID(rest).base }) || rest.hasPrefix("retrieval.")
    else { return nil }
    return try descriptors(of: rest, in: catalog)
  }
}
