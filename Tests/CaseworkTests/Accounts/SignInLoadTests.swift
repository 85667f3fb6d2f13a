import Support
import Synchronization
import Testing

@testable import Casework

/// Many sign-ins at once: bounded memory, and nobody is left without an answer.
@Suite struct SignInLoadTests {
    private enum Answer: Hashable, Sendable {
        case started, overloaded, other
    }

    /// Counts what runs at once.
    private final class Running: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var now: Int { counts.withLock { $0.now } }
        var most: Int { counts.withLock { $0.most } }

        func begin() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
        func end() { counts.withLock { $0.now -= 1 } }
    }

    @Test func ofFiftySignInsAtOnceEachIsAnswered() async throws {
        let test = try TestInstallation(deriving: false)
        var users: [EnrolledUser] = []
        for index in 0..<5 { users.append(try await test.enrolledUser("nguoi-\(index)")) }
        let attempts = (0..<50).map { users[$0 % 5].attempt(from: "10.0.1.\($0)") }
        let answers = await withTaskGroup(of: Answer.self) { group in
            for attempt in attempts {
                group.addTask {
                    do throws(CaseworkError) {
                        _ = try await test.installation.signIn(attempt)
                        return .started
                    } catch {
                        return error == .account(.overloaded(seconds: 5)) ? .overloaded : .other
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 50)
        #expect(answers.count { $0 == .other } == 0)
        #expect(answers.count { $0 == .started } >= HashingThreads.longestLineOfStrangers)
        // Whoever was told to come back can.
        #expect(try await test.signedIn(users[0]).stage == .open)
    }

    @Test(arguments: [1, 2, 3]) func asManyHashesRunAtOnceAsThereAreThreads(count: Int) async {
        let threads = HashingThreads(count: count)
        let running = Running()
        let answers = await withTaskGroup(of: Int?.self) { group in
            for index in 0..<HashingThreads.longestLine {
                group.addTask {
                    await threads.run {
                        running.begin()
                        _ = (0..<20_000).reduce(0) { $0 &+ $1 &* index }
                        running.end()
                        return index
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.compactMap { $0 }) == Set(0..<HashingThreads.longestLine))
        #expect(running.most <= count)
        #expect(running.now == 0)
        #expect(threads.taken == HashingThreads.longestLine)
    }
}
