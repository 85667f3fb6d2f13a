import Mustache

/// A template with everything that it draws in.
struct PageTemplate: Sendable {
    private let template: MustacheTemplate?
    private let library: MustacheLibrary

    fileprivate init(_ template: MustacheTemplate?, _ library: MustacheLibrary) {
        self.template = template
        self.library = library
    }

    func render(_ view: some Sendable) -> String {
        template?.render(ViewNode.value(of: view) as Any, library: library) ?? ""
    }
}

/// The templates that are built into the program.
///
/// One that cannot be read is a defect of the build, found by the tests; its page is empty.
enum PageTemplates {
    static let front = page("front")
    static let trouble = page("trouble")
    static let form = page("form")
    static let factorSetup = page("factorsetup")
    static let printed = page("printed")
    static let recoveryCode = page("recoverycode")
    static let oneTimeCode = page("onetimecode")
    static let done = page("done")
    static let account = page("account")
    static let members = page("members")
    static let admit = page("admit")
    static let users = page("users")
    static let grants = page("grants")
    static let audit = page("audit")
    static let today = page("today")
    static let cases = page("cases")
    static let caseFile = page("case")
    static let caseForm = page("caseform")
    static let person = page("person")
    static let find = page("find")
    static let papers = page("papers")
    static let paper = page("paper")
    static let history = page("history")
    static let referPreview = page("referpreview")
    static let sentReferrals = page("sentreferrals")
    static let referrals = page("referrals")
    static let offer = page("offer")
    static let inbox = page("inbox")
    static let log = page("log")
    static let brought = page("brought")
    static let duplicates = page("duplicates")
    static let centres = page("centres")
    static let centreSheet = page("centresheet")
    static let release = page("release")
    static let retention = page("retention")
    static let health = page("health")
    static let phone = page("phone")
    static let phoneEnrol = page("phoneenrol")
    static let phoneAbout = page("phoneabout")
    static let phoneTen = page("phoneten")
    static let phoneSent = page("phonesent")
    static let phoneNotes = page("phonenotes")

