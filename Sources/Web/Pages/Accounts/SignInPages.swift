import Casework
import Hummingbird

/// Signing in, with the second factor, coming back and signing out.
struct SignInPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.signIn, for: .everybody, showSignIn)
        book.form(Address.signIn, for: .everybody, signIn)
        book.page(Address.secondFactor, for: .halfway, showSecondFactor)
        book.form(Address.secondFactor, for: .halfway, giveSecondFactor)
        book.page(Address.comeBack, for: .everybody, showComeBack)
        book.form(Address.comeBack, for: .everybody, comeBack)
        book.form(Address.signOut, for: .everybody, signOut)
    }

    @Sendable
    private func showSignIn(_ asked: PageRequest) async throws -> Response {
        if asked.visit?.stage == .open { return asked.goOn(to: Address.account) }
        return SignInView(asked.page).answer()
    }

    @Sendable
    private func signIn(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.name.rawValue, FormField.passphrase.rawValue])
        let name = asked.form.text(.name)
        var passphrase = asked.form.bytes(.passphrase)
        defer { for index in passphrase.indices { passphrase[index] = 0 } }
        var faults: [FormField: FormFault] = [:]
        if name.isEmpty { faults[.name] = .missing }
        if passphrase.isEmpty { faults[.passphrase] = .missing }
        guard faults.isEmpty else { return SignInView(asked.page, name: name, faults: faults).answer(status: .unprocessableContent) }
        let attempt = SignInAttempt(
            name: name, passphrase: passphrase, source: asked.source, knownBrowser: asked.cookie(.browser)
        )
        do {
            return go(asked, try await site.installation.signIn(attempt))
        } catch {
            guard let refusal = SignInRefusal(error) else { throw error }
            return SignInView(asked.page, name: name, fault: refusal.fault).answer(status: refusal.status, headers: refusal.headers)
        }
    }

    /// On to what comes next, under the new token.
    private func go(_ asked: PageRequest, _ started: StartedSession) -> Response {
        let path: String
        switch started.stage {
        case .secondFactor: path = Address.secondFactor
        case .mustChange: path = Occasion.account.path(.passphrase)
        case .open: path = start(started)
        }
        let cookies = site.cookies
        return asked.goOn(
            to: path,
            cookies: [cookies.set(.session, started.cookie), cookies.clear(.form)]
                + (started.knownBrowser.map { [cookies.set(.browser, $0)] } ?? [])
        )
    }

    /// Where somebody's day begins: with the cases, for those who keep some.
    private func start(_ started: StartedSession) -> String {
        guard case .visit(let visit)? = try? site.installation.arrival(cookie: started.cookie) else { return Address.account }
        return site.places(of: visit).contains(.today) ? Place.today.path : Address.account
    }

    @Sendable
    private func showSecondFactor(_ asked: PageRequest) async throws -> Response {
        SecondFactorView(asked.page).answer()
    }

    @Sendable
    private func giveSecondFactor(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.code.rawValue])
        let code = asked.form.text(.code)
        guard !code.isEmpty else {
            return SecondFactorView(asked.page, faults: [.code: .missing]).answer(status: .unprocessableContent)
        }
        do {
            return go(asked, try await site.installation.giveSecondFactor(code, in: try asked.signedIn()))
        } catch {
            guard let refusal = SignInRefusal(error) else { throw error }
            return SecondFactorView(asked.page, fault: refusal.fault).answer(status: refusal.status, headers: refusal.headers)
        }
    }

    @Sendable
    private func showComeBack(_ asked: PageRequest) async throws -> Response {
        guard let arrival = try idle(asked) else { return asked.goOn(to: Address.signIn) }
        return ComeBackView(asked.page, name: arrival.name, keepsTyped: arrival.keepsTyped).answer()
    }

    private func idle(_ asked: PageRequest) throws -> (name: String, keepsTyped: Bool)? {
        guard let cookie = asked.cookie(.session), case .idle(let name) = try site.installation.arrival(cookie: cookie) else { return nil }
        return (name, site.installation.keepsTyped(cookie: cookie))
    }

    @Sendable
    private func comeBack(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.passphrase.rawValue])
        guard let cookie = asked.cookie(.session), let arrival = try idle(asked) else { return asked.goOn(to: Address.signIn) }
        do {
            let back = try await site.installation.returnToSession(
                cookie: cookie, passphrase: asked.form.bytes(.passphrase), source: asked.source, knownBrowser: asked.cookie(.browser)
            )
            let going = go(asked, back.started)
            guard let typed = back.typed else { return going }
            // The page itself carries what was typed: it is shown once and kept nowhere.
            guard case .visit(let visit) = try site.installation.arrival(cookie: back.started.cookie) else { return going }
            let page = PageRequest(
                request: asked.request, context: asked.context, visit: visit, form: .empty, site: site, formToken: FormToken(visit)
            ).page
            var answer = KeptView(
                page, action: typed.path, typed: typed.fields.map { FormView.Hidden(name: $0.name, value: $0.value) }, back: Address.account
            ).answer()
            for value in going.headers[values: .setCookie] { answer.add(cookie: value) }
            return answer
        } catch {
            guard let refusal = SignInRefusal(error) else { throw error }
            return ComeBackView(asked.page, name: arrival.name, keepsTyped: arrival.keepsTyped, fault: refusal.fault)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }

    @Sendable
    private func signOut(_ asked: PageRequest) async throws -> Response {
        if let visit = asked.visit {
            try await site.installation.signOut(visit)
        } else if let cookie = asked.cookie(.session) {
            site.installation.forget(cookie: cookie)
        }
        var response = asked.goOn(to: Address.signIn, cookies: [site.cookies.clear(.session)])
        if let name = HTTPFields.Element.Name("Clear-Site-Data") { response.headers[name] = "\"cache\", \"cookies\"" }
        return response
    }
}

/// A refusal of a sign-in as a page says it.
struct SignInRefusal {
    let fault: SignInFault
    let status: HTTPResponse.Status
    var headers: HTTPFields = [:]

    /// `nil` for what is no refusal but a failure.
    init?(_ error: any Error) {
        switch error as? CaseworkError {
        case .refused, .account(.wrongCode):
            fault = .wrong
            status = .forbidden
        case .account(.wait(let seconds)):
            fault = .wait(minutes: (seconds + 59) / 60)
            status = .tooManyRequests
            headers[.retryAfter] = String(seconds)
        case .account(.overloaded(let seconds)):
            fault = .busy
            status = .serviceUnavailable
            headers[.retryAfter] = String(seconds)
        default: return nil
        }
    }
}
