import CaseDomain
import Casework
import Foundation
import Hummingbird
import Policies

/// What the script on a volunteer's telephone asks: the centre's key, and that a sealed log is taken.
///
/// These are not addresses for programs: they know a telephone by its cookie alone, and whoever has that may write and read nothing.
struct PhoneAddresses: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.open(.get, PhoneAddress.key, answering(key))
        book.open(.put, PhoneAddress.log, answering(take))
        book.open(.post, PhoneAddress.discarded, answering(discard))
    }

    /// Problems for the script: what is wrong has a stable code.
    private func answering(
        _ handler: @escaping @Sendable (Request, VisitContext) async throws -> Response
    ) -> @Sendable (Request, VisitContext) async throws -> Response {
        { request, context in
            do {
                return try await handler(request, context)
            } catch CaseworkError.log(.tooMany(let seconds)) {
                return try Problem(.tooManyRequests).answer([.retryAfter: String(seconds)])
            } catch {
                return try Problem(Trouble(error)).answer
            }
        }
    }

    private struct KeyWire: Encodable {
        let centre: String
        let epoch: UInt32
        let key: String
        let fingerprint: String
        let form: UInt16
        let call: Bool
        let now: Int64
    }

    @Sendable
    private func key(_ request: Request, _ context: VisitContext) async throws -> Response {
        try .json(wire(try site.installation.phoneKey(deviceCookie: cookie(request), rules: site.policies.phone)))
    }

    private func wire(_ key: PhoneKey) -> KeyWire {
        KeyWire(
            centre: key.centre.description, epoch: key.epoch, key: PhoneAddresses.base64URL(key.key), fingerprint: key.name.description,
            form: site.policies.phoneForm.number, call: key.isCalled, now: site.now().seconds)
    }

    /// RFC 4648, section 5, without padding.
    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The key as a page hands it to the script.
    func keyText(_ key: PhoneKey) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(wire(key)), as: UTF8.self)
    }

    private struct ReceiptWire: Encodable {
        let receipt: String
        let state: String
    }

    @Sendable
    private func take(_ request: Request, _ context: VisitContext) async throws -> Response {
        guard Origin(request).isOurs else { throw Trouble.foreignOrigin }
        guard request.headers[.contentType] == "application/octet-stream", let name = Identifier<SupportLog>(part(context)),
            let form = header("Log-Form", request).flatMap({ UInt16($0) }),
            let centre = header("Log-Centre", request).flatMap({ Identifier<Centre>($0) }),
            let key = header("Log-Key", request).flatMap({ PhoneKeyName($0) })
        else { throw Trouble.badRequest }
        let body = try await request.body.collect(upTo: VisitContext.bodyLimit)
        let receipt = try await site.installation.receiveLog(
            ArrivingLog(name: name, form: form, centre: centre, key: key, way: .phone, envelope: Array(body.readableBytesView)),
            deviceCookie: cookie(request), rules: site.policies.phone, form: site.policies.phoneForm.number)
        return try .json(
            ReceiptWire(receipt: receipt.code, state: receipt.isHeld ? "held" : "received"), status: receipt.isHeld ? .accepted : .created)
    }

    @Sendable
    private func discard(_ request: Request, _ context: VisitContext) async throws -> Response {
        guard Origin(request).isOurs else { throw Trouble.foreignOrigin }
        let sent = try await request.body.collect(upTo: VisitContext.bodyLimit)
        let body = try JSONBody(sent, type: request.headers[.contentType])
        try body.expect(["reason"])
        guard Identifier<SupportLog>(part(context)) != nil, case .text(let word) = body.fields["reason"],
            let reason = DiscardReason(rawValue: word)
        else { throw Trouble.badRequest }
        try await site.installation.noteDiscardedLog(reason, deviceCookie: cookie(request), rules: site.policies.phone)
        return Response(status: .noContent)
    }

    private func part(_ context: VisitContext) -> String { context.parameters.get("log") ?? "" }

    private func cookie(_ request: Request) -> String? { site.cookies.value(.device, of: request) }

    private func header(_ name: String, _ request: Request) -> String? {
        HTTPFields.Element.Name(name).flatMap { request.headers[$0] }
    }
}
