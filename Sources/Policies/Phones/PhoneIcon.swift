/// The pictures that the telephone's page holds, under the names that its sprite gives them.
package enum PhoneIcon: String, CaseIterable, Sendable {
    case support, person, day, violence, danger, hide, contact
    case noContact = "no-contact"
    case note
    case medical, talk, law, shelter, needs, safety, skills, work
    case woman, man, girl, boy, again
    case today, yesterday, earlier
    case body, mind, sexual, money
    case yes, no, unknown
    case office, police, head, other
    case sound
}
