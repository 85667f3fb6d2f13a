import CaseDomain

// Centres and what they did; values from outside.
extension RegisterReading {
    mutating func readCentres(_ sheet: inout Sheet, _ bytes: Span<UInt8>) {
        let (code, name, kind) = (sheet.column(.code), sheet.column(.name), sheet.column(.kind))
        let (isPublic, place) = (sheet.column(.public), sheet.column(.place))
        let (validFrom, validTo) = (sheet.column(.validFrom), sheet.column(.validTo))
        var lines: [String: Int] = [:]
        while sheet.next(in: bytes) {
            let codeText = sheet.text(code, bytes)
            let nameText = sheet.text(name, bytes)
            let kindWord = sheet.word(kind, bytes, of: CentreKind.self)
            let isPublicAnswer = sheet.answer(isPublic, bytes)
            // A centre may be announced or its end be known before the day comes.
            let from = sheet.day(validFrom, bytes, notAfter: nil)
            let to = sheet.day(validTo, bytes, notAfter: nil)
            if let from, let to, to < from { sheet.fault(.endsBeforeStart, validTo) }
            let placeCode = self.place(place, bytes, on: from, orOn: rules.today, &sheet)
            guard let codeText else { continue }
            if let line = lines[codeText] {
                sheet.fault(.duplicateRow, code, "\(line)")
                continue
            }
            lines[codeText] = sheet.line
            centres[codeText] = Validity(from: from, to: to)
            guard sheet.faults.isEmpty, let nameText, let kindWord, let isPublicAnswer, let placeCode, let from else { continue }
            register.centres.append(
                CentreRow(
                    line: sheet.line, code: codeText, name: nameText, kind: kindWord, isPublic: isPublicAnswer, place: placeCode,
                    validFrom: from, validTo: to
                )
            )
        }
        areCentresWhole = sheet.isWhole && code.place != nil
    }

    /// A place that exists on a day or on another; when the day is not known, on any.
    func place(_ column: Sheet.Column, _ bytes: Span<UInt8>, on day: Day?, orOn other: Day? = nil, _ sheet: inout Sheet) -> PlaceCode? {
        guard let text = sheet.text(column, bytes), !text.isEmpty else { return nil }
        if let place = PlaceCode(text), exists(place, on: day, orOn: other) { return place }
        sheet.fault(.placeNotValid, column, column.name.rawValue)
        return nil
    }

    private func exists(_ place: PlaceCode, on day: Day?, orOn other: Day?) -> Bool {
        guard place != .outside else { return true }
        guard let day else { return knownPlaces.contains(place) }
        if rules.gazetteer.index(of: place, on: day) != nil { return true }
        return other.map { rules.gazetteer.index(of: place, on: $0) != nil } ?? false
    }

    mutating func readActivities(_ sheet: inout Sheet, _ bytes: Span<UInt8>) {
        let (centre, kind, on) = (sheet.column(.centre), sheet.column(.kind), sheet.column(.on))
        let (female, male) = (sheet.column(.participantsFemale), sheet.column(.participantsMale))
        let note = sheet.column(.note)
        var activities: [ActivityRow] = []
        while sheet.next(in: bytes) {
            let centreCode = sheet.text(centre, bytes)
            let kindWord = sheet.word(kind, bytes, of: ActivityKind.self)
            let day = sheet.day(on, bytes, notAfter: rules.today)
            let (women, men) = (sheet.count(female, bytes), sheet.count(male, bytes))
            let noteText = sheet.text(note, bytes)
            if let centreCode { checkCentre(centreCode, centre, on: day, &sheet) }
            guard sheet.faults.isEmpty, let centreCode, let kindWord, let day, let noteText else { continue }
            activities.append(
                ActivityRow(
                    line: sheet.line, centre: centreCode, kind: kindWord, on: day, participantsFemale: women, participantsMale: men,
                    note: noteText
                )
            )
        }
        register.activities = activities
    }

    mutating func readExternals(_ sheet: inout Sheet, _ bytes: Span<UInt8>) {
        let (indicator, year) = (sheet.column(.indicator), sheet.column(.year))
        let (value, source) = (sheet.column(.value), sheet.column(.source))
        var lines: [String: Int] = [:]
        while sheet.next(in: bytes) {
            var indicatorCode = sheet.text(indicator, bytes)
            if let code = indicatorCode, !rules.externalIndicators.contains(code) {
                sheet.unknownCode(indicator, rules.externalIndicators.sorted())
                indicatorCode = nil
            }
            let yearNumber = sheet.year(year, bytes, in: 1900...2199)
            let valueText = sheet.decimal(value, bytes)
            let sourceText = sheet.text(source, bytes)
            guard let indicatorCode, let yearNumber else { continue }
            if let line = lines.updateValue(sheet.line, forKey: "\(indicatorCode)/\(yearNumber)") {
                sheet.fault(.duplicateRow, year, "\(line)")
            }
            guard sheet.faults.isEmpty, let valueText, let sourceText else { continue }
            register.externals.append(
                ExternalRow(line: sheet.line, indicator: indicatorCode, year: yearNumber, value: valueText, source: sourceText)
            )
        }
    }
}
