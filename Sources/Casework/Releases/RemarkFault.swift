import Disclosure
import Foundation
import Indicators
package import Policies

extension OpenInstallation {
    /// What is to be said about a text that an officer types beside figures; `nil` where nothing is found.
    ///
    /// - Parameter isChecked: That the officer was asked, and a table shows every number of people.
    package func remarkFault(in text: String, isChecked: Bool = false, under set: PolicySet) -> ReleaseFault? {
        let text = text.precomposedStringWithCanonicalMapping
        guard text.unicodeScalars.count <= OpenInstallation.mostInRemark else { return .badRemark }
        return switch RemarkCheck(rulebook.gazetteer, smallest: set.disclosure.smallestCount).finding(in: text) {
        case .smallCount: .smallCountInRemark
        case .number: isChecked ? nil : .numberInRemark
        case nil: nil
        }
    }
}
