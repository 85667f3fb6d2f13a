import Hummingbird
import Wording

/// Why a request was not answered with what it asked for.
enum Trouble: String, Error, CaseIterable {
    case badRequest = "bad_request"
    case foreignOrigin = "foreign_origin"
    case notFound = "not_found"
    case tooLarge = "too_large"
    case failed

    init(_ error: any Error) {
        switch error {
        case let trouble as Trouble: self = trouble
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

    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .foreignOrigin: .forbidden
        case .notFound: .notFound
        case .tooLarge: .contentTooLarge
        case .failed: .internalServerError
        }
    }

    /// What happened.
    var title: Phrase {
        switch self {
        case .badRequest: "page.trouble.bad_request.title"
        case .foreignOrigin: "page.trouble.foreign_origin.title"
        case .notFound: "page.trouble.not_found.title"
        case .tooLarge: "page.trouble.too_large.title"
        case .failed: "page.trouble.failed.title"
        }
    }

    /// What it means and what to do.
    var advice: Phrase {
        switch self {
        case .badRequest: "page.trouble.bad_request.advice"
        case .foreignOrigin: "page.trouble.foreign_origin.advice"
        case .notFound: "page.trouble.not_found.advice"
        case .tooLarge: "page.trouble.too_large.advice"
        case .failed: "page.trouble.failed.advice"
        }
    }

    /// The connection ends where more may be on its way than anybody wants to read.
    var headers: HTTPFields {
        self == .tooLarge ? [.connection: "close"] : [:]
    }
}
