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
        template?.render(view, library: library) ?? ""
    }
}

/// The templates that are built into the program.
///
/// One that cannot be read is a defect of the build, found by the tests; its page is empty.
enum PageTemplates {
    static let front = page("front")
    static let trouble = page("trouble")

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
    ]

    private static let library = MustacheLibrary(templates: texts.compactMapValues { try? MustacheTemplate(string: $0) })

    private static func page(_ name: String) -> PageTemplate {
        PageTemplate(library.getTemplate(named: name), library)
    }
}
