import CaseDomain
import Wording

extension Incident: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.day("happened_on", &on)
        questions.word("precision", &precision)
        questions.codes("forms", &forms, from: "violence-forms")
        questions.code("main_form", &mainForm, from: "violence-forms")
        questions.codes("acts", &acts, from: "violence-acts")
        questions.code("relation", &relation, from: "relations")
        questions.codes("harm", &harm, from: "harms")
        questions.word("repeated", &isRepeated)
        questions.word("children_witnessed", &childrenWitnessed)
        questions.area("incident_note", &note)
    }
}

extension RiskAssessment: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.day("assessed_on", &on)
        questions.word("risk_level", &level, startsOpen: true)
        questions.codes("reasons", &reasons, from: "risk-reasons")
        questions.day("dealt_with_on", &dealtWithOn, help: "case.help.dealt_with_on")
        questions.day("review_on", &reviewOn, .any)
        questions.area("note", &note)
    }
}

extension SafetyPlan: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.day("made_on", &on)
        questions.area("place_to_go", &placeToGo, limit: 1_000, rows: 2)
        questions.area("people_to_call", &peopleToCall, limit: 1_000, rows: 2)
        questions.area("things_to_take", &thingsToTake, limit: 1_000, rows: 2)
        questions.area("children_plan", &children, limit: 1_000, rows: 2)
        questions.area("telephone_plan", &telephone, limit: 1_000, rows: 2)
        questions.day("review_on", &reviewOn, .any)
    }
}

extension ProtectiveMeasureTaken: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("measure", &kind, from: "protective-measures")
        questions.day("decided_on", &decidedOn)
        questions.day("from", &from, .any)
        questions.day("to", &to, .any, help: "case.help.contact_ban")
        questions.day("seen_to_on", &seenToOn, help: "case.help.seen_to_on")
        questions.line("authority", &authority)
        questions.line("decision", &decision)
        questions.area("note", &note)
    }
}

extension AssessedNeed: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.person("person", &person)
        questions.code("service", &service, from: "service-kinds")
        questions.area("need_text", &text, limit: 1_000, rows: 2, isRequired: service == nil)
        questions.day("asked_on", &on)
        questions.word("plan_state", &state)
    }
}

extension PlannedAction: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.area("action_text", &text, limit: 1_000, rows: 2, isRequired: true)
        questions.need("need", &need)
        questions.person("for_person", &person)
        questions.member("member", &member)
        questions.day("due", &due, .any)
        questions.word("plan_state", &state)
        questions.day("done_on", &doneOn)
    }
}

extension FollowUp: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("follow_up", &kind, from: "follow-up-kinds")
        questions.day("due", &due, .any)
        questions.person("for_person", &person)
        questions.day("done_on", &doneOn)
        questions.word("reached", &isReached)
        questions.area("note", &note)
    }
}

extension Consent: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.person("person", &person)
        questions.word("consent_kind", &kind)
        questions.word("consent_answer", &answer, startsOpen: true, help: "case.help.withdrawal")
        questions.day("said_on", &on)
        questions.code("giver", &giver, from: "consent-givers", help: "case.help.giver")
        questions.word("child_agrees", &childAgrees)
        questions.line("share_with", &receiver, help: "case.help.share_with")
        questions.codes("share_fields", &fields, from: "field-groups")
        questions.area("note", &note)
    }
}

extension Petition: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("petition", &kind, from: "petition-kinds")
        questions.day("sent_on", &on)
        questions.person("for_person", &person)
        questions.line("authority", &authority)
        questions.day("replied_on", &repliedOn)
        questions.area("reply", &reply)
        questions.area("outcome", &outcome, rows: 2)
    }
}

extension CommuneNotice: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("route", &route, from: "notice-routes", help: "case.help.notice")
        questions.day("told_on", &on)
        questions.word("wanted", &isWanted)
        questions.area("view", &view)
        questions.area("reason", &reason)
    }
}

extension DataRequest: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.word("request", &kind)
        questions.person("for_person", &person)
        questions.day("asked_on", &on)
        questions.day("due", &due, .any, saying: questions.requestClocks)
        questions.line("from_whom", &from)
        questions.line("letter", &letter)
        questions.day("answered_on", &answeredOn)
        questions.area("answer", &answer)
        questions.member("approved_by", &approvedBy)
    }
}

extension OutsideReferral: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.person("person", &person)
        questions.line("receiver", &receiver, isRequired: true)
        questions.code("service", &service, from: "service-kinds")
        questions.day("consent_on", &consentGivenOn, startsOpen: true, help: "case.help.consent_first")
        questions.day("sent_on", &on)
        questions.day("answer_due", &answerDue, .any)
        questions.word("referral_outcome", &outcome)
        questions.day("outcome_on", &outcomeOn)
        questions.area("note", &note)
    }
}

extension Circumstances: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.person("person", &person)
        questions.line("language", &language)
        questions.word("interpreter", &needsInterpreter, help: "case.help.interpreter")
        questions.word("cannot_read", &cannotRead)
        questions.word("infant", &isPregnantOrHasInfant)
        questions.word("disability", &hasDisability)
        questions.area("note", &note)
    }
}

extension CaseNote: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        questions.day("said_on", &on)
        questions.area("text", &text, limit: 60_000, rows: 8, isRequired: true)
    }
}
