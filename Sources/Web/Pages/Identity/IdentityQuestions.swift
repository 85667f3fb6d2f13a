import CaseDomain
import Casework
import Wording

/// Who a person is and how to reach them, as it is asked for: safe contact before any number.
struct IdentityQuestions: Asked {
    var identity: PersonIdentity

    mutating func ask(_ questions: inout CaseQuestions) {
        // As long as a register's columns: what came from one can be put right here.
        questions.line("identity_name", &identity.name)
        questions.line("contact_callers", &identity.contact.callers, limit: 500, help: "case.identity.help.callers")
        questions.line("contact_number", &identity.contact.number, limit: 500, help: "case.identity.help.number")
        questions.line("contact_time", &identity.contact.bestTime, limit: 500)
        questions.line("contact_cover", &identity.contact.cover, limit: 500, help: "case.identity.help.cover")
        questions.word("contact_messages", &identity.contact.messages)
        questions.word("contact_papers", &identity.contact.papers, help: "case.identity.help.papers")
        questions.line("identity_phone", &identity.phone, limit: 500)
        questions.line("identity_document", &identity.documentNumber, limit: 500, help: "case.identity.help.document")
        questions.line("identity_address", &identity.address, limit: 500)
        questions.line("identity_ethnicity", &identity.ethnicity, limit: 500)
    }
}

/// Why somebody looks at a case that is not theirs.
struct ReasonQuestion: Asked {
    var reason = Code<LookReason>(number: 0)

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("look_reason", &reason, from: "look-reasons")
    }
}
