package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// Lends the sealed identities of everybody in the cases that a centre keeps, one after the other, in the order of the cases.
    package func lendIdentities(ofCentre centre: Int, _ body: (Identifier<Case>, IdentityRow) -> Void) throws(StoreError) {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT c.identifier, i.person, i.revision, i.generation, i.sealed, k.wrapped FROM case_file c
                    JOIN identity i ON i.case_number = c.number
                    JOIN identity_key k ON k.person = i.person AND k.generation = i.generation
                    WHERE c.centre = ? ORDER BY c.number, i.person
                    """, arguments: [centre])
            while let row = try rows.next() {
                guard let caseFile = Identifier<Case>(bytes: row["identifier"] as Data),
                    let person = Identifier<Person>(bytes: row["person"] as Data)
                else { throw StoreError.corrupt }
                let identity = IdentityRow(
                    person: person, revision: try row.whole("revision"), generation: try row.whole("generation"),
                    sealed: try row.sealed("sealed"), key: try row.sealed("wrapped"))
                body(caseFile, identity)
            }
        }
    }
}
