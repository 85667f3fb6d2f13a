import ArgumentParser
import Casework
import Foundation
import Indicators
import Store
import Vault
import Wording

/// Why a command ends without success: what it says, and its exit code (sysexits).
struct Failure: Error {
    enum Code: Int32 {
        case usage = 64
        case data = 65
        case unavailable = 69
        case cannotCreate = 73
        case inputOutput = 74
        case noPermission = 77
    }

    let code: Code
    let text: String

    init(_ code: Code, _ phrase: Phrase, _ arguments: String...) {
        self.code = code
        text = arguments.enumerated().reduce(Said.text(phrase)) { text, argument in
            text.replacingOccurrences(of: "{\(argument.offset)}", with: argument.element)
        }
    }

    init(_ error: CaseworkError, folder: String) {
        switch error {
        case .refused: self.init(.noPermission, "cli.error.refused")
        case .store(let error): self.init(error, folder: folder)
        case .vault(let error): self.init(error, folder: folder)
        case .figures(.unknownCalendar): self.init(.usage, "cli.error.unknown_calendar")
        case .figures(.unknownPlan): self.init(.usage, "cli.error.unknown_plan")
        case .figures(.periodOutsideCalendar): self.init(.usage, "cli.error.period")
        case .notDerivable(let erasure): self.init(.data, "cli.error.not_derivable", String(erasure))
        case .policiesGone(let digest): self.init(.data, "cli.error.policies_gone", digest)
        case .integrityFailed(let table, let row): self.init(.data, "cli.error.integrity", table, row)
        case .impossible: self.init(.data, "cli.error.impossible")
        // No command takes a volunteer's log.
        case .log: self.init(.data, "cli.error.impossible")
        case .release(let fault):
            self.init(
                fault.isOfWhoAsks ? .noPermission : fault == .notWritten ? .inputOutput : .data, Phrase("cli.release.fault.\(fault.code)"))
        case .busy, .overtaken: self.init(.unavailable, "cli.error.busy")
        case .tombstone(let fault):
            self.init(.data, Phrase("cli.tombstone.\(fault.kind.rawValue)"), fault.file)
        case .account(let fault): self.init(fault)
        case .backup(let fault): self.init(fault, folder: folder)
        }
    }

    init(_ fault: AccountFault) {
        switch fault {
        case .badName: self.init(.data, "cli.account.bad_name")
        case .nameTaken: self.init(.cannotCreate, "cli.account.name_taken")
        case .unknownCentre: self.init(.data, "cli.account.unknown_centre")
        case .unknownDepartment: self.init(.data, "cli.account.unknown_department")
        case .roleAndCentre: self.init(.usage, "cli.account.role_and_centre")
        case .passphrase(let fault): self.init(.data, Phrase("cli.account.passphrase.\(fault.rawValue)"))
        case .samePassphrase: self.init(.data, "cli.account.same_passphrase")
        case .wrongCode: self.init(.noPermission, "cli.account.wrong_code")
        case .wait(let seconds), .overloaded(let seconds): self.init(.unavailable, "cli.account.wait", String(seconds))
        case .outOfOrder: self.init(.usage, "cli.account.out_of_order")
        case .lastManager: self.init(.noPermission, "cli.account.last_manager")
        case .ownMembership: self.init(.noPermission, "cli.account.own_membership")
        case .notGrantable: self.init(.data, "cli.account.not_grantable")
        case .waits: self.init(.noPermission, "cli.account.grant_waits")
        case .windowClosed, .reasonMissing: self.init(.noPermission, "cli.error.refused")
        case .badLimits: self.init(.data, "cli.account.bad_limits")
        }
    }

    init(_ error: StoreError, folder: String) {
        switch error {
        case .locked: self.init(.unavailable, "cli.error.locked", folder)
        case .missing: self.init(.usage, "cli.error.missing", folder)
        case .exists: self.init(.cannotCreate, "cli.error.exists", folder)
        case .newer: self.init(.data, "cli.error.newer", folder)
        case .notADatabase, .corrupt: self.init(.data, "cli.error.corrupt", folder)
        case .full: self.init(.inputOutput, "cli.error.full", folder)
        case .outboxNotWritten: self.init(.inputOutput, "cli.error.outbox_not_written", folder)
        case .outboxAhead, .outboxDiffers: self.init(.data, "cli.error.outbox_ahead", folder)
        case .inputOutput, .refused, .staleFacts, .shortCodeTaken, .unknownCase, .staleAccount, .staleCentre, .staleKeys, .staleReferral,
            .staleLog, .staleRelease, .nameTaken, .codeSpent:
            self.init(.inputOutput, "cli.error.io", folder)
        }
    }

    init(_ error: VaultError, folder: String) {
        switch error {
        case .keyFile(let fault):
            self.init(fault == .exists || fault == .cannotCreate ? .cannotCreate : .noPermission, Phrase("cli.key.\(fault.rawValue)"))
        case .backupKeyFile(let fault): self.init(fault)
        case .wrongKey: self.init(.data, "cli.error.wrong_key")
        case .purposeKey(let name): self.init(.data, "cli.error.integrity", "purpose_key", name)
        default: self.init(.data, "cli.error.vault")
        }
    }

    /// Says why and gives the exit code to the parser.
    var exit: ExitCode {
        Said.complain(text)
        return ExitCode(code.rawValue)
    }

    /// Runs a command and turns every error of ours into its exit.
    static func guarding(_ folder: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as Failure {
            throw failure.exit
        } catch let failure as PolicyFaultsFailure {
            failure.show()
            throw ExitCode(Code.data.rawValue)
        } catch let error as CaseworkError {
            throw Failure(error, folder: folder).exit
        } catch let fault as BackupFault {
            throw Failure(fault, folder: folder).exit
        } catch let error as StoreError {
            throw Failure(error, folder: folder).exit
        } catch let error as VaultError {
            throw Failure(error, folder: folder).exit
        }
    }
}
