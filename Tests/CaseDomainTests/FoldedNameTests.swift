import CaseDomain
import Testing

@Suite struct FoldedNameTests {
    @Test(arguments: [
        ("Nguyễn Thị Đào", "nguyen thi dao"), ("ĐẶNG  VĂN\tƯỚC", "dang van uoc"), ("Ðặng", "dang"), ("  Lò Thị Ỷ ", "lo thi y"),
        // The same letters put together from parts.
        ("Nguye\u{302}\u{303}n", "nguyen"), ("u\u{31B}\u{301}", "u"), ("Giàng A-Páo", "giang a pao"),
        // A mark for the direction of writing and a NUL hide nothing.
        ("L\u{202E}\u{F2}\u{0} \u{200F}Thi", "lo thi"), ("012 345.678", "012 345 678"), ("", ""), ("…", ""),
    ])
    func foldsWhatKeyboardsType(typed: String, folded: String) {
        #expect(FoldedName.folded(typed) == folded)
        #expect(FoldedName.folded(folded) == folded)
    }
}