    /// Name and text of every template.
    static let texts: [String: String] = [
        "layout": String(decoding: PackageResources.layout_mustache, as: UTF8.self),
        "front": String(decoding: PackageResources.front_mustache, as: UTF8.self),
        "trouble": String(decoding: PackageResources.trouble_mustache, as: UTF8.self),
        "gauge": String(decoding: PackageResources.gauge_mustache, as: UTF8.self),
        "figures": String(decoding: PackageResources.figures_mustache, as: UTF8.self),
        "met": String(decoding: PackageResources.met_mustache, as: UTF8.self),
        "missed": String(decoding: PackageResources.missed_mustache, as: UTF8.self),
        "warning": String(decoding: PackageResources.warning_mustache, as: UTF8.self),
        "token": String(decoding: PackageResources.token_mustache, as: UTF8.self),
        "field": String(decoding: PackageResources.field_mustache, as: UTF8.self),
        "faults": String(decoding: PackageResources.faults_mustache, as: UTF8.self),
        "notice": String(decoding: PackageResources.notice_mustache, as: UTF8.self),
        "tick": String(decoding: PackageResources.tick_mustache, as: UTF8.self),
        "state": String(decoding: PackageResources.state_mustache, as: UTF8.self),
        "codes": String(decoding: PackageResources.codes_mustache, as: UTF8.self),
        "printedlist": String(decoding: PackageResources.printedlist_mustache, as: UTF8.self),
        "rowform": String(decoding: PackageResources.rowform_mustache, as: UTF8.self),
        "radios": String(decoding: PackageResources.radios_mustache, as: UTF8.self),
        "form": String(decoding: PackageResources.form_mustache, as: UTF8.self),
        "factorsetup": String(decoding: PackageResources.factorsetup_mustache, as: UTF8.self),
        "printed": String(decoding: PackageResources.printed_mustache, as: UTF8.self),
        "recoverycode": String(decoding: PackageResources.recoverycode_mustache, as: UTF8.self),
        "onetimecode": String(decoding: PackageResources.onetimecode_mustache, as: UTF8.self),
        "done": String(decoding: PackageResources.done_mustache, as: UTF8.self),
        "account": String(decoding: PackageResources.account_mustache, as: UTF8.self),
        "members": String(decoding: PackageResources.members_mustache, as: UTF8.self),
        "admit": String(decoding: PackageResources.admit_mustache, as: UTF8.self),
        "users": String(decoding: PackageResources.users_mustache, as: UTF8.self),
        "grants": String(decoding: PackageResources.grants_mustache, as: UTF8.self),
        "audit": String(decoding: PackageResources.audit_mustache, as: UTF8.self),
        "today": String(decoding: PackageResources.today_mustache, as: UTF8.self),
        "cases": String(decoding: PackageResources.cases_mustache, as: UTF8.self),
        "case": String(decoding: PackageResources.case_mustache, as: UTF8.self),
        "caseform": String(decoding: PackageResources.caseform_mustache, as: UTF8.self),
        "person": String(decoding: PackageResources.person_mustache, as: UTF8.self),
        "find": String(decoding: PackageResources.find_mustache, as: UTF8.self),
        "findform": String(decoding: PackageResources.findform_mustache, as: UTF8.self),
        "casefield": String(decoding: PackageResources.casefield_mustache, as: UTF8.self),
        "caserows": String(decoding: PackageResources.caserows_mustache, as: UTF8.self),
        "said": String(decoding: PackageResources.said_mustache, as: UTF8.self),
        "papers": String(decoding: PackageResources.papers_mustache, as: UTF8.self),
        "paper": String(decoding: PackageResources.paper_mustache, as: UTF8.self),
        "history": String(decoding: PackageResources.history_mustache, as: UTF8.self),
        "referpreview": String(decoding: PackageResources.referpreview_mustache, as: UTF8.self),
        "sentreferrals": String(decoding: PackageResources.sentreferrals_mustache, as: UTF8.self),
        "referrals": String(decoding: PackageResources.referrals_mustache, as: UTF8.self),
        "offer": String(decoding: PackageResources.offer_mustache, as: UTF8.self),
        "rowsections": String(decoding: PackageResources.rowsections_mustache, as: UTF8.self),
        "inbox": String(decoding: PackageResources.inbox_mustache, as: UTF8.self),
        "brought": String(decoding: PackageResources.brought_mustache, as: UTF8.self),
        "log": String(decoding: PackageResources.log_mustache, as: UTF8.self),
        "duplicates": String(decoding: PackageResources.duplicates_mustache, as: UTF8.self),
        "centres": String(decoding: PackageResources.centres_mustache, as: UTF8.self),
        "centresheet": String(decoding: PackageResources.centresheet_mustache, as: UTF8.self),
        "release": String(decoding: PackageResources.release_mustache, as: UTF8.self),
        "files": String(decoding: PackageResources.files_mustache, as: UTF8.self),
        "grid": String(decoding: PackageResources.grid_mustache, as: UTF8.self),
        "retention": String(decoding: PackageResources.retention_mustache, as: UTF8.self),
        "health": String(decoding: PackageResources.health_mustache, as: UTF8.self),
        "phone": String(decoding: PackageResources.phone_mustache, as: UTF8.self),
        "phonepage": String(decoding: PackageResources.phonepage_mustache, as: UTF8.self),
        "phoneenrol": String(decoding: PackageResources.phoneenrol_mustache, as: UTF8.self),
        "phoneabout": String(decoding: PackageResources.phoneabout_mustache, as: UTF8.self),
        "phoneten": String(decoding: PackageResources.phoneten_mustache, as: UTF8.self),
        "phonesent": String(decoding: PackageResources.phonesent_mustache, as: UTF8.self),
        "phonenotes": String(decoding: PackageResources.phonenotes_mustache, as: UTF8.self),
    ]

    private static let library = MustacheLibrary(templates: texts.compactMapValues { try? MustacheTemplate(string: $0) })

    private static func page(_ name: String) -> PageTemplate {
        PageTemplate(library.getTemplate(named: name), library)
    }
}
