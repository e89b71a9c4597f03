// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "wortlaut",
  products: [
    .library(name: "Wortlaut", targets: ["Wortlaut"]),
    .library(name: "WortlautFormats", targets: ["WortlautFormats"]),
    .library(name: "WortlautCLI", targets: ["WortlautCLI"]),
    .executable(name: "wortlaut", targets: ["WortlautMain"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "SystemICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"])]),
    .target(name: "CICU", dependencies: ["SystemICU"]),
    .target(name: "CProcess"),
    .target(name: "CBytes"),
    .target(
      name: "Wortlaut",
      dependencies: [
        "CICU", "CProcess", "CBytes", .product(name: "Yams", package: "Yams"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.copy("../../lexicons"), .copy("../../pipelines"), .copy("../../templates")],
      swiftSettings: settings),
    .target(name: "CCompression", linkerSettings: [.linkedLibrary("z"), .linkedLibrary("zstd")]),
    .target(name: "CMarkup", linkerSettings: [.linkedLibrary("gumbo"), .linkedLibrary("cmark")]),
    .target(
      name: "WortlautFormats", dependencies: ["Wortlaut", "CBytes", "CProcess", "CCompression", "CMarkup"],
      swiftSettings: settings),
    .target(
      name: "WortlautSQLite",
      dependencies: ["Wortlaut", "WortlautFormats", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
    .target(
      name: "WortlautCLI",
      dependencies: [
        "Wortlaut", "WortlautFormats", "WortlautSQLite", "CProcess",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .executableTarget(name: "WortlautMain", dependencies: ["WortlautCLI"], swiftSettings: settings),
    // Tables and golden files are read where they lie, so that a change of them needs no build.
    .testTarget(
      name: "WortlautTests", dependencies: ["Wortlaut", "CBytes"],
      exclude: [
        "Entities/entity-cases.tsv", "Entities/unseen.txt", "External/child.py", "Layout/layout-cases.tsv",
        "Normalization/norm-cases.tsv", "Quotations/quotation-cases.tsv", "Quotations/speaker-cases.tsv",
        "Sentences/sentence-cases.tsv", "Tokenization/kind-cases.tsv", "Tokenization/token-cases.tsv",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WortlautFormatsTests", dependencies: ["WortlautFormats"], exclude: ["Exporters/Golden"],
      swiftSettings: settings),
    .testTarget(
      name: "WortlautCLITests",
      dependencies: ["WortlautCLI", "WortlautMain", "Wortlaut", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
  ]
)
