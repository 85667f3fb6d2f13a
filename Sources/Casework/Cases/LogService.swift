package import CaseDomain

extension OpenInstallation {
    /// Logs that a service was given, declined or referred.
    ///
    /// - Returns: The event's identifier, by which it can be corrected.
    package func logService(
        _ kind: Code<ServiceKind>, _ state: ServiceState, on day: Day, for person: Identifier<Person>, of caseFile: Identifier<Case>,
        in session: CentreSession
    ) async throws(CaseworkError) -> Identifier<ServiceEvent> {
        guard AccessDecision.decide(session.actor, .writeCase, .caseFile(centre: session.centre)) == .allowed else { throw .refused }
        let service = ServiceEvent(id: chance.identifier(), person: person, kind: kind, state: state, on: day)
        if try await !appendBriefly(service, to: caseFile, in: session) {
            try await append(to: [caseFile], in: session) { _ throws(CaseworkError) in CaseAddition(.serviceLogged(service), .logService) }
        }
        return service.id
    }

    /// Puts another event in the place of an earlier one, or withdraws it; the earlier stays readable in the journal.
    package func correctService(
        _ event: Identifier<ServiceEvent>, to replacement: ServiceEvent?, of caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session) { _ throws(CaseworkError) in
            CaseAddition(.serviceCorrected(event, replacement), .correctService)
        }
    }
}
