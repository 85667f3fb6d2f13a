import CaseDomain
package import Vault

extension PurposeKeys {
    /// Says that whoever made a call to the running service can read the service key.
    package func proof(ofCall call: [UInt8]) -> String {
        CrockfordBase32.encode(lookup.digest([Array("command".utf8), call]))
    }

    /// Whether a proof is that of a call; takes as long whatever is wrong.
    package func accepts(_ proof: String, ofCall call: [UInt8]) -> Bool {
        ConstantTime.areEqual(Array(proof.utf8), Array(self.proof(ofCall: call).utf8))
    }
}
