import Indicators

/// The bar of a gauge with the tick of its target, as wide as its place: all lengths across are in percent.
struct GaugeBar {
    let value: Tenths
    let target: Tenths?

    /// A share in percent, with a target in percent.
    init?(percent: String?, target: TargetValue?) {
        guard let percent, let value = Tenths(percent) else { return nil }
        self.value = value
        self.target = target.map { Tenths(min($0.hundredths / 10, 1_000)) }
    }

    /// A value beside its target, both against a full bar of twice the target, or of the value where that is more.
    init?(value: TargetValue?, target: TargetValue?) {
        guard let value, let target, target.hundredths > 0 else { return nil }
        let full = max(target.hundredths * 2, value.hundredths)
        self.value = Tenths(value.hundredths * 1_000 / full)
        self.target = Tenths(target.hundredths * 1_000 / full)
    }

    var drawing: Drawing {
        var shapes = [
            Shape(.rect, [.class: "track", .y: "6", .width: "100%", .height: "16", .rx: "6"]),
            Shape(.rect, [.class: "fill", .y: "6", .width: "\(value.text)%", .height: "16", .rx: "6"]),
        ]
        if let target {
            shapes.append(Shape(.line, [.class: "halo", .x1: "\(target.text)%", .x2: "\(target.text)%", .y1: "1", .y2: "27"]))
            shapes.append(Shape(.line, [.class: "target", .x1: "\(target.text)%", .x2: "\(target.text)%", .y1: "1", .y2: "27"]))
        }
        return Drawing(Shape(.svg, [.class: "bar", .width: "100%", .height: "28", .hidden: "true", .focusable: "false"], shapes))
    }
}
