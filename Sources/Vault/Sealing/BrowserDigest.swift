import Crypto
import Foundation

/// SHA-256 of public bytes as a browser's content security policy names them (CSP Level 3, section 2.3.1).
package enum BrowserDigest {
    package static func base64(of bytes: [UInt8]) -> String {
        Data(SHA256.hash(data: bytes)).base64EncodedString()
    }
}
