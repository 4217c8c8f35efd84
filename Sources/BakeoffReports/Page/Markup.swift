import BakeoffCore
import Foundation

/// An element of HTML or SVG: `content` is markup already, attributes are escaped here.
func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String = "") -> String {
  let list = attributes.map { " \($0.key)=\"\(xmlEscaped($0.value))\"" }.joined()
  let isVoid = content.isEmpty && ["line", "path", "circle", "rect", "polyline", "img", "input"].contains(name)
  return isVoid ? "<\(name)\(list)/>" : "<\(name)\(list)>\(content)</\(name)>"
}

/// A text from data, as markup.
func text(_ value: String) -> String { xmlEscaped(oneLine(value)) }

/// A coordinate.
func coordinate(_ value: Double) -> String {
  let rounded = (value * 10).rounded() / 10
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}

/// A table of HTML with row headings in its first column.
func htmlTable(_ table: Table, caption: String? = nil, sortable: Bool = false) -> String {
  let heads = table.columns.map { column -> String in
    let title = text(column.title)
    let content = sortable ? "<button type=\"button\">\(title)</button>" : title
    return element("th", ["scope": "col", "class": column.alignment == .right ? "number" : "name"], content)
  }
  let rows = table.rows.map { cells in
    let content = zip(cells, table.columns).enumerated().map { index, cell in
      let name = cell.1.alignment == .right ? "number" : "name"
      return index == 0
        ? element("th", ["scope": "row", "class": name], text(cell.0)) : element("td", ["class": name], text(cell.0))
    }
    return "<tr>\(content.joined())</tr>"
  }
  let title = caption.map { "<caption>\(text($0))</caption>" } ?? ""
  return
    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(text(caption ?? "table"))\"><table\(sortable ? " class=\"sortable\"" : "")>\(title)<thead><tr>\(heads.joined())</tr></thead><tbody>"
    + rows.joined(separator: "\n") + "</tbody></table></div>\n"
}

/// A chart with its caption, its data as a table behind it, and buttons to keep it.
func figure(_ id: String, _ caption: String, svg: String, table: Table?) -> String {
  let data = table.map { "<details><summary>Data</summary>\(htmlTable($0, caption: caption))</details>" } ?? ""
  return element(
    "figure", ["id": id],
    svg
      + "<figcaption>\(text(caption)) <button type=\"button\" class=\"keep\" data-kind=\"svg\">SVG</button> "
      + "<button type=\"button\" class=\"keep\" data-kind=\"png\">PNG</button></figcaption>" + data) + "\n"
}
