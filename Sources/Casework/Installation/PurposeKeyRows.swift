package import Store
package import Vault

extension PurposeKeys.Row {
    /// The purpose keys of a store.
    ///
    /// A purpose that this version does not know is passed over.
    package static func all(in store: CaseStore) throws(StoreError) -> [PurposeKeys.Row] {
        try store.purposeKeys().compactMap { row in
            Purpose(rawValue: row.purpose).map { PurposeKeys.Row(purpose: $0, generation: row.generation, sealed: row.sealed) }
        }
    }
}
