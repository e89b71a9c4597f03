// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "__NAME__",
  dependencies: [.package(name: "wortlaut", path: "__WORTLAUT__")],
  targets: [
    .executableTarget(
      name: "__TYPE__",
      dependencies: [
        .product(name: "Wortlaut", package: "wortlaut"), .product(name: "WortlautCLI", package: "wortlaut"),
      ])
  ]
)
