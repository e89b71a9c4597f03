// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "custom-stage",
  dependencies: [.package(name: "wortlaut", path: "../..")],
  targets: [
    .target(name: "Readability", dependencies: [.product(name: "Wortlaut", package: "wortlaut")]),
    .executableTarget(
      name: "readable",
      dependencies: ["Readability", .product(name: "WortlautCLI", package: "wortlaut")]),
    .testTarget(
      name: "ReadabilityTests",
      dependencies: ["Readability", .product(name: "WortlautFormats", package: "wortlaut")]),
  ]
)
