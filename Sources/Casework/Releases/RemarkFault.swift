import Disclosure
import Foundation
import Indicators
package import Policies

extension OpenInstallation {
    /// What is to be said about a text that an officer types beside figures; `nil` where nothing is found.
    package func remarkFault(in text: String, under set: PolicySet) -> ReleaseFault? {
        switch RemarkCheck(rulebook.gazetteer, smallest: set.disclosure.smallestCount).finding(
            in: text.precomposedStringWithCanonicalMapping)
        {
        case .smallCount: .smallCountInRemark
        case .besidePlace: .numberBesidePlace
        case nil: nil
        }
    }
}
