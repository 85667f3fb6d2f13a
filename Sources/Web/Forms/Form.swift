import Foundation
import Hummingbird

/// The fields of a form as they were sent: each at most once, bounded, percent-decoded.
struct Form: Sendable {
    /// The longest note of a case, 60,000 characters, each of which a browser may write with nine bytes, and room for the rest.
    static let mostBytes = 1_024 * 1_024
    private static let mostFields = 100
    /// Of a form that has no long text.
    private static let longestField = 64 * 1_024

    /// In the order of sending.
    let fields: [(name: String, bytes: [UInt8])]

    static let empty = Form(fields: [])

    /// Fields that did not come as a form: each name once.
    init(fields: [(name: String, bytes: [UInt8])]) {
        self.fields = fields
    }

    /// Reads the body of a request; what is no form is a bad request.
    ///
    /// - Parameter lists: Fields that may come several times: boxes of one question.
    init(_ request: Request, lists: Set<String> = []) async throws {
        if let type = request.headers[.contentType], type.lowercased().hasPrefix("multipart/form-data;") {
            let body = try await request.body.collect(upTo: VisitContext.bodyLimit)
            guard let fields = MultipartForm.fields(Array(buffer: body), type: type) else { throw Trouble.badRequest }
            self.fields = fields
            return
        }
        guard request.isForm else { throw Trouble.badRequest }
        let most = request.mostBytes
        self = try Form(
            encoded: Array(buffer: try await request.body.collect(upTo: most)), longest: most == Form.mostBytes ? most : Form.longestField,
            lists: lists)
    }

    init(encoded: [UInt8], longest: Int = longestField, lists: Set<String> = []) throws(Trouble) {
        var fields: [(name: String, bytes: [UInt8])] = []
        for pair in encoded.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, fields.count < Form.mostFields,
                let name = Form.decoded(parts[0]).flatMap({ String(validating: $0, as: UTF8.self) }),
                let bytes = Form.decoded(parts[1]), bytes.count <= longest, name.utf8.count <= 64,
                lists.contains(name) || !fields.contains(where: { $0.name == name })
            else { throw .badRequest }
            fields.append((name, bytes))
        }
        self.fields = fields
    }

    /// `+` is a space, `%XX` a byte; anything else that is half-written is refused.
    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 2 < text.endIndex, let high = digit(text[index + 1]), let low = digit(text[index + 2]) else { return nil }
                bytes.append(high << 4 | low)
                index += 2
            default: bytes.append(text[index])
            }
            index += 1
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// The bytes of a field; empty when it was not sent.
    func bytes(_ name: String) -> [UInt8] {
        fields.first { $0.name == name }?.bytes ?? []
    }

    func bytes(_ field: FormField) -> [UInt8] {
        bytes(field.rawValue)
    }

    /// The text of a field in NFC without spaces around it; `nil` when it is no text.
    func text(_ name: String) -> String? {
        String(validating: bytes(name), as: UTF8.self)?.precomposedStringWithCanonicalMapping.trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    /// The texts of a field that may come several times, in the order of sending; `nil` when one is no text.
    func texts(_ name: String) -> [String]? {
        let all = fields.filter { $0.name == name }
        let texts = all.compactMap { String(validating: $0.bytes, as: UTF8.self) }
        return texts.count == all.count ? texts : nil
    }

    /// The text of a field; empty when it was not sent or is no text.
    func text(_ field: FormField) -> String {
        text(field.rawValue) ?? ""
    }

    /// Refuses fields that the page does not have.
    func expect(_ names: [String]) throws(Trouble) {
        guard fields.allSatisfy({ $0.name == "csrf" || names.contains($0.name) }) else { throw .badRequest }
    }
}

extension Request {
    var isForm: Bool {
        headers[.contentType]?.split(separator: ";").first?.lowercased() == "application/x-www-form-urlencoded"
    }

    /// How long its body may be; only forms about cases hold long texts.
    var mostBytes: Int {
        isForm && uri.path.hasPrefix("\(CaseAddress.cases)/") ? Form.mostBytes : VisitContext.bodyLimit
    }
}
