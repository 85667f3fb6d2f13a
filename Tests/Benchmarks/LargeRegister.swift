import CaseDomain
import Foundation

/// A register of many cases: two people each, five services, two statuses.
enum LargeRegister {
    static func write(cases count: Int, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var cases = "case,kind,detected_on,detected_place,channel,state,centre,incident_on,forms,narrative\n"
        var people = "case,person,role,sex,birth_year,name,id_number,phone,address,ethnicity,relationship\n"
        var statuses = "case,person,what,value,on\n"
        var services = "case,person,service,state,on,provider,note\n"
        let kinds = ["medical_care", "psychological_counselling", "legal_advice", "shelter", "vocational"]
        for i in 0..<count {
            let day = Day(number: Int32(20_270 + i % 480))
            cases += "HS-\(i),domestic_violence,\(day),03388,police,confirmed,TT,,physical,\n"
            people += "HS-\(i),N-\(i),victim,female,\(1_950 + i % 55),Nhân vật \(i),\(i % 3 == 0 ? String(100_000_000_000 + i) : ""),,,,\n"
            people += "HS-\(i),G-\(i),perpetrator,male,,,,,,,\n"
            statuses += "HS-\(i),G-\(i),liability,below,\(day)\n"
            for s in 0..<5 { services += "HS-\(i),N-\(i),\(kinds[s]),provided,\(day.adding(days: s)),TT,\n" }
        }
        let files = [
            "cases": cases, "people": people, "statuses": statuses, "services": services,
            "centres": "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,2015-01-01,\n",
        ]
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).csv")) }
    }
}
