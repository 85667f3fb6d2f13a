import Casework

extension OpenInstallation {
    /// Whether the installation was made by `demo`, for ever.
    ///
    /// The row's type belongs to `Store`, which this target must not import, and `Casework` has no accessor yet: the stored value is
    /// read by its name. A row without it is no demo, so that nothing is shown by mistake.
    var isMadeByDemo: Bool {
        Mirror(reflecting: row).descendant("isDemo") as? Bool ?? false
    }
}
