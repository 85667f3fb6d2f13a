import CaseDomain
import Support
import Testing
import Vault

@Suite struct PassphraseTests {
    private func fault(_ text: String, user: String = "hoa.sung") -> PassphraseFault? {
        do {
            try PassphraseRules.check(try Passphrase(typed: Array(text.utf8)), userName: user)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        [0xFF] as [UInt8], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], Array("một hai ba bốn năm\u{0}".utf8),
        Array("một hai\nba bốn năm sáu".utf8),
        Array("một hai ba bốn\u{85}năm".utf8), Array("chưa có ai dùng \u{0378}".utf8),
    ])
    func whatIsNotTextIsRefused(bytes: [UInt8]) {
        #expect(throws: PassphraseFault.notText) { _ = try Passphrase(typed: bytes) }
    }

    @Test func moreThan1024BytesAreRefusedBeforeAndAfterNFC() throws {
        let longest = try Passphrase(typed: [UInt8](repeating: 0x61, count: 1_024))
        #expect(longest.count == 1_024)
        #expect(throws: PassphraseFault.tooLong) { _ = try Passphrase(typed: [UInt8](repeating: 0x61, count: 1_025)) }
        // Not text either, but that is not looked at.
        #expect(throws: PassphraseFault.tooLong) { _ = try Passphrase(typed: [UInt8](repeating: 0xFF, count: 1_025)) }
        // U+0958 has two scalars in NFC: three bytes become six.
        let grows = Array(String(repeating: "\u{0958}", count: 300).utf8)
        #expect(grows.count <= 1_024)
        #expect(throws: PassphraseFault.tooLong) { _ = try Passphrase(typed: grows) }
    }

    @Test func fourteenCharactersAreTooShortHoweverManyBytesTheyAre() {
        #expect(fault("ếếấấửửộộợợễễậậ") == .tooShort)
        #expect(fault("e\u{302}\u{301}ộửkhuya muộn") == .tooShort)
        #expect(fault("") == .tooShort)
        #expect(fault("trăng soi bến c") == nil)
    }

    @Test(arguments: [
        "passwordpassword", "Password-Password", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaa", "---------------",
        "111222333444555", "abcabcabcabcabc", "9876543210987654", "1qaz2wsx3edc4rfv", "mat khau mat khau", "MatKhau.MatKhau.MatKhau",
        "passwordpasswor", "qwerty-qwerty-qwerty", "1234-5678-9012-3456", "password12345678", "12345 password 12345", "anhyeuemanhyeuem",
        "1.2.3.4.5.6.7.8.9.0.1.2.3.4.5", "zxcvbnm,./zxcvbnm", "p a s s w o r d p a s s w o r d", "thuyhoathuyhoathuyhoa",
        "-=-=-=-=-=-=-=-=-=", "1qaz@WSX3edc$RFV", "John!20130605at1753", "1Q2W3E4R5T6Y7U8I9O0P", "ncc1701d-ncc1701d",
    ])
    func whatIsTriedFirstIsRefused(text: String) {
        #expect(fault(text) == .tooCommon)
    }

    @Test(arguments: [
        "correct horse battery staple", "trăng soi bến cũ", "con-duong-ra-suoi-chieu-nay", "                a b c d ra",
        "một hai ba bốn năm",
        "mười bốn cây mận sau nhà", "password to the old river boat", "😀 núi 🏔 sông 🌊 mây trôi",
    ])
    func noSignsOrCapitalsAreAskedFor(text: String) {
        #expect(fault(text) == nil)
    }

    @Test func theUserNameInsideIsRefused() {
        #expect(fault("ngày mai hoa.sung ra chợ") == .holdsUserName)
        #expect(fault("ngày mai HOA-SUNG ra chợ") == .holdsUserName)
        #expect(fault("ngaymaihoasungracho") == .holdsUserName)
        #expect(fault("ngày mai ra chợ phiên", user: "an") == nil)
    }

    @Test func generatedPassphrasesPassTheRules() {
        let chance = SeededChance(seed: 31)
        for _ in 0..<300 { #expect(fault(PassphraseSyllables.draw(chance)) == nil) }
    }
}

@Suite struct PassphraseSyllablesTests {
    /// What Telex makes of keys: a small machine of its own, written from the method's rules and not from the list's.
    ///
    /// Marks may be typed anywhere behind their letter within the word.
    private func telex(_ keys: String) -> String {
        var shown: [Character] = []
        for key in keys {
            let word = shown.lastIndex { !$0.isLetter }.map { $0 + 1 } ?? 0
            let vowels = shown.indices.filter { $0 >= word && "aăâeêioôơuưy".contains(shown[$0]) }
            let marks: [Character: [Character: Character]] = [
                "a": ["a": "â"], "e": ["e": "ê"], "o": ["o": "ô"], "d": ["d": "đ"], "w": ["a": "ă", "o": "ơ", "u": "ư"],
            ]
            if let changes = marks[key], let place = shown.indices.last(where: { $0 >= word && changes[shown[$0]] != nil }) {
                shown[place] = changes[shown[place]] ?? key
            } else if key == "w" {
                shown.append("ư")
            } else if "sfrxjz".contains(key), let vowel = vowels.last {
                shown[vowel] = "◌"
            } else {
                shown.append(key)
            }
        }
        return String(shown)
    }

    @Test func theMachineKnowsTelex() {
        #expect(telex("aan") == "ân")
        #expect(telex("dod") == "đo")
        #expect(telex("tuw") == "tư")
        #expect(telex("las") == "l◌")
        #expect(telex("sa") == "sa")
        #expect(telex("ba-an") == "ba-an")
    }

    @Test func noInputMethodChangesASyllable() {
        #expect(PassphraseSyllables.all.count >= 256)
        #expect(Set(PassphraseSyllables.all).count == PassphraseSyllables.all.count)
        for syllable in PassphraseSyllables.all {
            #expect(telex(syllable) == syllable)
            // VNI acts on digits.
            #expect(syllable.utf8.allSatisfy { (0x61...0x7A).contains($0) })
            #expect((2...6).contains(syllable.count), "\(syllable)")
        }
        let joined = PassphraseSyllables.all.joined(separator: "-")
        #expect(telex(joined) == joined)
    }

    @Test func aPassphraseHasSeventyBits() {
        #expect(PassphraseSyllables.bitsOfEach > 9.9)
        #expect(PassphraseSyllables.bitsOfEach * Double(PassphraseSyllables.standardCount) >= 70)
        #expect(PassphraseSyllables.draw(SeededChance(seed: 1)).split(separator: "-").count == PassphraseSyllables.standardCount)
        #expect(PassphraseSyllables.draw(SeededChance(seed: 1), count: 11).split(separator: "-").count == 11)
    }

    @Test func everySyllableIsAsLikely() {
        let chance = SeededChance(seed: 32)
        let each = 200
        var counts: [Substring: Int] = [:]
        let drawn = PassphraseSyllables.draw(chance, count: each * PassphraseSyllables.all.count)
        for syllable in drawn.split(separator: "-") { counts[syllable, default: 0] += 1 }
        #expect(counts.count == PassphraseSyllables.all.count)
        // Chi-squared over its degrees of freedom is 1, give or take a seventeenth; five times that is off.
        let squares = PassphraseSyllables.all.reduce(0.0) { sum, syllable in
            let off = Double((counts[syllable[...]] ?? 0) - each)
            return sum + off * off / Double(each)
        }
        #expect(abs(squares / Double(PassphraseSyllables.all.count - 1) - 1) < 0.3)
    }
}
