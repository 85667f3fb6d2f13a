import Casework
import Hummingbird

/// Why a new secret was not set, as a page says it: beside a field, or above the form.
struct SecretRefusal {
    var faults: [FormField: FormFault] = [:]
    var notice: SignInFault?
    let status: HTTPResponse.Status
    var headers: HTTPFields = [:]

    /// `nil` for what is no refusal but a failure.
    ///
    /// - Parameters:
    ///   - field: Where the secret was typed that proves who asks.
    ///   - fault: What is said when it is wrong.
    init?(_ error: any Error, _ field: FormField, _ fault: FormFault) {
        switch error as? CaseworkError {
        case .account(.wrongCode):
            faults = [field: fault]
            status = .unprocessableContent
        case .account(.samePassphrase):
            faults = [.newPassphrase: .unchanged]
            status = .unprocessableContent
        case .account(let fault) where fault.passphraseReason != nil:
            faults = [.newPassphrase: fault.passphraseReason.flatMap(FormFault.init) ?? .notText]
            status = .unprocessableContent
        case .account(.wait), .account(.overloaded):
            guard let refusal = SignInRefusal(error) else { return nil }
            notice = refusal.fault
            status = refusal.status
            headers = refusal.headers
        default: return nil
        }
    }

    /// What somebody may not do is answered like what is not there.
    static func trouble(_ error: any Error) -> any Error {
        error as? CaseworkError == .refused ? Trouble.notFound : error
    }
}

extension Form {
    /// A passphrase typed twice; what is wrong with it before anybody looks at its rules.
    var newPassphraseFaults: [FormField: FormFault] {
        let new = bytes(.newPassphrase)
        let again = bytes(.again)
        if new.isEmpty { return [.newPassphrase: .missing] }
        if again.isEmpty { return [.again: .missing] }
        // Two input methods may write one letter with different bytes.
        let areTheSame =
            new == again || String(validating: new, as: UTF8.self).map { $0 == String(validating: again, as: UTF8.self) } ?? false
        return areTheSame ? [:] : [.again: .notTheSame]
    }
}
