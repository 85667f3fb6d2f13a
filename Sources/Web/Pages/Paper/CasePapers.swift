import CaseDomain
import Casework
import Policies
import Wording

/// Papers for the centre's folder, for the one who is supported, and for another organisation; without a name.
struct CasePapers {
    let printed: PrintedCase
    let words: CaseWords
    let today: Day

    private var file: CaseFile { printed.opened.file }
    private var voice: Voice { words.voice }
    private var code: String { file.shortCode?.description ?? voice.say("case.no_code") }

    /// The code of the case, and the day.
    private var marks: [String] { [voice.say("case.form_of", code), voice.say("case.print.made", voice.day(today))] }
    /// Who makes it, before the marks.
    private var head: [String] { (printed.centreName.map { [$0] } ?? []) + marks }

    private func blanks(_ names: String...) -> [String] {
        names.map { voice.say(Phrase("case.print.blank.\($0)")) }
    }

    /// What questions draw on when they are printed: nobody of the centre by name.
    private func sources(people: [Choice]) -> QuestionSources {
        var sources = QuestionSources(voice: voice, policies: words.policies, today: today)
        sources.people = people
        let members = Set(
            file.records.compactMap { named in
                switch named.record {
                case .action(let action): action.member
                case .request(let request): request.approvedBy
                default: nil
                }
            })
        sources.members = members.sorted().map { Choice(value: String($0), text: voice.say("case.print.member")) }
        return sources
    }

    private func entry(_ named: NamedRecord, _ sources: QuestionSources, withText: Bool) -> Sheet.Entry? {
        var (record, questions) = (named.record, CaseQuestions(sources))
        record.ask(&questions)
        let lines = questions.fields.filter { withText || !$0.isFreeText }.compactMap { field in
            field.said.map { SaidLine(label: field.label, text: $0) }
        }
        return lines.isEmpty ? nil : Sheet.Entry(lines: lines)
    }

    private func part(
        _ kind: RecordKind, _ sources: QuestionSources, withText: Bool, where isWanted: (CaseRecord) -> Bool = { _ in true }
    ) -> Sheet.Part? {
        let entries = file.records.filter { RecordKind($0.record) == kind && isWanted($0.record) }.compactMap {
            entry($0, sources, withText: withText)
        }
        return entries.isEmpty ? nil : Sheet.Part(heading: voice.say(kind.title), entries: entries)
    }

    // MARK: For the folder

    /// - Parameter withText: Whether what somebody typed goes along; without it there is nothing in which a name could stand.
    func summary(withText: Bool) -> Sheet {
        var sheet = Sheet(heading: voice.say("case.print.title.summary"))
        sheet.head = head
        sheet.blanks = blanks("name")
        let people = words.people(of: file)
        sheet.parts = [
            Sheet.Part(
                entries: [
                    Sheet.Entry(lines: [
                        SaidLine(label: voice.say("case.ask.kind"), text: words.word(file.kind)),
                        SaidLine(label: voice.say("case.state"), text: words.word(file.state)),
                        SaidLine(label: voice.say("case.ask.detected_on"), text: voice.day(file.detection.on)),
                        SaidLine(
                            label: voice.say("case.ask.detected_place"), text: words.place(file.detection.place, on: file.detection.on)),
                        SaidLine(label: voice.say("case.ask.channel"), text: words.term(file.detection.channel, of: "detection-channels")),
                    ])
                ]),
            Sheet.Part(
                heading: voice.say("case.people"),
                entries: people.map { person, text in
                    Sheet.Entry(
                        lines: [SaidLine(label: voice.say("case.ask.person"), text: text)]
                            + StatusSubject.asked(of: person.role).compactMap { subject in
                                file.status(of: person.id, subject).map { SaidLine(label: words.word(subject), text: words.status($0)) }
                            })
                }),
        ]
        let names = Dictionary(people.map { ($0.person.id, $0.text) }, uniquingKeysWith: { first, _ in first })
        let services = file.services.sorted { $0.on < $1.on }.map { service in
            SaidLine(
                label: voice.day(service.on),
                text: voice.say(
                    "case.print.service", words.term(service.kind, of: "service-kinds"), words.word(service.state),
                    names[service.person] ?? "–"))
        }
        if !services.isEmpty {
            sheet.parts.append(Sheet.Part(heading: voice.say("case.services"), entries: [Sheet.Entry(lines: services)]))
        }
        let sources = sources(people: people.map { Choice(value: $0.person.id.description, text: $0.text) })
        // What she thought out for the next time is not for a folder that others open.
        for kind in RecordKind.allCases where kind != .safetyPlan {
            if let part = part(kind, sources, withText: withText) { sheet.parts.append(part) }
        }
        return sheet
    }

    // MARK: For the one who is supported

