import CaseDomain
import Policies
import Wording

/// The six questions with which a case is opened.
struct NewCase: Asked {
    var kind = CaseKind.domesticViolence
    var detected: DetectionQuestions
    var sex = Sex.female
    var birthYear: Int?

    /// Who the case is about: a returnee, or the one who was harmed.
    var person: CasePerson {
        CasePerson(id: .none, role: kind == .traffickingReturn ? .returnee : .victim, sex: sex, birthYear: birthYear)
    }

    var detection: Detection { detected.detection }

    /// Confirmed when the channel is a listed authority, else suspected.
    func state(_ policies: PolicySet) -> CaseState {
        let isListed = detected.channel.flatMap { policies.channels[$0] }?.marks.contains("listed") ?? false
        return isListed ? .confirmed : .suspected
    }

    init(today: Day) {
        detected = DetectionQuestions(on: today)
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.word("kind", &kind)
        detected.ask(&questions)
        questions.word("sex", &sex)
        questions.birthYear("birth_year", &birthYear, on: detected.on)
    }

    static func questions(_ sources: QuestionSources) -> CaseQuestions {
        var (new, questions) = (NewCase(today: sources.today), CaseQuestions(sources))
        new.ask(&questions)
        return questions
    }

    /// The answers, or `nil` when one does not hold.
    static func read(_ form: Form, _ sources: QuestionSources) -> (NewCase?, CaseQuestions) {
        var (new, questions) = (NewCase(today: sources.today), CaseQuestions(sources, sent: form))
        new.ask(&questions)
        return (questions.faults.isEmpty ? new : nil, questions)
    }
}

/// When and where somebody was detected, and by whom.
struct DetectionQuestions: Asked {
    var on: Day
    var place: String?
    var channel: Code<DetectionChannel>?
    /// What is said about the channel besides.
    var help: Phrase?

    var detection: Detection {
        Detection(on: on, place: place.flatMap { PlaceCode($0) } ?? .outside, channel: channel ?? Code(number: 0))
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.day("detected_on", &on)
        questions.place("detected_place", &place, on: on)
        questions.code("channel", &channel, from: "detection-channels", isRequired: true, help: help)
    }
}
