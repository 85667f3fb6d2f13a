import Foundation
import Hummingbird

extension Response {
    /// A page in HTML.
    static func page(
        _ view: some Sendable, _ template: PageTemplate, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: template.render(view))))
    }

    /// JSON with sorted keys.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json", headers: HTTPFields = [:]
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }
}
