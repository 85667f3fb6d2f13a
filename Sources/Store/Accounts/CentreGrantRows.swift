package import CaseDomain

/// A link of a centre's signed chain; opaque here.
package struct CentreLinkRow: Hashable, Sendable {
    package var body: [UInt8]
    package var signature: [UInt8]

    package init(body: [UInt8], signature: [UInt8]) {
        self.body = body
        self.signature = signature
    }
}

/// More links of a centre's chain, with the head that they make.
package struct CentreLinksAppend: Hashable, Sendable {
    package var centre: Identifier<Centre>
    /// How many links the chain has before.
    package var expecting: Int
    /// May be empty: the head is then written for the chain as it stands.
    package var links: [CentreLinkRow]
    /// Keyed tag of the first root key, which also says that a head stands beside it.
    package var rootTag: [UInt8]
    /// Keyed tag of the newest link, so that a chain that was cut short is found.
    package var headTag: [UInt8]
    /// The keyring under the opening code, as it stands from now on.
    ///
    /// `nil` deletes it: the first manager has enrolled and the printed code opens nothing any more.
    package var opening: Sealed<EpochKeyring>?
    /// The first link of a chain that had no head before: it is named again.
    package var firstLink: CentreLinkRow?

    package init(
        centre: Identifier<Centre>, expecting: Int, links: [CentreLinkRow], rootTag: [UInt8], headTag: [UInt8],
        opening: Sealed<EpochKeyring>?, firstLink: CentreLinkRow? = nil
    ) {
        self.centre = centre
        self.expecting = expecting
        self.links = links
        self.rootTag = rootTag
        self.headTag = headTag
        self.opening = opening
        self.firstLink = firstLink
    }
}

/// The keyring of a centre's epoch, in a sealed box to one member.
package struct CentreBoxRow: Hashable, Sendable {
    package var centre: Identifier<Centre>
    package var epoch: UInt32
    package var user: Identifier<User>
    package var sealed: Sealed<MemberBox>

    package init(centre: Identifier<Centre>, epoch: UInt32, user: Identifier<User>, sealed: Sealed<MemberBox>) {
        self.centre = centre
        self.epoch = epoch
        self.user = user
        self.sealed = sealed
    }
}

/// The boxes of somebody who leaves a centre.
package struct CentreBoxesDeletion: Hashable, Sendable {
    package var centre: Identifier<Centre>
    package var user: Identifier<User>
    /// The epochs of all boxes that the user has there: any other set is refused, so that none stays behind.
    package var epochs: Set<UInt32>

    package init(centre: Identifier<Centre>, user: Identifier<User>, epochs: Set<UInt32>) {
        self.centre = centre
        self.user = user
        self.epochs = epochs
    }
}

/// The keyring of a past epoch, sealed under the newest.
package struct CentrePastRow: Hashable, Sendable {
    package var centre: Identifier<Centre>
    package var epoch: UInt32
    package var sealed: Sealed<EpochKeyring>

    package init(centre: Identifier<Centre>, epoch: UInt32, sealed: Sealed<EpochKeyring>) {
        self.centre = centre
        self.epoch = epoch
        self.sealed = sealed
    }
}

/// Everything that lies in the tables of a centre's keys, read at one moment.
package struct CentreChainRow: Sendable {
    package let centre: Identifier<Centre>
    package let number: Int
    package let code: String
    package let rootTag: [UInt8]
    /// `nil` for a centre of which no head was ever written: its chain is its first link alone, or it is forged.
    package let headTag: [UInt8]?
    package let opening: Sealed<EpochKeyring>?
    package let links: [CentreLinkRow]
    /// Of the user who was asked for, by epoch.
    package let boxes: [CentreBoxRow]
    /// By epoch.
    package let past: [CentrePastRow]
}
