package import Vault

extension PurposeKeys {
    /// Says that whoever made a call to the running service can read the service key, as hexadecimal digits.
    package func proof(ofCall call: [UInt8]) -> String {
        lookup.digest([Array("command".utf8), call]).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Whether a proof is that of a call; takes as long whatever is wrong.
    package func accepts(_ proof: String, ofCall call: [UInt8]) -> Bool {
        ConstantTime.areEqual(Array(proof.utf8), Array(self.proof(ofCall: call).utf8))
    }
}
