/// What can be wrong in `policies/`; the sentence of a code is the text `policy.fault.<code>`.
package enum PolicyFaultCode: String, CaseIterable, Sendable {
    // The folder and its files.
    case folderUnreadable = "folder_unreadable"
    case fileUnreadable = "file_unreadable"
    case fileTooLarge = "file_too_large"
    case tooManyFiles = "too_many_files"
    case symbolicLink = "symbolic_link"
    case unknownFile = "unknown_file"
    case missingFile = "missing_file"

    // YAML.
    case notUTF8 = "not_utf8"
    case notYAML = "not_yaml"
    case duplicateKey = "duplicate_key"
    case alias
    case tooDeep = "too_deep"

    // Keys and values.
    case unknownKey = "unknown_key"
    case missingKey = "missing_key"
    case wrongType = "wrong_type"
    case emptyValue = "empty_value"
    case notANumber = "not_a_number"
    case badCode = "bad_code"
    case notADay = "not_a_day"
    case outOfRange = "out_of_range"
    case missingText = "missing_text"
    case textTooLong = "text_too_long"
    case textNotNormal = "text_not_normal"

    // References and lists.
    case unknownCode = "unknown_code"
    case unknownMark = "unknown_mark"
    case unknownIndicator = "unknown_indicator"
    case unknownDepartment = "unknown_department"
    case unknownCalendar = "unknown_calendar"
    case unknownPlace = "unknown_place"
    case duplicateCode = "duplicate_code"
    case duplicateNumber = "duplicate_number"
    case enumMismatch = "enum_mismatch"
    case validityReversed = "validity_reversed"
    case danglingSuccessor = "dangling_successor"
    case overlappingPlace = "overlapping_place"
    case ambiguousName = "ambiguous_name"

    // Calendars, definitions, plans, fields.
    case calendarGap = "calendar_gap"
    case calendarOverlap = "calendar_overlap"
    case calendarUnion = "calendar_union"
    case unknownCondition = "unknown_condition"
    case circularCondition = "circular_condition"
    case tooManyMarks = "too_many_marks"
    case duplicateTarget = "duplicate_target"
    case ownersUnclear = "owners_unclear"
    case plansOverlap = "plans_overlap"
    case tooOpen = "too_open"

    // Access and accounts.
    case missingRole = "missing_role"
    case senselessScope = "senseless_scope"
    case neverAllowed = "never_allowed"

    // Cases beside the definitions.
    case caseName = "case_name"
    case caseDisagrees = "case_disagrees"
    case roleNotInKind = "role_not_in_kind"
    case caseDiffers = "case_differs"
}
