import CaseDomain
import Indicators
import Store
import Synchronization
import Vault

/// How a register is imported.
package struct ImportOptions: Sendable {
    /// The register within which codes of cases and people are unique.
    package var register = "main"
    /// The centre that keeps cases whose own centre keeps none; `nil`: the first public social-assistance centre.
    package var centre: String?
    /// Whether rows that are known with other content are replaced.
    package var update = false
    /// Whether to check and write nothing.
    package var dryRun = false

    package init(register: String = "main", centre: String? = nil, update: Bool = false, dryRun: Bool = false) {
        self.register = register
        self.centre = centre
        self.update = update
        self.dryRun = dryRun
    }
}

/// What an import did, or would do.
package struct ImportReport: Sendable {
    package struct Counts: Hashable, Sendable {
        package var cases = 0
        package var people = 0
        package var statuses = 0
        package var services = 0
        package var centres = 0
        package var activities = 0

        package init() {}
    }

    package var imported = Counts()
    /// Rows that were there already with the same content.
    package var unchanged = 0
    package var warnings: [RegisterWarning] = []
    package var moreWarnings = 0
    /// By centre: the code with which its first manager enrols.
    ///
    /// Printed once, kept nowhere.
    package var openingCodes: [String: String] = [:]
    package var cutoff = 0
}

/// Why a register was not imported.
package enum ImportError: Error, Hashable {
    case faults(RegisterFaults)
    case casework(CaseworkError)
}

extension OpenInstallation {
    /// What a register is checked against, here and today.
    package func registerRules(_ rules: RegisterRules) throws(CaseworkError) -> RegisterRules {
        var rules = rules
        do {
            rules.knownCentres = Dictionary(
                try store.centres().map { centre in
                    let version = centre.version
                    return (
                        centre.code,
                        KnownCentre(
                            kind: version.kind, isPublic: version.isPublic, place: version.place, validFrom: version.validFrom,
                            validTo: version.validTo
                        )
                    )
                }, uniquingKeysWith: { first, _ in first }
            )
        } catch {
            throw .store(error)
        }
        return rules
    }

    /// Imports a register that was read without a fault: all of it or nothing.
    ///
    /// - Parameter progress: Called with the number of cases done, on the writer's thread.
    package func importRegister(
        _ register: Register, _ options: ImportOptions, by actor: Actor, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(ImportError) -> ImportReport {
        do { try await require(actor, .importRegister, .installation, as: .importRegister) } catch { throw .casework(error) }
        let plan: ImportPlan
        do { plan = try ImportPlan(register, options, self) } catch let error as StoreError {
            throw .casework(.store(error))
        } catch let error as VaultError {
            throw .casework(.vault(error))
        } catch let error as CaseworkError {
            throw .casework(error)
        } catch {
            throw .casework(.impossible)
        }
        if !plan.faults.isEmpty { throw .faults(plan.faults.listed) }
        var report = plan.report
        let warnings = register.warnings + plan.warnings
        report.warnings = Array(warnings.prefix(Findings<RegisterWarningCode>.most))
        report.moreWarnings = register.moreWarnings + warnings.count - report.warnings.count
        do {
            if options.dryRun {
                report.cutoff = try store.newestCommit()
                return report
            }
            report.openingCodes = plan.openingCodes
            report.cutoff = try await write(plan, register, options, actor, progress)
            return report
        } catch let error as StoreError {
            throw .casework(.store(error))
        } catch let error as VaultError {
            throw .casework(.vault(error))
        } catch let error as CaseworkError {
            throw .casework(error)
        } catch {
            throw .casework(.impossible)
        }
    }

    private func write(
        _ plan: ImportPlan, _ register: Register, _ options: ImportOptions, _ actor: Actor, _ progress: @escaping @Sendable (Int) -> Void
    ) async throws -> Int {
        let at = now()
        let summary = AuditEntry(actor: actor.name, verb: .importRegister)
        guard plan.changesAnything else {
            return try await store.commit(Transaction(at: at, audit: [try auditing.row(summary)])).sequence
        }
        let sealing = CaseImport(self, register, options, at: at, actor: actor)
        let plain = try plainPart(plan, actor, at)
        let changes = Mutex<[FactChange]>([])
        let keepsLive = live != nil
        let live = live
        return try await store.commitLarge(at: at) { large in
            try large.write(plain)
            var done = 0
            var taken: Set<[UInt8]> = []
            for chunk in plan.cases.chunked(by: 512) {
                let codes = try chunk.map { planned in
                    planned.known == nil ? try sealing.freeShortCode(in: planned.keeper.identifier, large, &taken) : nil
                }
                let parts = Parallel.map(2) { worker -> Result<[SealedImport], CaseworkError> in
                    let range = worker == 0 ? 0..<chunk.count / 2 : chunk.count / 2..<chunk.count
                    return Result { () throws(CaseworkError) in
                        var sealed: [SealedImport] = []
                        for index in range { sealed.append(try sealing.seal(chunk[chunk.startIndex + index], shortCode: codes[index])) }
                        return sealed
                    }
                }
                for part in parts {
                    for sealed in try part.get() {
                        var transaction = Transaction(at: at, audit: [sealed.audit])
                        transaction.appends = [sealed.append]
                        let numbers = try large.write(transaction)
                        if keepsLive, let number = numbers.first {
                            changes.withLock { $0.append(.facts(number: number, packed: sealed.packed)) }
                        }
                    }
                }
                done += chunk.count
                progress(done)
            }
            try large.write(Transaction(at: at, audit: [try self.auditing.row(summary)]))
        } applied: { committed in
            guard let live else { return }
            let plainChanges = plan.liveChanges(committed.centreNumbers)
            live.apply(plainChanges + changes.withLock { $0 }, cutoff: committed.sequence)
        }.sequence
    }

    /// Centres, activities and externals, with their audit entries.
    private func plainPart(_ plan: ImportPlan, _ actor: Actor, _ at: Instant) throws(VaultError) -> Transaction {
        var transaction = Transaction(at: at, audit: [])
        transaction.newCentres = plan.newCentres
        transaction.centreVersions = plan.changedCentres
        transaction.activityLists = plan.activityLists
        transaction.externals = plan.externals
        transaction.registerRows = plan.activityRows
        for centre in plan.newCentres {
            let entry = AuditEntry(actor: actor.name, verb: .foundCentre, centre: centre.identifier)
            transaction.audit.append(try auditing.row(entry, naming: centre.contents))
        }
        for centre in plan.changedCentres {
            let entry = AuditEntry(actor: actor.name, verb: .changeCentre, centre: centre.identifier)
            transaction.audit.append(try auditing.row(entry, naming: centre.contents))
        }
        for (list, row) in zip(plan.activityLists, plan.activityRows) {
            let contents = [list.content(key: AuditSealing.key(of: "\(list.centre)|\(list.year)")), row.named]
            transaction.audit.append(try auditing.row(AuditEntry(actor: actor.name, verb: .recordActivities), naming: contents))
        }
        for external in plan.externals {
            let content = external.content(key: AuditSealing.key(of: "\(external.indicator)|\(external.year)"))
            transaction.audit.append(try auditing.row(AuditEntry(actor: actor.name, verb: .recordExternal), naming: [content]))
        }
        return transaction
    }
}

extension Array {
    fileprivate func chunked(by count: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
    }
}
