/// A square code for a camera: dark modules as one path on white, in light and in dark.
struct MatrixCode {
    /// Rows of modules, `true` where dark, without the quiet zone.
    let modules: [[Bool]]

    /// The light margin that a camera needs (ISO/IEC 18004, 6.3.8).
    private static let margin = 4
    private static let scale = 4

    var drawing: Drawing {
        let side = modules.count + 2 * MatrixCode.margin
        return Drawing(
            Shape(
                .svg,
                [
                    .class: "matrix", .viewBox: "0 0 \(side) \(side)", .width: "\(side * MatrixCode.scale)",
                    .height: "\(side * MatrixCode.scale)", .hidden: "true", .focusable: "false",
                ],
                [Shape(.rect, [.width: "\(side)", .height: "\(side)"]), Shape(.path, [.d: path])]
            )
        )
    }

    /// One rectangle for each run of dark modules in a row.
    private var path: String {
        var path = ""
        for (y, row) in modules.enumerated() {
            var start: Int?
            for x in 0...row.count {
                let isDark = x < row.count && row[x]
                if isDark, start == nil { start = x }
                guard !isDark, let from = start else { continue }
                path += "M\(from + MatrixCode.margin) \(y + MatrixCode.margin)h\(x - from)v1h-\(x - from)z"
                start = nil
            }
        }
        return path
    }
}
