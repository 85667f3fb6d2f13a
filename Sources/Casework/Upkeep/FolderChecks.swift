package import CaseDomain
import Foundation
package import Policies
import Store
import Vault

/// Whether there is room to write.
package struct DiskCheck: HealthCheck {
    private let folder: String
    private let rules: UpkeepRules

    package init(folder: String, _ rules: UpkeepRules) {
        self.folder = folder
        self.rules = rules
    }

    package func find(at now: Instant) -> CheckFinding {
        guard let free = FolderSize.free(folder) else { return CheckFinding(.disk, .diskUnknown) }
        let megabytes = free / 1_048_576
        return CheckFinding(.disk, megabytes < rules.diskFreeMegabytes ? .diskLow : nil, figure: megabytes)
    }
}

/// Whether SQLite's log beside the database is emptied: one that grows means that somebody reads without end, or that the disk fails.
package struct LogSizeCheck: HealthCheck {
    private let folder: String
    private let rules: UpkeepRules

    package init(folder: String, _ rules: UpkeepRules) {
        self.folder = folder
        self.rules = rules
    }

    package func find(at now: Instant) -> CheckFinding {
        let megabytes = FolderSize.log(folder) / 1_048_576
        return CheckFinding(.log, megabytes > rules.logMegabytes ? .logLarge : nil, figure: megabytes)
    }
}

/// Whether nobody but the service reads its key, its folder and its file.
package struct PermissionCheck: HealthCheck {
    private let folder: String
    private let serviceKey: String

    package init(folder: String, serviceKey: String) {
        self.folder = folder
        self.serviceKey = serviceKey
    }

    package func find(at now: Instant) -> CheckFinding {
        guard isPrivate(serviceKey) || ServiceKeyFile.isCredential(serviceKey) else { return CheckFinding(.permissions, .keyOpen) }
        guard isPrivate(folder) else { return CheckFinding(.permissions, .folderOpen) }
        // What lies in a folder that others cannot enter is not reached by them; but the folder may be copied with these.
        let files = ["", "-wal", "-shm"].map { folder + "/" + CaseStore.fileName + $0 }
        guard files.allSatisfy(isPrivate) else { return CheckFinding(.permissions, .databaseOpen) }
        return CheckFinding(.permissions)
    }

    /// Whether neither group nor others have anything; a file that is not there is nobody's.
    private func isPrivate(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == ENOENT }
        return status.st_mode & 0o077 == 0
    }
}

/// Whether the policies in force are the files whose digest the installation names.
package struct PolicyCheck: HealthCheck {
    private let isUnchanged: @Sendable () -> Bool

    /// - Parameter isUnchanged: Reads the files anew and compares.
    package init(isUnchanged: @escaping @Sendable () -> Bool) {
        self.isUnchanged = isUnchanged
    }

    package func find(at now: Instant) -> CheckFinding {
        CheckFinding(.policies, isUnchanged() ? nil : .policiesChanged)
    }
}

/// Whether the kernel keeps secrets out of the swap space.
package struct MemoryCheck: HealthCheck {
    package init() {}

    package func find(at now: Instant) -> CheckFinding {
        CheckFinding(.memory, MemoryLocking.works() ? nil : .memoryUnlocked)
    }
}

/// Room and sizes, in bytes.
package enum FolderSize {
    /// Room for this user on the disk of a folder.
    package static func free(_ folder: String) -> Int? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// SQLite's log beside the database; 0 when there is none.
    package static func log(_ folder: String) -> Int {
        var status = stat()
        return stat(folder + "/" + CaseStore.fileName + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }
}
