import CZlib
import Hummingbird

/// Packs what holds nothing of a reader: files that are built in, and the volunteers' pages, which are the same for everybody.
///
/// Never a page of somebody who signed in: how well a page with a token packs tells of what stands beside it (BREACH).
enum Gzip {
    /// The bytes in gzip's format (RFC 1952); `nil` when zlib does not do it.
    static func packed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard nuong_gzip_begin(&stream) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var source = bytes
        var target = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))))
        let result = source.withUnsafeMutableBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = uInt(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = uInt(target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END else { return nil }
        return Array(target.prefix(Int(stream.total_out)))
    }
}

extension Request {
    /// Whether the browser says that it unpacks gzip.
    var takesGzip: Bool {
        headers[values: .acceptEncoding].joined(separator: ",").lowercased().split(separator: ",").contains { part in
            let words = part.split(separator: ";").map { $0.filter { $0 != " " } }
            return words.first == "gzip" && !words.dropFirst().contains("q=0")
        }
    }
}

extension Response {
    /// The answer packed, where the browser unpacks it and it has one piece.
    ///
    /// - Parameter bytes: What it says now.
    func packed(_ bytes: [UInt8], for request: Request, ready: [UInt8]? = nil) -> Response {
        var response = self
        response.headers[.vary] = "Accept-Encoding"
        guard request.takesGzip, let packed = ready ?? Gzip.packed(bytes) else { return response }
        response.headers[.contentEncoding] = "gzip"
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: packed))
        return response
    }
}
