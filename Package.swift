// swift-tools-version: 6.2
import PackageDescription

/// One arrow of the house is one entry here; nothing else can be imported.
let package = Package(
  name: "EmbedScope",
  products: [
    .executable(name: "embedscope", targets: ["embedscope"]),
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
    .library(name: "EmbeddingSets", targets: ["EmbeddingSets"]),
    .library(name: "EmbeddingFormats", targets: ["EmbeddingFormats"]),
    .library(name: "Streaming", targets: ["Streaming"]),
    .library(name: "Findings", targets: ["Findings"]),
    .library(name: "Analysis", targets: ["Analysis"]),
    .library(name: "SignRankProof", targets: ["SignRankProof"]),
    .library(name: "SignRank", targets: ["SignRank"]),
    .library(name: "Retrieval", targets: ["Retrieval"]),
    .library(name: "Checks", targets: ["Checks"]),
    .library(name: "Rendering", targets: ["Rendering"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLAPACK",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas"])]
    ),
    .systemLibrary(
      name: "CZip",
      pkgConfig: "libzip",
      providers: [.apt(["libzip-dev"]), .brew(["libzip"])]
    ),
    .target(name: "CKernels"),
    .target(name: "CProcess"),
    .target(name: "LinearAlgebra", dependencies: ["CLAPACK", "CKernels"]),
    .target(name: "Streaming"),
    .target(
      name: "EmbeddingSets",
      dependencies: ["Streaming", .product(name: "RealModule", package: "swift-numerics")]
    ),
    .target(
      name: "EmbeddingFormats", dependencies: ["EmbeddingSets", "Streaming", "CZip"]),
    .target(name: "Findings"),
    .target(
      name: "Analysis",
      dependencies: [
        "EmbeddingSets", "Streaming", "LinearAlgebra", "Findings",
        .product(name: "RealModule", package: "swift-numerics"),
      ]
    ),
    .target(name: "SignRankProof", dependencies: ["EmbeddingSets"]),
    .target(
      name: "SignRank",
      dependencies: [
        "EmbeddingSets", "Streaming", "LinearAlgebra", "Findings", "SignRankProof",
        .product(name: "RealModule", package: "swift-numerics"),
      ]
    ),
    .target(
      name: "Retrieval",
      dependencies: [
        "EmbeddingSets", "Streaming", "LinearAlgebra", "Findings",
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(name: "Checks", dependencies: ["Findings", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "Rendering",
      dependencies: [
        "Findings", .product(name: "RealModule", package: "swift-numerics"),
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .executableTarget(
      name: "embedscope",
      dependencies: [
        "LinearAlgebra", "EmbeddingSets", "EmbeddingFormats", "Streaming", "Findings", "Analysis",
        "CProcess", "SignRankProof", "SignRank", "Retrieval", "Checks", "Rendering",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .target(
      name: "TestSupport",
      dependencies: ["EmbeddingSets", "Streaming", "LinearAlgebra", "Findings", "SignRankProof"],
      path: "Tests/TestSupport"
    ),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport"]),
    .testTarget(name: "StreamingTests", dependencies: ["Streaming", "TestSupport"]),
    .testTarget(name: "EmbeddingSetsTests", dependencies: ["EmbeddingSets", "TestSupport"]),
    .testTarget(
      name: "EmbeddingFormatsTests",
      dependencies: ["EmbeddingFormats", "EmbeddingSets", "TestSupport"],
      exclude: ["Fixtures"]
    ),
    .testTarget(name: "FindingsTests", dependencies: ["Findings", "TestSupport"]),
    .testTarget(
      name: "AnalysisTests",
      dependencies: [
        "Analysis", "EmbeddingSets", "EmbeddingFormats", "LinearAlgebra", "Findings", "Streaming",
        "TestSupport", .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .testTarget(
      name: "SignRankProofTests", dependencies: ["SignRankProof", "EmbeddingSets", "TestSupport"]),
    .testTarget(
      name: "SignRankTests",
      dependencies: [
        "SignRank", "SignRankProof", "EmbeddingSets", "EmbeddingFormats", "LinearAlgebra",
        "Findings",
        "TestSupport",
      ]),
    .testTarget(
      name: "RetrievalTests",
      dependencies: [
        "Retrieval", "EmbeddingSets", "EmbeddingFormats", "LinearAlgebra", "Findings",
        "TestSupport",
      ]),
    .testTarget(name: "ChecksTests", dependencies: ["Checks", "Findings", "TestSupport"]),
    .testTarget(
      name: "RenderingTests", dependencies: ["Rendering", "Findings", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(
      name: "CommandTests",
      dependencies: ["embedscope", "Checks", "Findings", "Analysis", "Rendering", "TestSupport"]),
  ]
)

/// Every Swift target is held to the same rules; the system libraries and the C kernels have none.
for target in package.targets
where target.type != .system && !["CKernels", "CProcess"].contains(target.name) {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
