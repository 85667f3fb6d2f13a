package import CaseDomain

/// A change of accounts or keys.
///
/// What no longer follows from what stands in the tables is refused, and with it the whole transaction. None of them moves the cut-off.
package enum AccountChange: Sendable {
    /// At revision 1. Refused with `nameTaken`.
    case insertUser(UserRow)
    /// At the next revision, or refused with `staleAccount`; name and time of making stay.
    case updateUser(UserRow)
    /// At the next revision, 1 when there is none, or refused with `staleAccount`.
    case putCredential(CredentialRow)
    /// Keyed digests of 32 bytes in place of all that the user has.
    case replacePrintedCodes(user: Identifier<User>, digests: [[UInt8]])
    /// Refused with `codeSpent` when the code is gone: of two at once, one wins.
    case usePrintedCode(user: Identifier<User>, digest: [UInt8])
    /// Refused with `codeSpent` unless the step is after the last one that was used.
    case useTOTPStep(user: Identifier<User>, step: Int64)
    /// In place of the user's code of the same kind, which no longer counts.
    case putEnrolment(EnrolmentRow)
    /// Refused with `codeSpent` when the code is gone: of two at once, one wins.
    case takeEnrolment(digest: [UInt8])
    /// Codes of every kind, such as when an account is disabled.
    case deleteEnrolments(user: Identifier<User>)
    /// At revision 1.
    case insertDevice(DeviceRow)
    /// At the next revision, or refused with `staleAccount`; one that was removed stays removed.
    case updateDevice(DeviceRow)
    /// At the next revision, 1 when there is none, or refused with `staleAccount`.
    case putVolunteer(VolunteerRow)
    /// Never back to an earlier day.
    case noteDeviceUse(device: Identifier<Device>, on: Day)
    /// Refused with `staleCentre` when the chain has another number of links, or another opening than one that is kept.
    case appendCentreLinks(CentreLinksAppend)
    /// In place of the boxes of the same epoch and user.
    case putCentreBoxes([CentreBoxRow])
    /// Refused with `staleCentre` when the user has other boxes there.
    case deleteCentreBoxes(CentreBoxesDeletion)
    /// In place of those of the same epoch.
    case putCentrePast([CentrePastRow])
    /// Refused with `staleKeys` when one is not as it was read.
    case rewrapCaseKeys([RewrappedCaseKey])
    /// Refused with `staleKeys` when one is not as it was read.
    case rewrapIdentityKeys([RewrappedIdentityKey])
    /// Refused with `staleKeys` when one is not as it was read.
    case resealSheets([ResealedSheet])
    /// Refused with `staleKeys` when one is not as it was read.
    case resealOffers([ResealedOffer])
    /// Refused with `staleKeys` when the table is not as it was read.
    case replacePurposeKeys(PurposeKeysReplacement)
}

extension AccountChange {
    /// The rows that this becomes, in the order in which the audit entry names them.
    ///
    /// Printed codes, enrolments and purpose keys are not named one by one: what makes them good is a digest, tag or seal that nobody
    /// makes without the service key.
    /// - Parameter digestKey: Makes the sixteen bytes that stand for the key of a row that has no identifier.
    package func contents(digestKey: (String) -> [UInt8]) -> [RowContent] {
        switch self {
        case .insertUser(let row), .updateUser(let row): [row.content]
        case .putCredential(let row): [row.content]
        case .insertDevice(let row), .updateDevice(let row): [row.content]
        case .putVolunteer(let row): [row.content]
        case .appendCentreLinks(let append): append.contents
        case .putCentreBoxes(let boxes): boxes.map { $0.content(key: digestKey($0.key)) }
        case .deleteCentreBoxes(let boxes):
            boxes.epochs.sorted().map { epoch in
                RowContent(
                    deleting: .centreBox, row: digestKey(CentreBoxRow.key(boxes.centre, epoch: epoch, user: boxes.user)), revision: epoch)
            }
        case .putCentrePast(let rows): rows.map { $0.content(key: digestKey($0.key)) }
        case .rewrapCaseKeys(let keys):
            keys.map { RowContent(table: .caseKey, row: $0.caseFile.bytes, revision: $0.generation, content: $0.new.bytes) }
        case .rewrapIdentityKeys(let keys):
            keys.map { RowContent(table: .identityKey, row: $0.person.bytes, revision: $0.generation, content: $0.new.bytes) }
        case .resealSheets(let sheets):
            sheets.map { RowContent(table: .sheet, row: $0.caseFile.bytes, revision: $0.revision, content: $0.new.bytes) }
        case .resealOffers(let offers): offers.map(\.new.content)
        case .replacePrintedCodes, .usePrintedCode, .useTOTPStep, .putEnrolment, .takeEnrolment, .deleteEnrolments, .noteDeviceUse,
            .replacePurposeKeys:
            []
        }
    }
}

extension CentreLinksAppend {
    /// The new links by their numbers, then the head.
    fileprivate var contents: [RowContent] {
        // The first link is named again when the chain had no head: without one it went with the tag of the root key.
        (firstLink.map { [RowContent(table: .centreLink, row: centre.bytes, revision: 0, content: $0.body + $0.signature)] } ?? [])
            + links.enumerated().map { offset, link in
                RowContent(
                    table: .centreLink, row: centre.bytes, revision: UInt32(expecting + offset), content: link.body + link.signature
                )
            }
            + [
                CentreChainRow.head(
                    of: centre, links: expecting + links.count, rootTag: rootTag, headTag: headTag, opening: opening
                )
            ]
    }
}

extension CentreChainRow {
    /// The head of a centre's chain as the audit chain names it, with the keyring that an opening code still opens.
    static func head(of centre: Identifier<Centre>, links: Int, rootTag: [UInt8], headTag: [UInt8], opening: Sealed<EpochKeyring>?)
        -> RowContent
    {
        RowContent(table: .centreHead, row: centre.bytes, revision: UInt32(links), content: rootTag + headTag + (opening?.bytes ?? []))
    }
}

extension CentreBoxRow {
    static func key(_ centre: Identifier<Centre>, epoch: UInt32, user: Identifier<User>) -> String {
        "\(centre)|\(epoch)|\(user)"
    }

    var key: String { CentreBoxRow.key(centre, epoch: epoch, user: user) }

    /// - Parameter key: Sixteen bytes that stand for centre, epoch and user.
    func content(key: [UInt8]) -> RowContent {
        RowContent(table: .centreBox, row: key, revision: epoch, content: sealed.bytes)
    }
}

extension CentrePastRow {
    var key: String { "\(centre)|\(epoch)|past" }

    /// - Parameter key: Sixteen bytes that stand for centre and epoch.
    ///
    /// Named beside the boxes: both hold the keyring of an epoch.
    func content(key: [UInt8]) -> RowContent {
        RowContent(table: .centreBox, row: key, revision: epoch, content: sealed.bytes)
    }
}
