import Hummingbird

/// What a page prints, with the template that prints it.
protocol PageView: Sendable {
    static var template: PageTemplate { get }
}

extension PageView {
    var html: String { Self.template.render(self) }

    /// The page as an answer, never kept by a browser.
    func answer(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        .page(self, Self.template, status: status, headers: headers)
    }
}
