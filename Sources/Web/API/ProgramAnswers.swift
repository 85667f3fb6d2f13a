import CaseDomain
import Casework
import Hummingbird
import Wording

/// The questions of a form of a page, answered and read by programs: the same names, the same checks, values of JSON.
///
/// Days are `2026-03-05`, choices the codes of the policies, several of them a list; what may be left empty is `null` or not there.
struct ProgramAnswers {
    /// What is wrong with an answer, without the answer.
    struct Fault: Encodable {
        let field: String
        let code: String

        init(_ field: String, _ fault: CaseFault) {
            self.field = field
            code = fault.rawValue
        }
    }

    private let sources: QuestionSources

    init(_ sources: QuestionSources) {
        self.sources = sources
    }

    /// Puts what was sent into `asked`.
    ///
    /// - Returns: What is wrong; `asked` is of use only when nothing is.
    /// - Throws: `unknownField` for a field that is not asked.
    func read(_ sent: [String: JSONValue], into asked: inout some Asked) throws(Trouble) -> [Fault] {
        var (printed, shape) = (asked, CaseQuestions(sources))
        printed.ask(&shape)
        var fields: [(name: String, bytes: [UInt8])] = []
        var faults: [Fault] = []
        for (name, value) in sent.sorted(by: { $0.key < $1.key }) {
            do {
                if let view = shape.fields.first(where: { $0.name == name }) {
                    fields += try view.formFields(value).map { ($0, Array($1.utf8)) }
                } else {
                    guard shape.confirmations.contains(name) else { throw Trouble.unknownField }
                    fields += try CaseFieldView.formFields(flag: value, name).map { ($0, Array($1.utf8)) }
                }
            } catch let fault as CaseFault {
                faults.append(Fault(name, fault))
            } catch {
                throw .unknownField
            }
        }
        guard faults.isEmpty else { return faults }
        var questions = CaseQuestions(sources, sent: Form(fields: fields))
        asked.ask(&questions)
        return questions.faults.map { Fault($0.field.name, $0.field.kindOfFault ?? .contradiction) }
    }

    /// What stands in `asked`, by the names of its questions.
    func values(of asked: some Asked) -> JSONValue {
        var (asked, questions) = (asked, CaseQuestions(sources))
        asked.ask(&questions)
        return .object(Dictionary(uniqueKeysWithValues: questions.fields.map { ($0.name, $0.jsonValue) }))
    }

    /// The shape of what is sent; what is answered in turn has every field.
    func schema(of asked: some Asked, isAnswer: Bool = false) -> JSONValue {
        var (asked, questions) = (asked, CaseQuestions(sources))
        asked.ask(&questions)
        var properties = Dictionary(uniqueKeysWithValues: questions.fields.map { ($0.name, $0.schema(isAnswer: isAnswer)) })
        let required = questions.fields.filter { isAnswer || $0.isExpected }.map(\.name)
        if !isAnswer {
            for name in questions.confirmations { properties[name] = ["type": "boolean"] }
        }
        return [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
            "required": .list(required.sorted().map { .text($0) }),
        ]
    }
}

extension CaseFault: Error {}

extension CaseFieldView {
    /// Whether it is a single statement that is true or not.
    private var isFlag: Bool { boxes.map { $0.options.count == 1 && $0.options[0].name == name } ?? false }

    private var choices: [String] { (list ?? []).map(\.value).filter { !$0.isEmpty } }

    fileprivate var jsonValue: JSONValue {
        if let line {
            switch line.content {
            case .text: return JSONValue(line.value.isEmpty ? nil : line.value)
            case .day: return JSONValue(TypedText.day(line.value)?.description)
            case .number: return JSONValue(Int(line.value))
            }
        }
        if let area { return JSONValue(area.value.isEmpty ? nil : area.value) }
        if let list { return JSONValue(list.first { $0.isChosen && !$0.value.isEmpty }?.value) }
        let options = boxes?.options ?? []
        if isFlag { return .flag(options.contains(where: \.isChosen)) }
        return .list(options.filter(\.isChosen).map { .text(String($0.name.dropFirst(name.count + 1))) })
    }

    /// Whether it has to be sent.
    fileprivate var isExpected: Bool {
        if let boxes { return boxes.least > 0 }
        return optional == nil
    }

    /// What is sent is `null` only where it is not expected; what is answered is `null` where nothing was ever said.
    fileprivate func schema(isAnswer: Bool) -> JSONValue {
        let mayBeNull = isAnswer || !isExpected
        func type(_ name: String) -> JSONValue { mayBeNull ? [.text(name), "null"] : .text(name) }
        if let line {
            switch line.content {
            case .day: return ["type": type("string"), "format": "date"]
            case .number: return ["type": type("integer")]
            case .text: return text(type("string"))
            }
        }
        if area != nil { return text(type("string")) }
        if list != nil {
            guard !choices.isEmpty else { return ["type": type("string")] }
            return ["type": type("string"), "enum": .list(choices.map { .text($0) } + (mayBeNull ? [.null] : []))]
        }
        if isFlag { return ["type": "boolean"] }
        let words = (boxes?.options ?? []).map { JSONValue.text(String($0.name.dropFirst(name.count + 1))) }
        let items: JSONValue = words.isEmpty ? ["type": "string"] : ["type": "string", "enum": .list(words)]
        return ["type": "array", "items": items, "minItems": .number(isAnswer ? 0 : boxes?.least ?? 0)]
    }

    private func text(_ type: JSONValue) -> JSONValue { isExpected ? ["type": type, "minLength": 1] : ["type": type] }

    /// The fields of a form that say the same.
    fileprivate func formFields(_ value: JSONValue) throws(CaseFault) -> [(String, String)] {
        if isFlag { return try CaseFieldView.formFields(flag: value, name) }
        if let boxes {
            guard case .list(let chosen) = value else { throw .notAChoice }
            var names: Set<String> = []
            for one in chosen {
                guard case .text(let word) = one, boxes.options.contains(where: { $0.name == "\(name).\(word)" }) else { throw .notAChoice }
                names.insert("\(name).\(word)")
            }
            return names.sorted().map { ($0, "yes") }
        }
        switch value {
        case .null: return []
        case .text(let text):
            switch line?.content {
            case .number: throw .notANumber
            case .day: guard Day(text)?.description == text else { throw .notADay }
            case .text, nil: break
            }
            guard list == nil || choices.contains(text) else { throw .notAChoice }
            return [(name, text)]
        case .number(let number):
            guard line?.content == .number else { throw list == nil ? .notText : .notAChoice }
            return [(name, String(number))]
        default: throw list == nil ? .notText : .notAChoice
        }
    }

    fileprivate static func formFields(flag value: JSONValue, _ name: String) throws(CaseFault) -> [(String, String)] {
        switch value {
        case .flag(let isTrue): return isTrue ? [(name, "yes")] : []
        default: throw .notAChoice
        }
    }
}
