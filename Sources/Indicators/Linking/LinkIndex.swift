import CaseDomain

/// A person's row in a case: the number of the case and the row in its facts.
struct RecordRef: Hashable, Comparable, Sendable {
    let number: Int32
    let row: Int32

    init(number: Int, row: Int) {
        self.number = Int32(number)
        self.row = Int32(row)
    }

    static func < (left: RecordRef, right: RecordRef) -> Bool {
        left.number != right.number ? left.number < right.number : left.row < right.row
    }
}

/// Which records carry a tag: an open-addressed table of tags, each with a chain of records.
///
/// Tags are keyed hashes or random, so their bits serve as the hash. Kept in memory only.
struct LinkIndex: Sendable {
    private struct Entry {
        var tag: LinkageTag
        /// 0: free.
        ///
        /// Otherwise one more than the head of the chain.
        var head: UInt32
    }

    private struct Node {
        var record: RecordRef
        var next: UInt32
    }

    private var entries: [Entry]
    private var nodes: [Node] = []
    private var freeNodes: [UInt32] = []
    private var used = 0

    init(expecting count: Int = 0) {
        var capacity = 64
        while capacity * 5 < count * 8 { capacity *= 2 }
        entries = Array(repeating: Entry(tag: .none, head: 0), count: capacity)
        nodes.reserveCapacity(count)
    }

    mutating func insert(_ tag: LinkageTag, _ record: RecordRef) {
        if (used + 1) * 8 > entries.count * 5 { grow() }
        let slot = slot(of: tag)
        let next = entries[slot].head
        if next == 0 {
            entries[slot].tag = tag
            used += 1
        }
        let node: UInt32
        if let free = freeNodes.popLast() {
            nodes[Int(free)] = Node(record: record, next: next)
            node = free
        } else {
            node = UInt32(nodes.count)
            nodes.append(Node(record: record, next: next))
        }
        entries[slot].head = node + 1
    }

    mutating func remove(_ tag: LinkageTag, _ record: RecordRef) {
        let slot = slot(of: tag)
        var previous: UInt32 = 0
        var current = entries[slot].head
        while current != 0 {
            let index = Int(current - 1)
            if nodes[index].record == record {
                let next = nodes[index].next
                if previous == 0 { entries[slot].head = next } else { nodes[Int(previous - 1)].next = next }
                freeNodes.append(UInt32(index))
                if entries[slot].head == 0 { free(slot) }
                return
            }
            previous = current
            current = nodes[index].next
        }
    }

    /// Whether exactly one record carries the tag.
    func isAlone(_ tag: LinkageTag) -> Bool {
        let head = entries[slot(of: tag)].head
        return head != 0 && nodes[Int(head - 1)].next == 0
    }

    func forEach(_ tag: LinkageTag, _ body: (RecordRef) -> Void) {
        var current = entries[slot(of: tag)].head
        while current != 0 {
            let node = nodes[Int(current - 1)]
            body(node.record)
            current = node.next
        }
    }

    /// The slot of a tag, or the free slot where it would go.
    private func slot(of tag: LinkageTag) -> Int {
        let mask = entries.count - 1
        var slot = Int(truncatingIfNeeded: tag.low) & mask
        while entries[slot].head != 0, entries[slot].tag != tag { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = entries
        entries = Array(repeating: Entry(tag: .none, head: 0), count: old.count * 2)
        for entry in old where entry.head != 0 { entries[slot(of: entry.tag)] = entry }
    }

    /// Frees a slot and moves later entries of the run back, so that no search is cut short.
    private mutating func free(_ freed: Int) {
        used -= 1
        let mask = entries.count - 1
        var hole = freed
        var probe = (hole + 1) & mask
        entries[hole].head = 0
        while entries[probe].head != 0 {
            let home = Int(truncatingIfNeeded: entries[probe].tag.low) & mask
            if (probe &- home) & mask >= (probe &- hole) & mask {
                entries[hole] = entries[probe]
                entries[probe].head = 0
                hole = probe
            }
            probe = (probe + 1) & mask
        }
    }
}
