import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// The pages of a volunteer's telephone.
///
/// Nobody signs in: a cookie of the browser gives the right to write, and opens nothing.
///
/// The form is the same for everybody and kept on the telephone, so that no form here can carry a token: what is sent is taken from pages of
/// ours alone, and the cookie does not come along from elsewhere (SameSite=Strict).
struct PhonePages: Sendable {
    let site: SiteContext
    /// `nil` where there is no data folder to look into.
    let recordings: PhoneRecordings?

    func register(in book: RouteBook) {
        book.open(.get, PhoneAddress.form, form)
        book.open(.post, PhoneAddress.form, take)
        book.open(.get, PhoneAddress.sent, sent)
        book.open(.get, PhoneAddress.enrol, enrol)
        book.open(.post, PhoneAddress.enrol, enrolDevice)
        book.open(.get, PhoneAddress.about, about)
        book.open(.get, PhoneAddress.ten, ten)
        book.open(.post, PhoneAddress.ten, list)
        book.open(.get, PhoneAddress.notes, notes)
        book.open(.post, PhoneAddress.out, leave)
        book.open(.get, PhoneAddress.manifest, manifest)
        book.open(.get, PhoneAddress.worker, worker)
        book.open(.get, PhoneAddress.recording, recording)
    }

    // MARK: The form

