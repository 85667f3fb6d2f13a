package import CaseDomain
import Store

extension OpenInstallation {
    /// Writes the file anew, if something was erased since the last time: until then copies of what was erased may lie in gaps of its pages.
    ///
    /// Others wait meanwhile, some seconds a gigabyte: for the hours in which nobody works.
    ///
    /// - Returns: Whether it was done.
    package func sweepErasures() async throws(CaseworkError) -> Bool {
        do { return try await store.sweep(at: now()) } catch { throw .store(error) }
    }

    /// When the oldest erasure was made that still waits for the file to be written anew; one older than a day is worth a warning.
    package func oldestUnswept() throws(CaseworkError) -> Instant? {
        do { return try store.oldestUnswept() } catch { throw .store(error) }
    }
}
