import ArgumentParser
import CaseDomain
import Casework
import Wording

struct AuditShowCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: Said.text("cli.audit.show"), discussion: Said.text("cli.audit.show.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(name: .customLong("case"), help: ArgumentHelp(Said.text("cli.audit.case"), valueName: "CODE"))
    var caseCode: String?

    @Option(help: ArgumentHelp(Said.text("cli.user.centre"), valueName: "CODE"))
    var centre: String?

    @Option(help: ArgumentHelp(Said.text("cli.audit.last"), valueName: "N"))
    var last = 200

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "table|json"))
    var format = TextFormat.table

    private struct Line: Encodable {
        let sequence: Int
        let at: Int64
        let actor: String?
        let verb: String?
        let outcome: String?
        let subject: String?
        let centre: String?
    }

    func validate() throws {
        guard (1...100_000).contains(last) else { throw ValidationError(Said.text("cli.audit.last_range")) }
        guard (caseCode == nil) == (centre == nil) else { throw ValidationError(Said.text("cli.audit.case_and_centre")) }
    }

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let (installation, _) = try folder.open(deriving: false)
            let actor = Actor.user(try await acting.visit(installation).actor)
            for entry in try await entries(installation, actor) { try show(entry) }
        }
    }

    private func entries(_ installation: OpenInstallation, _ actor: Actor) async throws -> [OpenedAuditEntry] {
        if let caseCode, let centre {
            guard let caseFile = try installation.caseFile(shortCode: caseCode, inCentre: centre) else { throw CaseworkError.refused }
            return try await installation.readAudit(of: caseFile, by: actor).entries
        }
        var entries: [OpenedAuditEntry] = []
        var before: Int?
        repeat {
            let page = try await installation.readAudit(before: before, limit: min(500, last - entries.count), by: actor)
            entries += page.entries
            before = page.next
        } while before != nil && entries.count < last
        return entries
    }

    private func show(_ entry: OpenedAuditEntry) throws {
        switch format {
        case .table: Said.print(sentence(entry))
        case .json:
            try JSONOutput.print(
                Line(
                    sequence: entry.sequence, at: entry.at.seconds, actor: entry.entry?.actor, verb: entry.entry?.verb.rawValue,
                    outcome: entry.entry?.outcome.rawValue, subject: entry.subjectName, centre: entry.centreCode
                ))
        }
    }

    /// One entry in words.
    private func sentence(_ opened: OpenedAuditEntry) -> String {
        let day = opened.at.dayInVietNam.vietnamese
        let seconds = Int((opened.at.seconds + 7 * 3_600) % 86_400)
        let clock = [seconds / 3_600, seconds / 60 % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        guard let entry = opened.entry else { return Said.text("cli.audit.line_unreadable", String(opened.sequence), day, clock) }
        let actor = entry.actor == "local" ? Said.text("page.audit.local") : entry.actor
        // Who did something to the own account is named already.
        let subject = opened.subjectName == entry.actor ? nil : opened.subjectName
        let objects = [subject.map { Said.text("page.audit.account", $0) }, opened.centreCode].compactMap { $0 }
        let about = objects.isEmpty ? "" : Said.text("page.audit.about", objects.joined(separator: "; "))
        let tense = entry.outcome == .done ? "did" : "to"
        let deed = Said.text(Phrase("page.audit_\(tense).\(entry.verb.rawValue)"))
        let sentence = Said.text(Phrase("page.audit.\(entry.outcome.rawValue)"), actor, deed, about)
        return Said.text("cli.audit.line", String(opened.sequence), day, clock, sentence)
    }
}
