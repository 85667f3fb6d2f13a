/// At most eight quarters as points on a line, the value printed at each, the target as a broken line.
struct QuarterTrend {
    struct Point {
        /// Shorter than a column of the drawing, such as `Q3`.
        let quarter: String
        let year: String?
        let value: Tenths?
        /// The value as it is printed, or a dash where there is none.
        let printed: String
        let target: Tenths?
    }

    let points: [Point]

    private static let fullWidth = 336
    private static let widestStep = 84
    /// Where 100 % and 0 % lie.
    private static let top = 26
    private static let ground = 126
    private static let height = 168

    private var step: Int { min(QuarterTrend.widestStep, QuarterTrend.fullWidth / max(1, points.count)) }
    private var width: Int { step * points.count }

    var drawing: Drawing {
        Drawing(
            Shape(
                .svg,
                [
                    .class: "chart", .viewBox: "0 0 \(width) \(QuarterTrend.height)", .width: "\(width)", .height: "\(QuarterTrend.height)",
                    .hidden: "true", .focusable: "false",
                ], [axis] + targets + line + points.indices.flatMap(marks)
            )
        )
    }

    private var axis: Shape {
        Shape(.line, [.class: "axis", .x1: "0", .x2: "\(width)", .y1: "\(QuarterTrend.ground)", .y2: "\(QuarterTrend.ground)"])
    }

    private func middle(_ index: Int) -> Int {
        index * step + step / 2
    }

    private func height(_ value: Tenths) -> String {
        Tenths(QuarterTrend.ground * 10 - value.value).text
    }

    /// One line for each run of quarters with the same target.
    private var targets: [Shape] {
        var runs: [(target: Tenths, from: Int, to: Int)] = []
        for (index, point) in points.enumerated() {
            guard let target = point.target else { continue }
            if let last = runs.last, last.target == target, last.to == index {
                runs[runs.count - 1].to = index + 1
            } else {
                runs.append((target, index, index + 1))
            }
        }
        return runs.map { run in
            let y = height(run.target)
            return Shape(.line, [.class: "target", .x1: "\(run.from * step)", .x2: "\(run.to * step)", .y1: y, .y2: y])
        }
    }

    /// Joins neighbours; a quarter in which nothing happened breaks the line.
    private var line: [Shape] {
        points.indices.dropFirst().compactMap { index in
            guard let before = points[index - 1].value, let after = points[index].value else { return nil }
            let ends = "\(middle(index - 1)),\(height(before)) \(middle(index)),\(height(after))"
            return Shape(.polyline, [.class: "line", .points: ends])
        }
    }

    private func marks(_ index: Int) -> [Shape] {
        let point = points[index]
        let x = "\(middle(index))"
        var shapes: [Shape] = []
        if let value = point.value {
            shapes.append(Shape(.circle, [.class: "point", .cx: x, .cy: height(value), .r: "4"]))
        }
        let y = Tenths((QuarterTrend.ground - 10) * 10 - (point.value?.value ?? 0)).text
        shapes.append(Shape(.text, [.class: "value", .x: x, .y: y, .anchor: "middle"], text: point.printed))
        shapes.append(Shape(.text, [.class: "when", .x: x, .y: "\(QuarterTrend.ground + 18)", .anchor: "middle"], text: point.quarter))
        if let year = point.year {
            shapes.append(Shape(.text, [.class: "when", .x: x, .y: "\(QuarterTrend.ground + 36)", .anchor: "middle"], text: year))
        }
        return shapes
    }
}
