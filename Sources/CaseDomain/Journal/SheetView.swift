/// Reads an encoded sheet in place, without making values; the bytes must outlive the view.
package struct SheetView {
    let bytes: UnsafeRawBufferPointer

    /// - Parameter bytes: What `CaseSheet.encoded()` or `content()` gave.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    static var kindOffset: Int { 1 + ShortCode.length }
    static var dueOffset: Int { kindOffset + 3 }
    static var flagsOffset: Int { dueOffset + 24 }
    static var assignedOffset: Int { flagsOffset + 4 }
    static var barredOffset: Int { assignedOffset + 1 + 4 * CaseSheet.memberSlots }

    static var detectedOffset: Int { barredOffset + 1 + 4 * CaseSheet.memberSlots + 4 }

    /// The short code's characters.
    package var code: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[1..<1 + ShortCode.length]) }
    package var kind: UInt8 { bytes[SheetView.kindOffset] }
    package var state: UInt8 { bytes[SheetView.kindOffset + 1] }
    package var risk: UInt8 { bytes[SheetView.kindOffset + 2] }
    package var flags: UInt32 { load(SheetView.flagsOffset) }

    /// The day number of one of the six due days; `Int32.max` when there is none, so that it sorts last.
    package func due(_ slot: Int) -> Int32 {
        let number = Int32(bitPattern: load(SheetView.dueOffset + 4 * slot))
        return number == Int32.min ? Int32.max : number
    }

    /// The day number of the detection; 0 when the sheet does not have it.
    package var detectedOn: Int32 { Int32(bitPattern: load(SheetView.detectedOffset)) }

    /// The earliest of the six due days.
    package var nextDue: Int32 {
        (0..<6).reduce(Int32.max) { min($0, due($1)) }
    }

    package var isAssigned: Bool { bytes[SheetView.assignedOffset] > 0 }
    package var hasBarred: Bool { bytes[SheetView.barredOffset] > 0 }

    package func isAssigned(_ member: Int) -> Bool { has(member, at: SheetView.assignedOffset) }

    package func bars(_ members: [Int]) -> Bool { members.contains { has($0, at: SheetView.barredOffset) } }

    private func has(_ member: Int, at offset: Int) -> Bool {
        let count = min(Int(bytes[offset]), CaseSheet.memberSlots)
        for slot in 0..<count where Int(load(offset + 1 + 4 * slot)) == member { return true }
        return false
    }

    private func load(_ offset: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
