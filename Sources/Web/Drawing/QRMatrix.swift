import CQREncode

/// Square codes (ISO/IEC 18004), as libqrencode makes them.
enum QRMatrix {
    /// The modules of a text row by row, `true` where dark, without the quiet zone; `nil` for a text too long for one code.
    ///
    /// Level M: a seventh of it may be hidden by a finger or a reflection.
    static func modules(of text: String) -> [[Bool]]? {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        guard let modules = code.pointee.data else { return nil }
        let side = Int(code.pointee.width)
        // The lowest bit is the colour; the others say what a module is for.
        return (0..<side).map { y in (0..<side).map { x in modules[y * side + x] & 1 == 1 } }
    }
}
