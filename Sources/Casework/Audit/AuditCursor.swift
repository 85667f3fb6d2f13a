import CaseDomain
import Vault

/// Where a page of the audit chain begins, as an address carries it: masked and tagged under a key of the installation.
struct AuditCursor {
    private let keys: PurposeKeys

    init(_ keys: PurposeKeys) {
        self.keys = keys
    }

    func text(of position: Int) -> String {
        let tag = half(keys.lookup.digest([Array("audit cursor".utf8), AccountBytes.of(Int64(position))]))
        return Identifier<AuditRecord>(high: UInt64(position) ^ mask(tag), low: tag).description
    }

    /// `nil` for a text that is no cursor of this installation.
    func position(of text: String) -> Int? {
        guard let parts = Identifier<AuditRecord>(text), let position = Int(exactly: parts.high ^ mask(parts.low)), position > 0,
            self.text(of: position) == parts.description
        else { return nil }
        return position
    }

    private func mask(_ tag: UInt64) -> UInt64 {
        half(keys.lookup.digest([Array("audit cursor mask".utf8), AccountBytes.of(Int64(bitPattern: tag))]))
    }

    private func half(_ digest: [UInt8]) -> UInt64 {
        digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
