import ArgumentParser
import Casework
import Foundation
import Policies
import Synchronization
import Web
import Wording

/// A command line that the running service carries out for somebody on the host: what it works on, and where its words go.
final class Served: Sendable {
    /// `nil` in a process of its own.
    @TaskLocal static var current: Served?

    let folder: DataFolder
    let installation: OpenInstallation
    let policies: PolicySet
    let call: CommandCall
    private let output: @Sendable (CommandOutput) -> Void
    private let visits = Mutex<[Visit]>([])

    init(
        _ call: CommandCall, _ installation: OpenInstallation, _ policies: PolicySet, in folder: DataFolder,
        output: @escaping @Sendable (CommandOutput) -> Void
    ) {
        self.folder = folder
        self.installation = installation
        self.policies = policies
        self.call = call
        self.output = output
    }

    var language: Language { Language(rawValue: call.language) ?? .vietnamese }

    func say(_ output: CommandOutput) {
        self.output(output)
    }

    /// Somebody acts in this command line, and no longer than it lasts.
    func keep(_ visit: Visit) {
        visits.withLock { $0.append(visit) }
    }

    /// Carries out a command line as the program itself would.
    static func carryOut(
        _ call: CommandCall, _ installation: OpenInstallation, _ policies: PolicySet, in folder: DataFolder,
        output: @escaping @Sendable (CommandOutput) -> Void
    ) async -> Int32 {
        let served = Served(call, installation, policies, in: folder, output: output)
        return await $current.withValue(served) {
            defer { for visit in served.visits.withLock({ $0 }) { installation.leaveHost(visit) } }
            do {
                let command = try await Nuong.asyncParseAsRoot(call.arguments)
                guard var command = command as? any CarriedOutByService else { throw Failure(.usage, "cli.error.not_served").exit }
                try await command.run()
                return 0
            } catch {
                let message = Nuong.fullMessage(for: error)
                if !message.isEmpty { served.say(.complaint(message + "\n")) }
                return Nuong.exitCode(for: error).rawValue
            }
        }
    }
}
