import CaseDomain
import Disclosure

/// Reads `report.yaml`: paper, letters and letterhead of printed reports.
struct ReportReading {
    static let path = "report.yaml"
    private static let lineLimit = 120
    private static let mostLines = 12
    let documents: PolicyDocuments

    func read() -> ReportLayout? {
        guard let root = documents.root(ReportReading.path)?.mapping(required: ["measures", "font", "letterhead"]) else { return nil }
        let measures = root["measures"].flatMap(measures)
        let font = root["font"]?.mapping(required: ["value", "source"], optional: ["unverified"])?["value"].flatMap(name)
        let names = ["superior", "organisation", "symbol", "place", "recipients", "signature"]
        guard let head = root["letterhead"]?.mapping(required: names), let measures else { return nil }
        return ReportLayout(
            measures, font: font, superior: label(head["superior"]), organisation: label(head["organisation"]),
            symbol: head["symbol"]?.text(limit: 40), place: label(head["place"]), recipients: lines(head["recipients"]),
            signature: lines(head["signature"]))
    }

    private func measures(_ node: PolicyNode) -> [ReportMeasure: Int]? {
        guard let list = node.mapping(required: ReportMeasure.allCases.map(\.rawValue)) else { return nil }
        var values: [ReportMeasure: Int] = [:]
        for measure in ReportMeasure.allCases {
            guard let entry = list[measure.rawValue]?.mapping(required: ["value", "source"], optional: ["unverified"]) else { continue }
            values[measure] = entry["value"]?.number(in: measure.bounds)
        }
        if let width = values[.paperWidth], let height = values[.paperHeight], height < width {
            list[ReportMeasure.paperHeight.rawValue]?.report(.outOfRange, "\(height) < \(width)")
        }
        return values
    }

    /// The name of a font goes into styles: letters, digits and spaces of ASCII.
    private func name(_ node: PolicyNode) -> String? {
        guard let text = node.text(limit: 40) else { return nil }
        guard text.utf8.allSatisfy({ byte in [0x20...0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A].contains { $0.contains(byte) } }) else {
            node.report(.badCode, text)
            return nil
        }
        return text
    }

    private func label(_ node: PolicyNode?) -> Label? {
        guard let node, let label = node.mapping(required: [], optional: PolicyMapping.labels)?.label() else { return nil }
        for text in [label.vietnamese, label.english] where text.unicodeScalars.count > ReportReading.lineLimit {
            node.report(.textTooLong, "\(ReportReading.lineLimit)")
            return nil
        }
        return label
    }

    private func lines(_ node: PolicyNode?) -> [Label]? {
        guard let node, let entries = node.list() else { return nil }
        guard (1...ReportReading.mostLines).contains(entries.count) else {
            node.report(.outOfRange, "\(entries.count) (1–\(ReportReading.mostLines))")
            return nil
        }
        let labels = entries.compactMap { label($0) }
        return labels.count == entries.count ? labels : nil
    }
}
