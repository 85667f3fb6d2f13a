import Wording

/// On which occasion somebody sets new secrets: the same pages serve all three.
enum Occasion: String, CaseIterable, Sendable {
    case enrolment, recovery, account

    /// Where the form of a step is sent, and where the step is read again.
    enum Step: String, CaseIterable, Sendable {
        case start
        case passphrase
        case secondFactor = "second-factor"
        /// The recovery code is shown.
        case code
        /// The recovery code is typed back.
        case check
        case done
    }

    /// The address of a step, such as `/enrol/second-factor`.
    func path(_ step: Step) -> String {
        switch (self, step) {
        case (_, .start): root
        // The address without more asks for the passphrase first.
        case (.account, .secondFactor): Address.accountNewSecondFactor
        default: "\(root)/\(step.rawValue)"
        }
    }

    private var root: String {
        switch self {
        case .enrolment: Address.enrol
        case .recovery: Address.recover
        case .account: Address.account
        }
    }

    private var steps: [Step] {
        switch self {
        case .enrolment: [.start, .passphrase, .secondFactor, .code, .check]
        case .recovery: [.start, .passphrase, .code, .check]
        case .account: []
        }
    }

    /// "Bước 2 trên 5"; nothing where there is one step.
    func words(_ step: Step, _ voice: Voice) -> String? {
        steps.firstIndex(of: step).map { voice.say("page.step", voice.count($0 + 1), voice.count(steps.count)) }
    }

    /// The title of all its pages.
    var title: Phrase {
        switch self {
        case .enrolment: "page.enrol.title"
        case .recovery: "page.recover.title"
        case .account: "page.account.title"
        }
    }

    /// Where in the reader's places it happens.
    var place: Place? {
        self == .account ? .account : nil
    }
}
