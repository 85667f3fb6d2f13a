import CaseDomain
import Store
import Synchronization
import Vault

/// An enrolment, or a recovery, that somebody is in the middle of.
///
/// Nothing of it is stored before its last step: whoever closes the browser begins again with the same code.
struct EnrolmentDraft: Sendable {
    enum Reason: Hashable, Sendable {
        /// The digest of the code that the last step uses up.
        case enrolment(code: [UInt8])
        /// A recovery code was typed; the account's second factor stays.
        case recovery
    }

    let user: UserRow
    let reason: Reason
    let began: Instant
    /// Under the draft's own token: between two steps the process holds ciphertext.
    let keyring: Sealed<UserKeyringSecrets>
    /// The credential from which a recovery began; a change meanwhile voids it.
    let basedOn: UInt32
    /// With passphrase, then second factor, then recovery wrap, as the steps are taken.
    var credential: CredentialRow?
    var hasSecondFactor: Bool
    var printedCodes: [[UInt8]] = []
    /// The printed codes as they were shown, to be shown again while their step is not taken; see `ShownSecrets`.
    var shownCodes: Sealed<ShownSecrets>?
    /// The recovery code as it was shown, to be shown again until it is typed back.
    var shownRecovery: Sealed<ShownSecrets>?
}

/// Texts that a page shows once: kept no longer than the draft, and meanwhile only the browser's own token opens them.
enum ShownSecrets {}

/// What is left of an enrolment or a recovery that came to its end.
package struct FinishedEnrolment: Hashable, Sendable {
    /// Whether the account's role opens cases, so that somebody still has to grant it a centre's key.
    package let opensCases: Bool
    package let isRecovery: Bool
}

/// The drafts of a running service, in memory alone, by the digest of a token that the browser keeps.
final class EnrolmentDrafts: Sendable {
    static let lifetime: Int64 = 30 * 60
    private static let most = 200
    private let drafts = Mutex<[[UInt8]: EnrolmentDraft]>([:])
    private let finished = Mutex<[[UInt8]: (what: FinishedEnrolment, at: Instant)]>([:])

    func put(_ draft: EnrolmentDraft, under name: [UInt8], at now: Instant) {
        drafts.withLock { drafts in
            drafts = drafts.filter { now.seconds - $0.value.began.seconds < EnrolmentDrafts.lifetime }
            if drafts.count >= EnrolmentDrafts.most, let oldest = drafts.min(by: { $0.value.began < $1.value.began }) {
                drafts.removeValue(forKey: oldest.key)
            }
            drafts[name] = draft
        }
    }

    func find(_ name: [UInt8], at now: Instant) -> EnrolmentDraft? {
        drafts.withLock { drafts in
            guard let draft = drafts[name] else { return nil }
            guard now.seconds - draft.began.seconds < EnrolmentDrafts.lifetime else {
                drafts.removeValue(forKey: name)
                return nil
            }
            return draft
        }
    }

    func change(_ name: [UInt8], _ body: (inout EnrolmentDraft) -> Void) {
        drafts.withLock { drafts in
            guard var draft = drafts[name] else { return }
            body(&draft)
            drafts[name] = draft
        }
    }

    /// Ends what an account is in the middle of, when the account itself changes.
    func end(of user: Identifier<User>) {
        drafts.withLock { drafts in drafts = drafts.filter { $0.value.user.identifier != user } }
    }

    /// Ends a draft; for a while its browser may still be told that it is done.
    func end(_ name: [UInt8], as what: FinishedEnrolment, at now: Instant) {
        drafts.withLock { _ = $0.removeValue(forKey: name) }
        finished.withLock { finished in
            finished = finished.filter { now.seconds - $0.value.at.seconds < EnrolmentDrafts.lifetime }
            finished[name] = (what, now)
        }
    }

    func findFinished(_ name: [UInt8], at now: Instant) -> FinishedEnrolment? {
        finished.withLock { finished in
            finished[name].flatMap { now.seconds - $0.at.seconds < EnrolmentDrafts.lifetime ? $0.what : nil }
        }
    }
}