    /// What was agreed, in neutral words; nothing that concerns whoever used violence.
    func plan(withSafety: Bool) -> Sheet {
        var sheet = Sheet(heading: voice.say("case.print.title.plan"))
        // Whoever finds it at home is not told where it comes from.
        sheet.head = marks
        sheet.blanks = blanks("name")
        let supported = file.people.filter { $0.role != .perpetrator }
        let sources = sources(
            people: supported.map { person in
                let year = words.year(person.birthYear)
                return Choice(value: person.id.description, text: voice.say("case.print.person", words.word(person.sex), year))
            })
        let theirs = Set(supported.map(\.id))
        for kind in [RecordKind.need, .action, .followUp] + (withSafety ? [.safetyPlan] : []) {
            let isTheirs = { (record: CaseRecord) in record.person.map(theirs.contains) ?? true }
            if let part = part(kind, sources, withText: true, where: isTheirs) { sheet.parts.append(part) }
        }
        if sheet.parts.isEmpty { sheet.parts.append(Sheet.Part(paragraphs: [voice.say("case.print.plan.empty")])) }
        sheet.parts.append(Sheet.Part(blanks: blanks("next", "call")))
        return sheet
    }

    /// Empty, to be filled in and signed by hand.
    func consent() -> Sheet {
        var sheet = Sheet(heading: voice.say("case.print.title.consent"))
        sheet.head = head
        sheet.blanks = blanks("name", "explained_by", "language")
        let fields = words.policies.vocabularies["field-groups"]?.terms.filter { $0.exists(on: today) }
        let clocks = words.policies.requests
        sheet.parts = [
            Sheet.Part(
                heading: voice.say("case.print.consent.to"), paragraphs: [voice.say("case.print.consent.choose")],
                ticks: ConsentKind.allCases.map { words.word($0).prefix(1).uppercased() + words.word($0).dropFirst() }),
            Sheet.Part(
                heading: voice.say("case.print.consent.sharing"), ticks: (fields ?? []).map { voice.label($0.label) },
                blanks: blanks("share_with")),
            Sheet.Part(
                heading: voice.say("case.print.consent.withdrawing"),
                paragraphs: [
                    voice.say("case.print.consent.withdraw", voice.count(clocks.confirmDays), voice.count(clocks.answerDays)),
                    voice.say("case.print.consent.cannot_undo"),
                ],
                points: [
                    voice.say("case.print.consent.published"), voice.say("case.print.consent.sent"), voice.say("case.print.consent.copies"),
                ], blanks: blanks("call")),
            Sheet.Part(ticks: [voice.say("case.print.consent.child")], blanks: blanks("day")),
        ]
        sheet.signatures = [
            voice.say("case.print.sign.agreeing"), voice.say("case.print.sign.standing_for"), voice.say("case.print.sign.interpreter"),
            voice.say("case.print.sign.office"),
        ]
        return sheet
    }

    // MARK: For another organisation

    /// What is asked of somebody outside, with a slip for the answer.
    func referral(_ referral: OutsideReferral) -> Sheet {
        var sheet = Sheet(heading: voice.say("case.print.title.referral"))
        sheet.head = head
        let receiver = referral.receiver.isEmpty ? nil : voice.say("case.print.referral.to", referral.receiver)
        if receiver == nil { sheet.blanks = blanks("to") }
        var lines = [SaidLine(label: voice.say("case.print.referral.code"), text: code)]
        if let service = referral.service {
            lines.append(SaidLine(label: voice.say("case.print.referral.asked"), text: words.term(service, of: "service-kinds")))
        }
        lines.append(SaidLine(label: voice.say("case.ask.sent_on"), text: voice.day(referral.on)))
        lines.append(SaidLine(label: voice.say("case.ask.consent_on"), text: voice.day(referral.consentGivenOn)))
        if let due = referral.answerDue { lines.append(SaidLine(label: voice.say("case.ask.answer_due"), text: voice.day(due))) }
        sheet.parts = [
            Sheet.Part(
                paragraphs: [receiver, voice.say("case.print.referral.text")].compactMap { $0 }, entries: [Sheet.Entry(lines: lines)],
                blanks: (referral.service == nil ? blanks("asked") : []) + (printed.centreName == nil ? blanks("office") : [])
                    + blanks("call", "remark")),
            Sheet.Part(
                heading: voice.say("case.print.referral.slip"), paragraphs: [voice.say("case.print.referral.slip_help")],
                entries: [Sheet.Entry(lines: [SaidLine(label: voice.say("case.print.referral.code"), text: code)])],
                ticks: ["taken", "not_taken", "completed"].map { voice.say(Phrase("case.print.referral.\($0)")) },
                blanks: blanks("day", "remark", "call")),
        ]
        sheet.signatures = [voice.say("case.print.sign.sender"), voice.say("case.print.sign.receiver")]
        return sheet
    }
}

extension CaseFieldView {
    /// Whether somebody's own words stand here: lines of days and years ask for digits, everything else is chosen.
    var isFreeText: Bool {
        area != nil || line.map { $0.keyboard == nil } ?? false
    }
}
