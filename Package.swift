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
    .executable(name: "wortlaut", targets: ["WortlautCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(name: "SystemICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"])]),
    .target(name: "CICU", dependencies: ["SystemICU"]),
    .target(
      name: "Wortlaut",
      dependencies: ["CICU", .product(name: "Yams", package: "Yams"), .product(name: "Logging", package: "swift-log")],
      resources: [.copy("../../lexicons"), .copy("../../pipelines")],
      swiftSettings: settings),
    .target(name: "WortlautFormats", dependencies: ["Wortlaut"], swiftSettings: settings),
    .executableTarget(
      name: "WortlautCLI",
      dependencies: [
        "Wortlaut", "WortlautFormats",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .testTarget(name: "WortlautTests", dependencies: ["Wortlaut"], swiftSettings: settings),
    .testTarget(name: "WortlautFormatsTests", dependencies: ["WortlautFormats"], swiftSettings: settings),
    .testTarget(name: "WortlautCLITests", dependencies: ["WortlautCLI", "Wortlaut"], swiftSettings: settings),
  ]
)
