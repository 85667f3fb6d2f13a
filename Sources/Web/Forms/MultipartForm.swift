/// A form with a file (RFC 7578), as browsers send it: each field once, bounded, nothing nested.
enum MultipartForm {
    private static let mostFields = 20
    private static let longestHead = 1_024

    /// The fields, and the name of the file of a field `x` as a field `x.filename`; `nil` for anything that is no such form.
    ///
    /// - Parameter type: The whole Content-Type.
    static func fields(_ bytes: [UInt8], type: String) -> [(name: String, bytes: [UInt8])]? {
        guard let boundary = parameter("boundary", of: type), (1...70).contains(boundary.utf8.count) else { return nil }
        let line = Array("\r\n--\(boundary)".utf8)
        // The first boundary has no line end before it.
        let body = Array("\r\n".utf8) + bytes
        guard var start = find(line, in: body, from: 0), start == 0 else { return nil }
        start = line.count
        var fields: [(name: String, bytes: [UInt8])] = []
        while true {
            if body[start...].starts(with: Array("--".utf8)) { return fields }
            guard body[start...].starts(with: [13, 10]), fields.count < mostFields,
                let headEnd = find([13, 10, 13, 10], in: body, from: start), headEnd - start <= longestHead,
                let end = find(line, in: body, from: headEnd + 2),
                let head = String(validating: body[start..<headEnd], as: UTF8.self),
                let disposition = head.split(separator: "\r\n").first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
                let name = parameter("name", of: String(disposition)), (1...64).contains(name.utf8.count),
                !fields.contains(where: { $0.name == name })
            else { return nil }
            fields.append((name, Array(body[(headEnd + 4)..<max(end, headEnd + 4)])))
            if let file = parameter("filename", of: String(disposition)) {
                guard !fields.contains(where: { $0.name == "\(name).filename" }) else { return nil }
                fields.append(("\(name).filename", Array(file.utf8)))
            }
            start = end + line.count
        }
    }

    /// The value of a parameter, quoted or not.
    private static func parameter(_ name: String, of header: String) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingPrefix { $0 == " " } }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            let value = pair[1]
            guard value.hasPrefix("\"") else { return String(value) }
            guard value.count >= 2, value.hasSuffix("\"") else { return nil }
            return String(value.dropFirst().dropLast())
        }
        return nil
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard start >= 0, bytes.count - start >= pattern.count, let first = pattern.first else { return nil }
        var index = start
        while index <= bytes.count - pattern.count {
            if bytes[index] == first, bytes[index..<index + pattern.count].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }
}
