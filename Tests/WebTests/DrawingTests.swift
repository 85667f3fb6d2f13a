import CaseDomain
import Indicators
import Testing

@testable import Web

/// Drawings show the figures and nothing that was put into them from outside.
@Suite struct DrawingTests {
    @Test func textAndAttributesAreEscaped() {
        let text = "</text><script>alert('1')</script>&\""
        let drawing = Drawing(Shape(.svg, [.class: "\" onload=\"x"], [Shape(.text, [.x: "1"], text: text)]))
        #expect(
            drawing.renderText
                == "<svg class=\"&quot; onload=&quot;x\"><text x=\"1\">&lt;/text&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;"
                + "</text></svg>")
    }

    @Test(arguments: [("0.0", "0"), ("83.3", "83.3"), ("100.0", "100"), ("0.1", "0.1")])
    func aBarIsAsLongAsItsShare(percent: String, width: String) throws {
        let bar = try #require(GaugeBar(percent: percent, target: TargetValue("90")))
        #expect(bar.drawing.renderText.contains("<rect class=\"fill\" y=\"6\" width=\"\(width)%\""))
        #expect(bar.drawing.renderText.contains("<line class=\"target\" x1=\"90%\" x2=\"90%\""))
    }

    @Test func aBarWithoutShareOrTarget() throws {
        #expect(GaugeBar(percent: nil, target: TargetValue("90")) == nil)
        let bar = try #require(GaugeBar(percent: "50.0", target: nil))
        #expect(!bar.drawing.renderText.contains("target"))
    }

    @Test(arguments: [("1.4", "50", "50"), ("2.8", "100", "50"), ("5.6", "100", "25"), ("0.7", "25", "50")])
    func aRatioStandsBesideItsTarget(value: String, fill: String, tick: String) throws {
        let bar = try #require(GaugeBar(value: TargetValue(value), target: TargetValue("1.4")))
        #expect(bar.value.text == fill)
        #expect(bar.target?.text == tick)
    }

    @Test(arguments: ["", "83", "83.33", "-1.0", "83.x", "٨٣.3"])
    func whatIsNoPercentageIsNotDrawn(text: String) {
        #expect(Tenths(text) == nil)
    }

    @Test func theTargetIsALineThatStepsWhereItChanges() {
        let targets = [80, 80, 90, nil, 90].map { $0.map { Tenths($0 * 10) } }
        let points = targets.map { QuarterTrend.Point(quarter: "Q1", year: nil, value: nil, printed: "–", target: $0) }
        let drawn = QuarterTrend(points: points).drawing.renderText
        let lines = drawn.matches(of: /<line class="target" x1="(\d+)" x2="(\d+)" y1="(\d+)"/).map { [$0.1, $0.2, $0.3].map(String.init) }
        #expect(lines == [["0", "134", "46"], ["134", "201", "36"], ["268", "335", "36"]])
    }

    @Test func aQuarterWithoutFiguresBreaksTheLine() {
        let values: [Int?] = [500, 600, nil, 700]
        let points = values.map {
            QuarterTrend.Point(quarter: "Q1", year: "2026", value: $0.map { Tenths($0) }, printed: "", target: nil)
        }
        let drawn = QuarterTrend(points: points).drawing.renderText
        #expect(drawn.matches(of: /<polyline/).count == 1)
        #expect(drawn.matches(of: /<circle/).count == 3)
    }

    @Test func quartersGoBackOverYears() {
        #expect(
            Period(year: 2026, part: .q2).quarters(back: 4).map(\.description) == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"])
        #expect(Period(year: 2026, part: .year).quarters(back: 4).isEmpty)
    }
}
