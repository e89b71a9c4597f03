import CMarkup

/// A node of a parsed page. Valid as long as the tree.
struct HTMLNode {
  private let node: OpaquePointer?

  init(_ node: OpaquePointer?) { self.node = node }

  /// The element's name; empty for text and for elements HTML does not know.
  var name: String { node.map { String(cString: cmarkup_node_name($0)) } ?? "" }
  var childCount: Int { node.map { Int(cmarkup_node_child_count($0)) } ?? 0 }
  func child(_ index: Int) -> HTMLNode { HTMLNode(node.flatMap { cmarkup_node_child($0, Int32(index)) }) }

  /// The bytes of a text node; nil for other nodes.
  var text: UnsafeBufferPointer<UInt8>? {
    guard let node, let text = cmarkup_node_text(node) else { return nil }
    let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    var count = 0
    while bytes[count] != 0 { count += 1 }
    return UnsafeBufferPointer(start: bytes, count: count)
  }

  func attribute(_ name: String) -> String? {
    guard let node, let value = cmarkup_node_attribute(node, name) else { return nil }
    return String(cString: value)
  }

  /// Whether nothing of it is for reading: scripts, navigation, controls, what is hidden.
  func isDropped(_ name: String) -> Bool {
    if Self.dropped.contains(name) { return true }
    if name.isEmpty { return false }
    if attribute("hidden") != nil || attribute("aria-hidden") == "true" { return true }
    if let role = attribute("role"), Self.droppedRoles.contains(role) { return true }
    if attribute("aria-modal") == "true" { return true }
    guard let style = attribute("style") else { return false }
    let plain = style.lowercased().filter { !$0.isWhitespace }
    return plain.contains("display:none") || plain.contains("visibility:hidden")
  }

  /// What WAI-ARIA calls the elements below, and a consent banner is: a dialog.
  private static let droppedRoles: Set<String> = [
    "navigation", "search", "contentinfo", "banner", "complementary", "dialog", "alertdialog", "menu", "menubar",
    "toolbar",
  ]

  private static let dropped: Set<String> = [
    "head", "script", "style", "noscript", "template", "nav", "footer", "aside", "iframe", "object", "embed", "svg",
    "math", "canvas", "audio", "video", "map", "button", "select", "textarea", "datalist", "input", "label", "menu",
    "dialog", "frameset", "noframes", "applet",
  ]
}

/// Visits a tree in order without recursion, since pages may be nested deeply.
enum HTMLWalk {
  enum Event {
    case enter(HTMLNode, name: String)
    case leave(name: String)
    case text(UnsafeBufferPointer<UInt8>)
  }

  /// - Parameter visit: returns whether to go into the element that was entered.
  static func run(_ root: HTMLNode, _ visit: (Event) -> Bool) {
    let rootName = root.name
    guard visit(.enter(root, name: rootName)) else { return }
    var stack: [(node: HTMLNode, name: String, next: Int, count: Int)] = [(root, rootName, 0, root.childCount)]
    while let top = stack.last {
      guard top.next < top.count else {
        _ = visit(.leave(name: top.name))
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let child = top.node.child(top.next)
      if let text = child.text {
        _ = visit(.text(text))
      } else {
        let name = child.name
        if visit(.enter(child, name: name)) { stack.append((child, name, 0, child.childCount)) }
      }
    }
  }
}

/// Where on a page the article is.
struct HTMLContent {
  /// White space folded; empty where there is none.
  private(set) var title: [UInt8] = []
  /// The element that holds the article.
  private(set) var body: HTMLNode
  /// Whether the article has an `h1`.
  private(set) var hasHeading = false

  /// Text below a candidate, and whether it is in another one.
  private struct Candidate {
    let node: HTMLNode
    let name: String
    var length = 0
    var hasHeading = false
  }

  init(root: HTMLNode) {
    body = root
    var candidates: [Candidate] = []
    var open: [Int] = []
    var title: [UInt8] = []
    var isTitle = false
    var total = 0
    var hasHeading = false
    HTMLWalk.run(root) { event in
      switch event {
      case .enter(let node, let name):
        if name == "head" { return true }
        if name == "title" && open.isEmpty {
          isTitle = title.isEmpty
          return true
        }
        if node.isDropped(name) { return false }
        if name == "h1" {
          hasHeading = true
          for index in open { candidates[index].hasHeading = true }
        }
        if name == "article" || name == "main" || node.attribute("role") == "main" {
          candidates.append(Candidate(node: node, name: name == "article" ? "article" : "main"))
          open.append(candidates.count - 1)
        } else if !open.isEmpty {
          open.append(open[open.count - 1])
        }
        return true
      case .leave:
        isTitle = false
        if !open.isEmpty { open.removeLast() }
      case .text(let text):
        if isTitle { title.append(contentsOf: text) }
        total += text.count
        var last = -1
        for index in open where index != last {
          candidates[index].length += text.count
          last = index
        }
      }
      return true
    }
    self.title = Array(title.split { $0 <= 0x20 }.joined(separator: [0x20]))
    // The main part, and in it the one article that is most of it; a page of many articles is read whole.
    let main = candidates.first { $0.name == "main" && $0.length > 0 }
    let whole = main?.length ?? total
    let article = candidates.filter { $0.name == "article" }.max { $0.length < $1.length }
    let chosen = article.flatMap { $0.length * 2 > whole ? $0 : nil } ?? main
    if let chosen { body = chosen.node }
    self.hasHeading = chosen?.hasHeading ?? hasHeading
  }
}
