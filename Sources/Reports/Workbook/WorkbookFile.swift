import CXlsxWriter
import Foundation
import Synchronization

/// Why there is no workbook; nothing of it is left anywhere.
package enum WorkbookFault: Error, Hashable, Sendable {
    /// The machine gave no memory file, or it could not be read back.
    case noMemory
    /// The library's number of what went wrong.
    case library(UInt32)
}

/// A report as XLSX: real numbers, real dates, native charts.
package enum WorkbookFile {
    /// The library asks the C library for the parts of a date in a place that all threads share.
    private static let oneAtATime = Mutex(())
    /// Parts of the file are put together here, without a name: in memory where the machine has such a folder.
    private static let scratch = "/dev/shm"

    /// The same bytes for the same report, whenever it is made.
    package static func bytes(of report: WrittenReport) throws(WorkbookFault) -> [UInt8] {
        let result = oneAtATime.withLock { _ in Result { () throws(WorkbookFault) in try written(report) } }
        return try result.get()
    }

    private static func written(_ report: WrittenReport) throws(WorkbookFault) -> [UInt8] {
        let descriptor = nuong_memory_file()
        guard descriptor >= 0 else { throw .noMemory }
        let memory = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var options = lxw_workbook_options()
        let folder = FileManager.default.isWritableFile(atPath: scratch) ? strdup(scratch) : nil
        defer { free(folder) }
        options.tmpdir = folder
        guard let book = workbook_new_opt("/proc/self/fd/\(descriptor)", &options) else { throw .noMemory }
        var failed = WorkbookPen(book: book, report: report).write()
        // Closing writes the file and frees everything, also after a fault.
        let closed = workbook_close(book)
        if failed == LXW_NO_ERROR { failed = closed }
        guard failed == LXW_NO_ERROR else { throw .library(failed.rawValue) }
        guard (try? memory.seek(toOffset: 0)) != nil, let data = try? memory.readToEnd(), !data.isEmpty else { throw .noMemory }
        return Array(data)
    }
}
