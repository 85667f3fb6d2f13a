import Indicators
import Wording

/// A figure as a row of a table.
struct FigureRow {
    /// What the row is about: a quarter, or an indicator.
    let head: String
    /// More about it, where there is room.
    let name: String?
    let counts: String
    let share: String
    let target: String
    let met: String?
    let missed: String?
    /// Says that nobody was in the denominator.
    let none: String?

    init(_ head: String, name: String? = nil, _ figure: Figure?, _ phrases: OutcomePhrases) {
        let voice = phrases.voice
        let dash = voice.say("page.dash")
        self.head = head
        self.name = name
        if let numerator = figure?.numerator, let denominator = figure?.denominator, denominator > 0 {
            counts = voice.say("page.count.short", voice.count(numerator), voice.count(denominator))
        } else {
            counts = dash
        }
        share = figure?.percent.map(voice.percent) ?? dash
        none = figure?.denominator == 0 ? voice.say("page.figure.none") : nil
        target = figure?.target?.target.map { phrases.value($0.text) } ?? dash
        met = figure?.target?.isMet == true ? voice.say("page.met") : nil
        missed = figure?.target?.isMet == false ? voice.say("page.missed") : nil
    }
}

/// The heads of the columns of such a table.
struct FigureHeads {
    let head: String
    let counts: String
    let share: String
    let target: String
    let outcome: String

    init(_ head: String, counts: String, _ voice: Voice) {
        self.head = head
        self.counts = counts
        share = voice.say("page.table.share")
        target = voice.say("page.table.target")
        outcome = voice.say("page.table.outcome")
    }
}
