import Analysis
import EmbeddingFormats
import Findings
import Rendering

// A set by what a user would name: a file, a directory of shards, a pattern.
let source = try EmbeddingSetReader.open("Notebooks-data/planted/broken-1000x64.npy")

// What to compute, and what it may cost; jobs change speed, never the result.
var options = DiagnosisOptions()
options.families = [.data, .spectrum]
options.jobs = 2
let report = try await Diagnosis(of: source, options: options).run(
  version: "my-program 1.0", arguments: [])

// A metric is a number, or the reason why there is none.
let metric = report["spectrum.centered.participation-ratio-debiased"]
print(report.verdict, metric?.value.number ?? metric?.value.reason ?? "")

// A finished report in any form; the same report gives the same bytes.
for table in CSVRenderer().render(report, style: .plain) { print(table.name) }
