/// What can be wrong in a register folder; the raw value is stable and stands in print.
package enum RegisterFaultCode: String, CaseIterable, Sendable {
    // The folder and its files.
    case notAFolder = "not_a_folder"
    case missingFile = "missing_file"
    case notARegularFile = "not_a_regular_file"
    case fileTooLarge = "file_too_large"
    case unreadableFile = "unreadable_file"
    case emptyFile = "empty_file"
    // The text of a file.
    case notUTF8 = "not_utf8"
    case nulCharacter = "nul_character"
    case loneCarriageReturn = "lone_carriage_return"
    case unterminatedQuote = "unterminated_quote"
    case textAfterQuote = "text_after_quote"
    case quoteInText = "quote_in_text"
    case raggedRow = "ragged_row"
    case unknownColumn = "unknown_column"
    case missingColumn = "missing_column"
    case duplicateColumn = "duplicate_column"
    // A cell.
    case emptyCell = "empty_cell"
    case textTooLong = "text_too_long"
    case unknownCode = "unknown_code"
    case impossibleDate = "impossible_date"
    case futureDate = "future_date"
    case impossibleYear = "impossible_year"
    case notACount = "not_a_count"
    case notADecimal = "not_a_decimal"
    case placeNotValid = "place_not_valid"
    // What rows say together.
    case duplicateRow = "duplicate_row"
    case unknownCase = "unknown_case"
    case unknownPerson = "unknown_person"
    case unknownCentre = "unknown_centre"
    case roleNotInKind = "role_not_in_kind"
    case endsBeforeStart = "ends_before_start"
    case tooManyRows = "too_many_rows"
    // What rows say beside the installation.
    case changedWithoutUpdate = "changed_without_update"
    case workedOn = "worked_on"
    case noKeeper = "no_keeper"
}

/// Something wrong in a register, and where.
///
/// Nothing in it was read from a cell: a cell may tell about a person.
package struct RegisterFault: Hashable, Sendable {
    /// The file's name; `.` is the folder.
    package let file: String
    /// From 1; the line on which the row begins.
    package let line: Int
    /// From 1; the number of the cell in the row.
    package let column: Int
    package let code: RegisterFaultCode
    /// Column names, limits, line numbers and codes that are allowed; often empty.
    package let detail: String

    package init(file: String, line: Int, column: Int, code: RegisterFaultCode, detail: String = "") {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.detail = detail
    }
}

/// Everything wrong in a register, in the order of files, lines and cells: the first 10,000, and how many more there are.
package struct RegisterFaults: Error, Hashable {
    package let faults: [RegisterFault]
    package let more: Int

    package init(faults: [RegisterFault], more: Int = 0) {
        self.faults = faults
        self.more = more
    }
}

/// What looks wrong in a register and does not stop it; the raw value is stable and stands in print.
package enum RegisterWarningCode: String, CaseIterable, Sendable {
    case centreNotValid = "centre_not_valid"
    case liabilityOfNoPerpetrator = "liability_of_no_perpetrator"
    case statusOfNoReturnee = "status_of_no_returnee"
    case serviceInNoFigure = "service_in_no_figure"
    case incidentAfterDetection = "incident_after_detection"
    case documentNumbersDisagree = "document_numbers_disagree"
    case personDiffers = "person_differs"
    case nearDuplicate = "near_duplicate"
    case identityErased = "identity_erased"
}

/// Something to look at in a register, and where.
///
/// Printed, never stored; nothing in it was read from a cell.
package struct RegisterWarning: Hashable, Sendable {
    /// The file's name.
    package let file: String
    /// From 1; the line on which the row begins.
    package let line: Int
    /// From 1; the number of the cell in the row.
    package let column: Int
    package let code: RegisterWarningCode
    /// Column names and line numbers; often empty.
    package let detail: String

    package init(file: String, line: Int, column: Int, code: RegisterWarningCode, detail: String = "") {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.detail = detail
    }
}
