package import CaseDomain

extension OpenInstallation {
    /// Logs that a service was given, declined or referred.
    ///
    /// - Returns: The event's identifier, by which it can be corrected.
    package func logService(
        _ kind: Code<ServiceKind>, _ state: ServiceState, on day: Day, for person: Identifier<Person>, of caseFile: Identifier<Case>,
        in session: CentreSession
    ) async throws(CaseworkError) -> Identifier<ServiceEvent> {
        let service = ServiceEvent(id: chance.identifier(), person: person, kind: kind, state: state, on: day)
        let isDone = try await traced(.logService, on: caseFile, session) { () async throws(CaseworkError) in
            try await appendBriefly(service, to: caseFile, in: session)
        }
        if !isDone {
            try await append(to: [caseFile], in: session, as: .logService) { _ throws(CaseworkError) in
                CaseAddition(.serviceLogged(service), .logService)
            }
        }
        return service.id
    }

    /// Puts another event in the place of an earlier one, or withdraws it; the earlier stays readable in the journal.
    package func correctService(
        _ event: Identifier<ServiceEvent>, to replacement: ServiceEvent?, of caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .correctService) { _ throws(CaseworkError) in
            CaseAddition(.serviceCorrected(event, replacement), .correctService)
        }
    }
}
