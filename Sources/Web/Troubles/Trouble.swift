import Casework
import Hummingbird
import Wording

/// Why a request was not answered with what it asked for.
enum Trouble: String, Error, CaseIterable {
    case badRequest = "bad_request"
    /// For programs; a reader is sent to the page where one signs in.
    case unauthorized
    /// A telephone that never enrolled, or from which the right to write was taken.
    case unknownDevice = "unknown_device"
    case foreignOrigin = "foreign_origin"
    case notFound = "not_found"
    case tooLarge = "too_large"
    /// A parameter or field that the address does not have.
    case unknownField = "unknown_field"
    case invalidValue = "invalid_value"
    /// A key that was used for something else, or what cannot be done as things stand.
    case conflict
    /// Somebody else put it right since the sender read it.
    case overtaken
    /// An edit has to say what the sender read.
    case preconditionRequired = "precondition_required"
    case tooManyRequests = "too_many_requests"
    case busy
    case failed

    init(_ error: any Error) {
        switch error {
        case let trouble as Trouble: self = trouble
        case let error as CaseworkError: self = Trouble(casework: error)
        case let error as any HTTPResponseError:
            switch error.status.code {
            case 404, 405: self = .notFound
            case 413: self = .tooLarge
            case 400..<500: self = .badRequest
            default: self = .failed
            }
        default: self = .failed
        }
    }

    /// What is not permitted and what is not there are the same.
    private init(casework error: CaseworkError) {
        switch error {
        case .refused, .account(.waits), .account(.notGrantable), .account(.windowClosed), .account(.reasonMissing): self = .notFound
        case .account(.wait), .log(.tooMany): self = .tooManyRequests
        case .log(.unknownDevice): self = .unknownDevice
        case .log(.wrongLength), .log(.badContent): self = .invalidValue
        // Pages say why beside their form; programs learn that it cannot be done as things stand.
        case .release: self = .conflict
        case .log(.nameTaken): self = .conflict
        default: self = error.isOfTheMoment ? .busy : .failed
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .unauthorized, .unknownDevice: .unauthorized
        case .foreignOrigin: .forbidden
        case .notFound: .notFound
        case .tooLarge: .contentTooLarge
        case .unknownField, .invalidValue: .unprocessableContent
        case .conflict: .conflict
        case .overtaken: .preconditionFailed
        case .preconditionRequired: .preconditionRequired
        case .tooManyRequests: .tooManyRequests
        case .busy: .serviceUnavailable
        case .failed: .internalServerError
        }
    }

    /// What happened.
    var title: Phrase {
        switch self {
        case .badRequest: "page.trouble.bad_request.title"
        case .unauthorized: "page.trouble.unauthorized.title"
        case .unknownDevice: "page.trouble.unknown_device.title"
        case .foreignOrigin: "page.trouble.foreign_origin.title"
        case .notFound: "page.trouble.not_found.title"
        case .tooLarge: "page.trouble.too_large.title"
        case .unknownField: "page.trouble.unknown_field.title"
        case .invalidValue: "page.trouble.invalid_value.title"
        case .conflict: "page.trouble.conflict.title"
        case .overtaken: "page.trouble.overtaken.title"
        case .preconditionRequired: "page.trouble.precondition_required.title"
        case .tooManyRequests: "page.trouble.too_many_requests.title"
        case .busy: "page.trouble.busy.title"
        case .failed: "page.trouble.failed.title"
        }
    }

    /// What it means and what to do.
    var advice: Phrase {
        switch self {
        case .badRequest: "page.trouble.bad_request.advice"
        case .unauthorized: "page.trouble.unauthorized.advice"
        case .unknownDevice: "page.trouble.unknown_device.advice"
        case .foreignOrigin: "page.trouble.foreign_origin.advice"
        case .notFound: "page.trouble.not_found.advice"
        case .tooLarge: "page.trouble.too_large.advice"
        case .unknownField: "page.trouble.unknown_field.advice"
        case .invalidValue: "page.trouble.invalid_value.advice"
        case .conflict: "page.trouble.conflict.advice"
        case .overtaken: "page.trouble.overtaken.advice"
        case .preconditionRequired: "page.trouble.precondition_required.advice"
        case .tooManyRequests: "page.trouble.too_many_requests.advice"
        case .busy: "page.trouble.busy.advice"
        case .failed: "page.trouble.failed.advice"
        }
    }

    /// The connection ends where more may be on its way than anybody wants to read.
    var headers: HTTPFields {
        switch self {
        case .tooLarge: [.connection: "close"]
        case .unauthorized, .unknownDevice: [.wwwAuthenticate: "Session"]
        case .tooManyRequests: [.retryAfter: "60"]
        case .busy: [.retryAfter: "5"]
        case .badRequest, .foreignOrigin, .notFound, .unknownField, .invalidValue, .conflict, .overtaken, .preconditionRequired, .failed:
            [:]
        }
    }
}
