// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "WortlautBenchmarks",
  dependencies: [.package(name: "Wortlaut", path: "..")],
  targets: [
    .executableTarget(
      name: "StageBenchmark",
      dependencies: [
        .product(name: "Wortlaut", package: "Wortlaut"), .product(name: "WortlautFormats", package: "Wortlaut"),
      ])
  ]
)
