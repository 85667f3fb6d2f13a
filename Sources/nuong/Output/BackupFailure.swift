import Casework
import Vault
import Wording

extension Failure {
    /// - Parameter folder: The folder or file that it is about.
    init(_ fault: BackupFault, folder: String) {
        switch fault {
        case .noFolder: self.init(.cannotCreate, "cli.backup.fault.no_folder", folder)
        case .folderInsideData: self.init(.usage, "cli.backup.fault.folder_inside_data", folder)
        case .notWritable: self.init(.cannotCreate, "cli.backup.fault.not_writable", folder)
        case .full: self.init(.inputOutput, "cli.backup.fault.full", folder)
        case .inputOutput: self.init(.inputOutput, "cli.backup.fault.io", folder)
        case .nameTaken: self.init(.cannotCreate, "cli.backup.fault.name_taken", folder)
        case .running: self.init(.unavailable, "cli.backup.fault.running", folder)
        case .serviceKeyInside(let name): self.init(.data, "cli.backup.fault.service_key_inside", name)
        case .strangeFile(let name): self.init(.data, "cli.backup.fault.strange_file", name)
        case .changedMeanwhile(let name): self.init(.unavailable, "cli.backup.fault.changed_meanwhile", name)
        case .readBackDiffers: self.init(.inputOutput, "cli.backup.fault.read_back_differs", folder)
        case .missing: self.init(.usage, "cli.backup.fault.missing", folder)
        case .notABackup: self.init(.data, "cli.backup.fault.not_a_backup", folder)
        case .newerForm: self.init(.data, "cli.backup.fault.newer_form")
        case .cut: self.init(.data, "cli.backup.fault.cut")
        case .lengthened: self.init(.data, "cli.backup.fault.lengthened")
        case .wrongKey: self.init(.data, "cli.backup.fault.wrong_key")
        case .damaged: self.init(.data, "cli.backup.fault.damaged")
        case .badContent(let name): self.init(.data, "cli.backup.fault.bad_content", name)
        case .folderNotEmpty: self.init(.cannotCreate, "cli.backup.fault.folder_not_empty", folder)
        case .otherServiceKey: self.init(.data, "cli.backup.fault.other_service_key")
        case .newerSchema: self.init(.data, "cli.backup.fault.newer_schema")
        case .databaseDamaged: self.init(.data, "cli.backup.fault.database_damaged")
        case .manifestDiffers: self.init(.data, "cli.backup.fault.manifest_differs")
        case .auditBroken(let count): self.init(.data, "cli.backup.fault.audit_broken", String(count))
        case .anchorDiffers(let name): self.init(.data, "cli.backup.fault.anchor_differs", name)
        case .badAnchor(let name): self.init(.data, "cli.backup.fault.bad_anchor", name)
        case .foreignAnchor(let name): self.init(.data, "cli.backup.fault.foreign_anchor", name)
        case .noOutbox: self.init(.usage, "cli.backup.fault.no_outbox")
        case .figuresDiffer: self.init(.data, "cli.backup.fault.figures_differ")
        }
    }

    init(_ fault: BackupKeyFault) {
        let code: Code =
            switch fault {
            case .exists, .cannotCreate: .cannotCreate
            case .missing: .usage
            case .unreadable, .readableByOthers: .noPermission
            case .notAFile, .notAKey, .mistyped, .newer, .publicHalf, .secretHalf: .data
            }
        self.init(code, Phrase("cli.backup.key.\(fault.rawValue)"))
    }
}
