import Wording

/// Who did what and when, for an auditor; of one case too.
struct AuditView: PageView {
    static let template = PageTemplates.audit
    let frame: Frame
    let heading: String
    let lead: String
    let chain: StateMark?
    /// Checks the whole chain on request.
    let check: FormView.Link?
    let findingsHeading: String
    let findings: [String]
    let action: String
    let fault: String?
    let filter: Filter
    let empty: String?
    let lines: [AuditLine]
    let older: FormView.Link?

    /// The field for a case's short code.
    struct Filter {
        let name: String
        let anchor: String
        let label: String
        let value: String
        let button: String
        let all: FormView.Link?
    }

    /// - Parameters:
    ///   - entries: Newest first.
    ///   - caseCode: The case whose entries these are; the address holds the code, never a name.
    ///   - typed: What was typed as a code and is none; shown again in the field.
    ///   - older: The opaque cursor of the page after this one.
    ///   - verified: The last entry up to which the chain holds; `nil` before a check.
    ///   - isWhole: Whether the reader reads the whole chain, and may check it; others read that of one case.
    init(
        _ visit: PageVisit, entries: [AuditLine.Entry], caseCode: String? = nil, typed: String? = nil, older: String? = nil,
        verified: Int?, findings: [AuditFinding] = [], isWhole: Bool = true
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.audit.title", path: Address.audit, place: .audit)
        heading = caseCode.map { voice.say("page.audit.heading_case", $0) } ?? voice.say("page.audit.title")
        lead = voice.say(caseCode != nil ? "page.audit.lead_case" : isWhole ? "page.audit.lead" : "page.audit.lead_own")
        check = isWhole && caseCode == nil ? FormView.Link(text: voice.say("page.audit.check"), path: "\(Address.audit)?check=yes") : nil
        if !isWhole {
            chain = nil
        } else if let verified {
            let text = voice.say("page.audit.verified", voice.count(verified))
            chain = findings.isEmpty ? .done(text) : .attention(text)
        } else {
            chain = findings.isEmpty ? .waiting(voice.say("page.audit.unverified")) : .attention(voice.say("page.audit.broken"))
        }
        findingsHeading = voice.say("page.audit.findings")
        self.findings = findings.map { $0.sentence(voice) }
        action = Address.audit
        fault = typed == nil ? nil : FormFault.notACaseCode.sentence(for: .caseCode, voice)
        filter = Filter(
            name: FormField.caseCode.rawValue, anchor: FormField.caseCode.anchor, label: voice.say(FormField.caseCode.title),
            value: typed ?? caseCode ?? "", button: voice.say("page.audit.filter"),
            all: !isWhole || (caseCode == nil && typed == nil) ? nil : FormView.Link(text: voice.say("page.audit.all"), path: Address.audit)
        )
        empty = entries.isEmpty && (isWhole || caseCode != nil) ? voice.say("page.audit.empty") : nil
        lines = entries.map { AuditLine($0, voice) }
        self.older = older.map { cursor in
            let asked = caseCode.map { "\(FormField.caseCode.rawValue)=\($0.inAddress)&" } ?? ""
            return FormView.Link(text: voice.say("page.audit.older"), path: "\(Address.audit)?\(asked)after=\(cursor.inAddress)")
        }
    }
}

extension String {
    /// Everything but unreserved characters (RFC 3986, section 2.3) percent-encoded.
    var inAddress: String {
        let hex = Array("0123456789ABCDEF")
        return utf8.reduce(into: "") { text, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
            }
        }
    }
}
