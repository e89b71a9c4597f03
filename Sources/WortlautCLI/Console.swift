import Foundation

/// Messages for people, on standard error.
enum Console {
  static func error(_ message: String) {
    draw(message.hasSuffix("\n") ? message : message + "\n")
  }

  /// Without a line end, for a line that is drawn again and again.
  ///
  /// That nobody reads messages any more, or that the disk they go to is full, ends no run.
  static func draw(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let count = write(2, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// How many characters a line of the terminal has that messages go to.
  static var errorWidth: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
    return Int(size.ws_col)
  }

  static var errorIsTerminal: Bool { isatty(2) == 1 }
  static var outputIsTerminal: Bool { isatty(1) == 1 }
}
