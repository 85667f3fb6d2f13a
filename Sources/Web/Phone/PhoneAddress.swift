import Policies

/// The addresses of a volunteer's telephone.
enum PhoneAddress {
    /// The form.
    static let form = "/m"
    static let enrol = "/m/enrol"
    static let about = "/m/about"
    /// The last ten logs, behind a PIN.
    static let ten = "/m/ten"
    /// What became of a form that was sent by a browser without script.
    static let sent = "/m/sent"
    /// Where leaving quickly leads.
    static let notes = "/m/notes"
    static let out = "/m/out"
    static let manifest = "/m/manifest.json"
    static let worker = "/m/worker.js"
    static let key = "/m/key"
    static let log = "/m/logs/{log}"
    static let discarded = "/m/logs/{log}/discarded"
    static let recording = "/m/recordings/{language}/{question}"

    static let all = [form, enrol, about, ten, sent, notes, out, manifest, worker, key, log, discarded, recording]

    static func recording(of question: PhoneQuestion, in language: PhoneLanguage) -> String {
        "\(form)/recordings/\(language.rawValue)/\(question.rawValue)"
    }

    /// Whether a path is one of the telephone's, or would be.
    static func holds(_ path: String) -> Bool { path == form || path.hasPrefix("\(form)/") }
}
