import Wortlaut

/// What stands around articles in a page.
enum HTMLPage {
  static func begin(title: String, hasLegend: Bool = true, to output: inout ByteBuffer) {
    output.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    output.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
    output.appendXML(title, in: .content)
    output.append("</title>\n<style>\n\(HTMLStyle.css)\n</style>\n</head>\n<body>\n")
    if hasLegend { writeLegend(to: &output) }
    output.append("<header><h1>")
    output.appendXML(title, in: .content)
    output.append("</h1></header>\n<main>\n")
  }

  static func end(to output: inout ByteBuffer) {
    output.append("</main>\n<footer>Made with Wortlaut.</footer>\n</body>\n</html>\n")
  }

  private static func writeLegend(to output: inout ByteBuffer) {
    output.append("<div class=\"legend\"><form aria-label=\"What is marked\">\n")
    let groups = [("Entities", HTMLStyle.entitySwitches), ("Quotes", HTMLStyle.quoteSwitches)]
    for (name, switches) in groups {
      output.append("<fieldset><legend>\(name)</legend>\n")
      for item in switches {
        let sample =
          name == "Entities"
          ? "<mark class=\"\(item.sample)\" data-type=\"\(item.sample)\">\(item.label)</mark>"
          : "<span class=\"\(item.sample)\">\(item.label)</span>"
        output.append("<label><input type=\"checkbox\" id=\"\(item.id)\" checked>\(sample)</label>\n")
      }
      output.append("</fieldset>\n")
    }
    output.append("</form></div>\n")
  }
}
