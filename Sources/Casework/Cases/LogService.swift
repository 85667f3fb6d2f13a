package import CaseDomain

extension OpenInstallation {
    /// Logs that a service was given, declined or referred.
    ///
    /// - Parameters:
    ///   - provider: Code of the providing centre; empty when not said.
    ///   - note: Sealed with the entry; 500 characters at most.
    ///   - name: What the event is called, when that is known before; logged twice, it is one event.
    ///   - read: The case, when the session has read it already.
    /// - Returns: The event's identifier, by which it can be corrected.
    package func logService(
        _ kind: Code<ServiceKind>, _ state: ServiceState, on day: Day, by provider: String = "", note: String = "",
        for person: Identifier<Person>, as name: Identifier<ServiceEvent>? = nil, of caseFile: Identifier<Case>,
        read: OpenedCase? = nil, in session: CentreSession
    ) async throws(CaseworkError) -> Identifier<ServiceEvent> {
        guard note.unicodeScalars.count <= ServiceEvent.longestNote else { throw .impossible }
        let service = ServiceEvent(
            id: name ?? chance.identifier(), person: person, kind: kind, state: state, on: day, provider: provider, note: note)
        // Whether something stands under a name is seen in the journal alone.
        let isDone =
            name == nil
            ? try await traced(.logService, on: caseFile, session) { () async throws(CaseworkError) in
                try await appendBriefly(service, to: caseFile, in: session)
            } : false
        if !isDone {
            try await append(to: [caseFile], read: read, in: session, as: .logService) { opened throws(CaseworkError) in
                if opened.file.has(service.id) { return nil }
                return CaseAddition(.serviceLogged(service), .logService)
            }
        }
        return service.id
    }

    /// Puts another event in the place of an earlier one, or withdraws it; the earlier stays readable in the journal.
    ///
    /// - Throws: `overtaken` when somebody else has put it right or withdrawn it since.
    package func correctService(
        _ event: Identifier<ServiceEvent>, to replacement: ServiceEvent?, of caseFile: Identifier<Case>, in session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .correctService) { opened throws(CaseworkError) in
            guard opened.file.services.contains(where: { $0.id == event }) else { throw .overtaken }
            return CaseAddition(.serviceCorrected(event, replacement), .correctService)
        }
    }
}
