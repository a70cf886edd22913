// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nobody who builds or tests EmbedScope builds its benchmarks.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "EmbedScope", path: "..")],
  targets: [
    .executableTarget(
      name: "kernels",
      dependencies: [
        .product(name: "Analysis", package: "EmbedScope"),
        .product(name: "EmbeddingSets", package: "EmbedScope"),
        .product(name: "LinearAlgebra", package: "EmbedScope"),
        .product(name: "Streaming", package: "EmbedScope"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
    ),
    .executableTarget(
      name: "late-interaction",
      dependencies: [
        .product(name: "EmbeddingFormats", package: "EmbedScope"),
        .product(name: "EmbeddingSets", package: "EmbedScope"),
        .product(name: "LinearAlgebra", package: "EmbedScope"),
        .product(name: "Retrieval", package: "EmbedScope"),
        .product(name: "Streaming", package: "EmbedScope"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
    ),
  ]
)
