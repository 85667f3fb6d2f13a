import Mustache

/// A drawing made on the server, the only thing that a template prints unescaped: everything in it was escaped as it was added.
struct Drawing: Sendable, MustacheCustomRenderable {
    let renderText: String

    init(_ root: Shape) {
        renderText = root.markup
    }

    var isNull: Bool { false }
}

/// An element of a drawing.
struct Shape: Sendable {
    enum Tag: String, Sendable {
        case svg, rect, line, polyline, circle, path, text
    }

    enum Attribute: String, Sendable {
        case `class`, width, height, viewBox, x, y, x1, x2, y1, y2, cx, cy, r, rx, points, d
        case hidden = "aria-hidden"
        case anchor = "text-anchor"
        case focusable
    }

    private let tag: Tag
    private let attributes: [(Attribute, String)]
    private let content: String

    /// - Parameter attributes: In the order in which they are written.
    init(_ tag: Tag, _ attributes: KeyValuePairs<Attribute, String>, _ children: [Shape] = []) {
        self.tag = tag
        self.attributes = attributes.map { ($0.key, $0.value) }
        content = children.map(\.markup).joined()
    }

    /// An element that holds text.
    init(_ tag: Tag, _ attributes: KeyValuePairs<Attribute, String>, text: String) {
        self.tag = tag
        self.attributes = attributes.map { ($0.key, $0.value) }
        content = Shape.escaped(text)
    }

    var markup: String {
        let written = attributes.map { " \($0.0.rawValue)=\"\(Shape.escaped($0.1))\"" }.joined()
        return content.isEmpty ? "<\(tag.rawValue)\(written)/>" : "<\(tag.rawValue)\(written)>\(content)</\(tag.rawValue)>"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
