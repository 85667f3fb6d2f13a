import CaseDomain
import Casework
import Policies
import Wording

/// What a log says, in the words of the form.
struct LogWords: Sendable {
    let words: CaseWords

    private var voice: Voice { words.voice }
    private var form: PhoneForm { words.policies.phoneForm }

    /// The answers in the order of the form; codes that the form no longer has are shown as they are.
    func lines(_ content: SupportLog) -> [SaidLine] {
        PhoneQuestion.allCases.compactMap { question in
            var said = (content.answers[question.rawValue] ?? []).map { text($0, of: question) }
            switch question {
            case .person:
                if content.answer(PhoneTypedAnswers.again) != nil {
                    let when = [PhoneText.againDay, .againHour].compactMap { content.answer($0.rawValue) }.joined(separator: " · ")
                    said.append(voice.say("inbox.again", when.isEmpty ? "–" : when))
                }
            case .day: said += [content.answer(PhoneText.day.rawValue)].compactMap { $0 }
            case .contact: said += [content.answer(PhoneText.contactWhen.rawValue)].compactMap { $0 }
            case .support, .violence, .danger, .hide: break
            }
            return said.isEmpty ? nil : SaidLine(label: label(of: question), text: said.joined(separator: "; "))
        } + [content.answer(PhoneTypedAnswers.note).map { SaidLine(label: voice.say("inbox.note"), text: $0) }].compactMap { $0 }
    }

    func label(of question: PhoneQuestion) -> String {
        form.question(question).map { voice.label($0.label) } ?? question.rawValue
    }

    private func text(_ code: String, of question: PhoneQuestion) -> String {
        form.choice(code, of: question).map { voice.label($0.label) } ?? code
    }

    /// The support in few words, for a list.
    func support(_ content: SupportLog?) -> String {
        (content?.answers[PhoneQuestion.support.rawValue] ?? []).map { text($0, of: .support) }.joined(separator: "; ")
    }

    /// On which day the support was given, as far as the log tells.
    ///
    /// The telephone's clock may be wrong: "today" is the day on which it was written only if the log did not arrive before that.
    func day(of content: SupportLog, receivedAt: Instant) -> Day {
        let received = receivedAt.dayInVietNam
        let written = content.madeOn.map { min($0, received) } ?? received
        switch content.answer(PhoneQuestion.day.rawValue) {
        case PhoneForm.yesterday: return written.adding(days: -1)
        case PhoneForm.earlier:
            return content.answer(PhoneText.day.rawValue).flatMap { TypedText.day($0) }.map { min($0, received) } ?? written
        default: return written
        }
    }

    /// Whether the telephone's clock says another day than the service's could be.
    func isClockOdd(_ content: SupportLog, receivedAt: Instant) -> Bool {
        guard let made = content.madeOn else { return true }
        let received = receivedAt.dayInVietNam
        return made > received || made < received.adding(days: -60)
    }

    func sex(_ content: SupportLog) -> Sex? {
        content.answer(PhoneQuestion.person.rawValue).flatMap { form.choice($0, of: .person)?.sex }
    }

    func kind(_ content: SupportLog) -> CaseKind {
        let chosen = content.answers[PhoneQuestion.violence.rawValue] ?? []
        return chosen.compactMap { form.choice($0, of: .violence)?.kind }.first ?? .domesticViolence
    }

    /// The kinds of service that the log tells of and the form knows.
    func services(_ content: SupportLog) -> [Code<ServiceKind>] {
        (content.answers[PhoneQuestion.support.rawValue] ?? []).compactMap { form.choice($0, of: .support)?.service }
    }

    /// From where a log came.
    func sender(_ log: InboxLog) -> String {
        [log.address?.name, voice.say(Phrase("inbox.way.\(log.way.rawValue)"), log.sender)].compactMap { $0 }.joined(separator: " · ")
    }

    func marks(_ log: InboxLog) -> [StateMark] {
        if let held = log.held { return [.attention(voice.say(Phrase("inbox.held.\(held.rawValue)")))] }
        return [
            log.isUrgent ? .attention(voice.say("inbox.urgent")) : nil,
            log.isOverdue ? .attention(voice.say("inbox.overdue")) : nil,
            log.callBackAt.map { .waiting(voice.say("inbox.called", voice.moment($0))) },
            log.isRead ? .done(voice.say("inbox.read")) : .waiting(voice.say("inbox.unread")),
        ].compactMap { $0 }
    }
}