    @Sendable
    private func form(_ request: Request, _ context: VisitContext) -> Response {
        let view = PhoneFormView(
            site.policies, on: site.now().dayInVietNam, id: site.installation.freshIdentifier(), recordings: recordings,
            Voice(request.language))
        let html = Array(view.html.utf8)
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: html))
        ).packed(html, for: request)
    }

    @Sendable
    private func take(_ request: Request, _ context: VisitContext) async throws -> Response {
        guard Origin(request).isOurs else { throw Trouble.foreignOrigin }
        let form = try await PhoneTypedAnswers.form(request)
        guard let name = form.text(PhoneTypedAnswers.name).flatMap({ Identifier<SupportLog>($0) }) else { throw Trouble.badRequest }
        let asked = site.policies.phoneForm
        switch try PhoneTypedAnswers.read(form, asked) {
        case .failure(let refusal): return goOn(to: PhoneAddress.sent, saying: PhoneSaid(refusal.word))
        case .success(let typed):
            let log = SupportLog(
                form: Int(asked.number), made: site.now().minuteInVietNam, language: request.language.rawValue, answers: typed.answers)
            return goOn(to: PhoneAddress.sent, saying: try await receipt(for: log, name, request))
        }
    }

    private func receipt(for log: SupportLog, _ name: Identifier<SupportLog>, _ request: Request) async throws -> PhoneSaid {
        do {
            let receipt = try await site.installation.receiveTypedLog(
                log, name: name, deviceCookie: cookie(request), rules: site.policies.phone, form: site.policies.phoneForm.number)
            return PhoneSaid(receipt.isHeld ? .held : .received, receipt: receipt.code)
        } catch CaseworkError.log(.unknownDevice) {
            return PhoneSaid(.unknown)
        } catch CaseworkError.log(.tooMany) {
            return PhoneSaid(.many)
        } catch CaseworkError.log(.badContent) {
            return PhoneSaid(.long)
        }
    }

    @Sendable
    private func sent(_ request: Request, _ context: VisitContext) -> Response {
        guard let said = said(request) else { return goOn(to: PhoneAddress.form) }
        // The script tells by the status that the log was not taken.
        return reading(PhoneSentView(said, Voice(request.language)).answer(status: said.isFault ? .unprocessableContent : .ok))
    }

    // MARK: Enrolment

    @Sendable
    private func enrol(_ request: Request, _ context: VisitContext) throws -> Response {
        let said = said(request)
        var shown: (text: String, name: String)?
        if said?.word == .enrolled || said?.word == .pinKept {
            let key = try site.installation.phoneKey(deviceCookie: cookie(request), rules: site.policies.phone)
            shown = (try PhoneAddresses(site: site).keyText(key), key.name.description)
        }
        return reading(PhoneEnrolView(said, key: shown, Voice(request.language)).answer())
    }

    @Sendable
    private func enrolDevice(_ request: Request, _ context: VisitContext) async throws -> Response {
        guard Origin(request).isOurs else { throw Trouble.foreignOrigin }
        let form = try await Form(request)
        try form.expect(["code", "pin"])
        guard let code = form.text("code"), let pin = form.text("pin") else { throw Trouble.badRequest }
        // Before the code is used up.
        guard pin.isEmpty || OpenInstallation.isPhonePIN(pin) else { return goOn(to: PhoneAddress.enrol, saying: PhoneSaid(.badPIN)) }
        let (device, word) = try await enrolled(code, pin, source: site.source(of: request, context))
        var response = goOn(to: PhoneAddress.enrol, saying: PhoneSaid(word))
        if let device { response.add(cookie: site.cookies.set(.device, device.cookie)) }
        return response
    }

    private func enrolled(_ code: String, _ pin: String, source: String) async throws -> (device: EnrolledDevice?, PhoneSaid.Word) {
        do {
            let device = try await site.installation.enrolDevice(code: code, source: source)
            return (device, pin.isEmpty ? .enrolled : await setPIN(pin, on: device))
        } catch CaseworkError.account(.wrongCode) {
            return (nil, .wrongCode)
        } catch CaseworkError.account(.wait) {
            return (nil, .wait)
        }
    }

    private func setPIN(_ pin: String, on device: EnrolledDevice) async -> PhoneSaid.Word {
        do {
            try await site.installation.setPIN(pin, deviceCookie: device.cookie)
            return .enrolled
        } catch CaseworkError.refused {
            // The PIN is the volunteer's, who has another telephone.
            return .pinKept
        } catch {
            // The code is used up and the telephone is enrolled: a PIN can be set at any time.
            return .enrolled
        }
    }

    // MARK: The last ten

    @Sendable
    private func ten(_ request: Request, _ context: VisitContext) throws -> Response {
        let hasPIN = try site.installation.hasPIN(deviceCookie: cookie(request))
        return reading(PhoneTenView(hasPIN: hasPIN, said: said(request), Voice(request.language)).answer())
    }

    @Sendable
    private func list(_ request: Request, _ context: VisitContext) async throws -> Response {
        guard Origin(request).isOurs else { throw Trouble.foreignOrigin }
        let form = try await Form(request)
        try form.expect(["pin", "set"])
        guard let pin = form.text("pin"), let set = form.text("set"), ["", "yes"].contains(set) else { throw Trouble.badRequest }
        guard OpenInstallation.isPhonePIN(pin) else { return goOn(to: PhoneAddress.ten, saying: PhoneSaid(.badPIN)) }
        do {
            guard set.isEmpty else {
                try await site.installation.setPIN(pin, deviceCookie: cookie(request))
                return goOn(to: PhoneAddress.ten, saying: PhoneSaid(.pinSet))
            }
            let logs = try await site.installation.ownLogs(pin: pin, deviceCookie: cookie(request), rules: site.policies.phone)
            return PhoneTenView(logs, Voice(request.language)).answer()
        } catch CaseworkError.account(.wrongCode) {
            return goOn(to: PhoneAddress.ten, saying: PhoneSaid(.wrongPIN))
        } catch CaseworkError.account(.wait) {
            return goOn(to: PhoneAddress.ten, saying: PhoneSaid(.wait))
        } catch CaseworkError.refused {
            return goOn(to: PhoneAddress.ten, saying: PhoneSaid(.pinKept))
        } catch CaseworkError.log(.unknownDevice) {
            return goOn(to: PhoneAddress.ten)
        }
    }

    // MARK: Pages that say nothing of anybody

    @Sendable
    private func about(_ request: Request, _ context: VisitContext) -> Response { PhoneAboutView(Voice(request.language)).answer() }

    @Sendable
    private func notes(_ request: Request, _ context: VisitContext) -> Response { PhoneNotesView(Voice(request.language)).answer() }

    /// What the browser keeps of pages is thrown away; a log that waits, and the right to send it, stay.
    @Sendable
    private func leave(_ request: Request, _ context: VisitContext) throws -> Response {
        guard Origin(request).isOurs else { throw Trouble.foreignOrigin }
        var response = Response(status: .noContent)
        if let name = HTTPFields.Element.Name("Clear-Site-Data") { response.headers[name] = "\"cache\"" }
        return response
    }

    private struct Manifest: Encodable {
        struct Icon: Encodable {
            let src: String
            let type: String
            let sizes: String
        }

        let name: String
        let start_url: String
        let scope: String
        let display: String
        let icons: [Icon]
    }

    @Sendable
    private func manifest(_ request: Request, _ context: VisitContext) throws -> Response {
        try .json(
            Manifest(
                name: Voice(request.language).say("phone.title"), start_url: PhoneAddress.form, scope: PhoneAddress.form,
                display: "browser",
                icons: [Manifest.Icon(src: StaticFile.icon.address, type: StaticFile.icon.type, sizes: "any")]),
            type: "application/manifest+json")
    }

    @Sendable
    private func worker(_ request: Request, _ context: VisitContext) -> Response {
        var response = StaticFile.phoneWorker.serve(request, context)
        if let name = HTTPFields.Element.Name("Service-Worker-Allowed") { response.headers[name] = PhoneAddress.form }
        return response
    }

    // MARK: Recordings

    /// A recording of a question; read anew each time, so that one that is put there is heard at once.
    @Sendable
    private func recording(_ request: Request, _ context: VisitContext) async throws -> Response {
        guard let language = PhoneLanguage(rawValue: context.parameters.get("language") ?? ""),
            let question = PhoneQuestion(rawValue: context.parameters.get("question") ?? ""),
            let bytes = recordings?.bytes(of: question, in: language)
        else { throw Trouble.notFound }
        return Response(
            status: .ok, headers: [.contentType: "audio/mpeg", .cacheControl: "private, max-age=86400"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: Cookies

    private func cookie(_ request: Request) -> String? { site.cookies.value(.device, of: request) }

    private func said(_ request: Request) -> PhoneSaid? { PhoneSaid(site.cookies.value(.said, of: request)) }

    /// What was said is said once.
    private func reading(_ response: Response) -> Response {
        var response = response
        response.add(cookie: site.cookies.clear(.said))
        return response
    }

    private func goOn(to path: String, saying said: PhoneSaid? = nil) -> Response {
        var response = Response(status: .seeOther, headers: [.location: path])
        if let said { response.add(cookie: site.cookies.set(.said, said.text)) }
        return response
    }
}
