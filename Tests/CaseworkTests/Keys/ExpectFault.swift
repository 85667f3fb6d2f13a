import Casework
import Testing

/// Expects that a use case answers with a fault instead of doing something.
///
/// - Parameter expected: The fault; `nil`: any.
func expectFault(
    _ expected: CaseworkError? = nil, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record(comment ?? "it was done", sourceLocation: sourceLocation)
    } catch let error as CaseworkError {
        if let expected { #expect(error == expected, comment, sourceLocation: sourceLocation) }
    } catch ImportError.casework(let error) {
        if let expected { #expect(error == expected, comment, sourceLocation: sourceLocation) }
    } catch {
        Issue.record(error, comment, sourceLocation: sourceLocation)
    }
}
