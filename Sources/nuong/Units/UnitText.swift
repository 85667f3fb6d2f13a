/// A unit of systemd as text: its sections, with why a setting is there where its name does not say it.
struct UnitText {
    let name: String
    private var lines: [String] = []

    init(_ name: String) {
        self.name = name
        lines = ["# \(name)"]
    }

    mutating func section(_ title: String, _ settings: [(key: String, value: String)]) {
        lines += ["", "[\(title)]"] + settings.map { "\($0.key)=\($0.value)" }
    }

    var text: String { lines.joined(separator: "\n") + "\n" }
}

/// What keeps a program of ours from everything but its work, should it be taken over.
struct Sandbox {
    /// Folders that may be written to; everything else is read-only.
    var writable: [String] = []
    /// Whether the folder of the state is the one that systemd makes.
    var stateDirectory: String?
    /// Whether some path that is needed lies in somebody's home.
    var needsHome = false
    /// Whether a port below 1024 is listened on.
    var bindsLowPort = false
    var needsNetwork = true

    var settings: [(key: String, value: String)] {
        var settings: [(key: String, value: String)] = [
            ("UMask", "0077"), ("LimitCORE", "0"), ("LimitMEMLOCK", "64M"), ("NoNewPrivileges", "yes"),
            // With users of its own a service has no right to a low port.
            ("PrivateUsers", bindsLowPort ? "no" : "yes"),
            ("CapabilityBoundingSet", bindsLowPort ? "CAP_NET_BIND_SERVICE" : ""),
            ("AmbientCapabilities", bindsLowPort ? "CAP_NET_BIND_SERVICE" : ""), ("ProtectSystem", "strict"),
            ("ProtectHome", needsHome ? "read-only" : "yes"), ("PrivateTmp", "yes"), ("PrivateDevices", "yes"), ("DevicePolicy", "closed"),
            ("PrivateMounts", "yes"), ("ProtectKernelTunables", "yes"), ("ProtectKernelModules", "yes"), ("ProtectKernelLogs", "yes"),
            ("ProtectControlGroups", "yes"), ("ProtectClock", "yes"), ("ProtectHostname", "yes"), ("ProtectProc", "invisible"),
            ("ProcSubset", "pid"), ("RestrictNamespaces", "yes"), ("RestrictRealtime", "yes"), ("RestrictSUIDSGID", "yes"),
            ("LockPersonality", "yes"), ("MemoryDenyWriteExecute", "yes"), ("RemoveIPC", "yes"), ("KeyringMode", "private"),
            ("RestrictAddressFamilies", needsNetwork ? "AF_INET AF_INET6 AF_UNIX" : "AF_UNIX"), ("SystemCallArchitectures", "native"),
            ("SystemCallFilter", "@system-service"), ("SystemCallFilter", "~@privileged @resources"), ("SystemCallErrorNumber", "EPERM"),
        ]
        if !needsNetwork { settings += [("PrivateNetwork", "yes"), ("IPAddressDeny", "any")] }
        if let stateDirectory { settings += [("StateDirectory", stateDirectory), ("StateDirectoryMode", "0700")] }
        if !writable.isEmpty { settings.append(("ReadWritePaths", writable.joined(separator: " "))) }
        return settings
    }
}
