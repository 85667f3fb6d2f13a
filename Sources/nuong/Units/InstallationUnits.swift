/// The units of an installation: the service, and with a place for backups those that make one every day.
struct InstallationUnits {
    let program: String
    let user: String
    /// Absolute.
    let data: String
    let serviceKey: String
    let listen: ListenOptions
    /// Folder and public key; `nil` without a daily backup.
    let backup: (folder: String, key: String)?

    /// Every path that a unit holds, for checking.
    var paths: [String] {
        [program, data, serviceKey] + [listen.tlsCertificate, listen.tlsKey, backup?.folder, backup?.key].compactMap(\.self)
    }

    var all: [UnitText] {
        [service] + (backup.map { [backupService($0.folder, $0.key), backupTimer] } ?? [])
    }

    /// `/var/lib/NAME` is made and given to the user by systemd itself.
    private var stateDirectory: String? {
        let base = "/var/lib/"
        guard data.hasPrefix(base), !data.dropFirst(base.count).isEmpty, !data.dropFirst(base.count).contains("/") else { return nil }
        return String(data.dropFirst(base.count))
    }

    /// Whether something that is needed lies in what systemd's `ProtectHome` takes away (systemd.exec(5)).
    private var needsHome: Bool {
        paths.contains { path in ["/home/", "/root/", "/run/user/"].contains { path.hasPrefix($0) } }
    }

    private var service: UnitText {
        var unit = UnitText("nuong.service")
        unit.section(
            "Unit",
            [
                ("Description", "Nương"), ("Wants", "network-online.target time-sync.target"),
                ("After", "network-online.target time-sync.target"),
            ])
        // While it runs, the service itself makes the backup that the other unit asks for.
        var sandbox = Sandbox(
            writable: (stateDirectory == nil ? [data] : []) + (backup.map { [$0.folder] } ?? []), stateDirectory: stateDirectory,
            needsHome: needsHome)
        sandbox.bindsLowPort = (1..<1_024).contains(listen.port)
        unit.section(
            "Service",
            [
                ("Type", "exec"), ("User", user),
                ("ExecStart", ([program, "serve"] + dataArguments + listenArguments).joined(separator: " ")),
                // Reads the certificate again.
                ("ExecReload", "/bin/kill -HUP $MAINPID"), ("LoadCredential", "service.key:\(serviceKey)"), ("Restart", "on-failure"),
                ("RestartSec", "5"), ("LimitNOFILE", "65536"),
            ] + sandbox.settings)
        unit.section("Install", [("WantedBy", "multi-user.target")])
        return unit
    }

    /// `%d` is the folder of the credentials.
    private var dataArguments: [String] { ["--data", data, "--service-key", "%d/service.key"] }

    private var listenArguments: [String] {
        var arguments = ["--host", listen.host, "--port", String(listen.port)]
        if listen.behindTls { arguments.append("--behind-tls") }
        if let certificate = listen.tlsCertificate, let key = listen.tlsKey {
            arguments += ["--tls-certificate", certificate, "--tls-key", key]
        }
        if let host = listen.volunteerHost { arguments += ["--volunteer-host", host] }
        return arguments + (listen.logLevel == .notice ? [] : ["--log-level", listen.logLevel.rawValue])
    }

    private func backupService(_ folder: String, _ key: String) -> UnitText {
        var unit = UnitText("nuong-backup.service")
        unit.section("Unit", [("Description", "Nương: backup")])
        var sandbox = Sandbox(
            writable: [folder] + (stateDirectory == nil ? [data] : []), stateDirectory: stateDirectory, needsHome: needsHome)
        sandbox.needsNetwork = false
        unit.section(
            "Service",
            [
                ("Type", "oneshot"), ("User", user),
                ("ExecStart", ([program, "backup", "create"] + dataArguments + ["--to", folder, "--key", key]).joined(separator: " ")),
                ("LoadCredential", "service.key:\(serviceKey)"),
            ] + sandbox.settings)
        return unit
    }

    private var backupTimer: UnitText {
        var unit = UnitText("nuong-backup.timer")
        unit.section("Unit", [("Description", "Nương: backup every day")])
        // A machine that was off at that hour makes up for it.
        unit.section("Timer", [("OnCalendar", "*-*-* 01:30:00 Asia/Ho_Chi_Minh"), ("Persistent", "true"), ("RandomizedDelaySec", "600")])
        unit.section("Install", [("WantedBy", "timers.target")])
        return unit
    }
}
