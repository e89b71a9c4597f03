import Wortlaut

/// Builds a text and its blocks from the elements of a page.
struct HTMLBlocks {
  private var text: [UInt8] = []
  private var blocks: [Block] = []
  /// The block that is being filled, without white space at its start.
  private var piece: [UInt8] = []
  /// White space stands at the piece's end and counts only if more follows.
  private var hasSpace = false
  /// Pieces of the block so far, cut at `br`.
  private var pieces: [[UInt8]] = []
  /// The kinds of the elements that are open, the innermost last.
  private var kinds: [Block.Kind] = [.paragraph]
  private var preformatted = 0
  /// How many cells of the row that is open have been seen.
  private var cells = 0

  init(capacity: Int) { text.reserveCapacity(capacity) }

  private static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
  private static let items: Set<String> = ["li", "dt", "dd"]
  /// Elements that begin and end a block.
  private static let separating: Set<String> = [
    "address", "article", "blockquote", "body", "caption", "center", "details", "dir", "div", "dl", "fieldset",
    "figcaption", "figure", "form", "header", "hgroup", "hr", "html", "legend", "main", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "thead", "tfoot", "tr", "ul",
  ]

  mutating func walk(_ root: HTMLNode) {
    HTMLWalk.run(root) { event in
      switch event {
      case .enter(let node, let name): return enter(node, name)
      case .leave(let name): leave(name)
      case .text(let bytes): add(bytes)
      }
      return true
    }
  }

  /// Adds a block of its own.
  mutating func add(_ bytes: [UInt8], _ kind: Block.Kind) {
    bytes.withUnsafeBufferPointer { add($0) }
    flush(kind)
  }

  mutating func finish() -> ([UInt8], [Block]) {
    flush()
    return (text, blocks)
  }

  private mutating func enter(_ node: HTMLNode, _ name: String) -> Bool {
    if node.isDropped(name) || (name == "form" && !HTMLBlocks.holdsText(node)) { return false }
    if name == "br" {
      cut()
    } else if name == "td" || name == "th" {
      if cells > 0, !piece.isEmpty || !pieces.isEmpty {
        hasSpace = false
        piece.append(0x09)
      }
      cells += 1
    } else if Self.headings.contains(name) || Self.items.contains(name) {
      flush()
      kinds.append(name.utf8.first == UInt8(ascii: "h") ? .heading : .listItem)
    } else if Self.separating.contains(name) {
      flush()
      if name == "pre" { preformatted += 1 }
      if name == "tr" || name == "table" { cells = 0 }
    }
    return true
  }

  private mutating func leave(_ name: String) {
    if Self.headings.contains(name) || Self.items.contains(name) {
      flush()
      if kinds.count > 1 { kinds.removeLast() }
    } else if Self.separating.contains(name) {
      flush(name == "tr" && cells > 1 ? .line : nil)
      if name == "pre" { preformatted -= 1 }
      if name == "tr" { cells = 0 }
    }
  }

  /// Whether a form is the frame of a page rather than something to fill in.
  private static func holdsText(_ form: HTMLNode) -> Bool {
    var found = false
    HTMLWalk.run(form) { event in
      if case .enter(_, let name) = event, ["p", "article", "main", "h1"].contains(name) { found = true }
      return !found
    }
    return found
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    if preformatted > 0 { return addPreformatted(bytes) }
    var at = 0
    while at < bytes.count {
      let start = at
      while at < bytes.count, bytes[at] > 0x20 { at += 1 }
      if at > start {
        if hasSpace && !piece.isEmpty && piece.last != 0x09 { piece.append(0x20) }
        hasSpace = false
        piece.append(contentsOf: bytes[start..<at])
      }
      while at < bytes.count, bytes[at] <= 0x20 {
        hasSpace = true
        at += 1
      }
    }
  }

  private mutating func addPreformatted(_ bytes: UnsafeBufferPointer<UInt8>) {
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if line.offset > 0 { flush(.line) }
      piece.append(contentsOf: line.element.filter { $0 != 0x0D })
    }
  }

  /// Ends a piece at a `br`; two of them end the block.
  private mutating func cut() {
    hasSpace = false
    if piece.isEmpty || preformatted > 0 { return flush() }
    pieces.append(piece)
    piece.removeAll(keepingCapacity: true)
  }

  /// Ends the block that is being filled.
  private mutating func flush(_ given: Block.Kind? = nil) {
    if !piece.isEmpty { pieces.append(piece) }
    piece.removeAll(keepingCapacity: true)
    hasSpace = false
    guard !pieces.isEmpty else { return }
    defer { pieces.removeAll(keepingCapacity: true) }
    let kind = given ?? (preformatted > 0 ? .line : kinds[kinds.count - 1])
    // Several short lines are verses, an address, a table; a line that goes on with a small letter is only wrapped.
    let isVerse =
      kind == .paragraph && pieces.count > 2 && pieces.allSatisfy { $0.count <= 80 }
      && !zip(pieces, pieces.dropFirst()).contains { Self.goesOn($0, $1) }
    var start = 0
    while start < pieces.count {
      var end = start + 1
      while !isVerse, end < pieces.count, Self.goesOn(pieces[end - 1], pieces[end]) { end += 1 }
      emit(pieces[start..<end], isVerse ? .line : kind, isFollowing: start > 0)
      start = end
    }
  }

  /// Whether a sentence runs on from one piece to the next.
  private static func goesOn(_ piece: [UInt8], _ next: [UInt8]) -> Bool {
    guard let last = piece.last, let first = next.first, !".!?:".utf8.contains(last) else { return false }
    return first &- 0x61 < 26 || (first == 0xC3 && next.count > 1 && next[1] >= 0x9F)
  }

  private mutating func emit(_ lines: ArraySlice<[UInt8]>, _ kind: Block.Kind, isFollowing: Bool) {
    let isTight = isFollowing || kind != .paragraph && kind != .heading && blocks.last?.kind == kind
    if !text.isEmpty { text.append(contentsOf: isTight ? [0x0A] : [0x0A, 0x0A]) }
    var start = text.count
    text.append(contentsOf: lines.joined(separator: [0x0A]))
    var end = text.count
    while start < end, text[start] <= 0x20 { start += 1 }
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    guard start < end else { return }
    blocks.append(Block(Span(start, end), kind, isWrapped: lines.count > 1))
  }
}
