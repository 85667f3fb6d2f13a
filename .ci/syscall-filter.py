"""Writes the seccomp program of a unit's SystemCallFilter and MemoryDenyWriteExecute to a file, as near as libseccomp comes to systemd.

Needs Debian's python3-seccomp and systemd-analyze.
"""

import subprocess
import sys

sys.path.append("/usr/lib/python3/dist-packages")
import seccomp  # noqa: E402

PROT_WRITE, PROT_EXEC = 2, 4


def names(group: str) -> set[str]:
    """The calls of a group, and of those that it names."""
    text = subprocess.run(["systemd-analyze", "syscall-filter", group], check=True, capture_output=True, text=True).stdout
    found: set[str] = set()
    for line in text.splitlines():
        word = line.strip()
        if not word or word.startswith("#") or word == group:
            continue
        found |= names(word) if word.startswith("@") else {word}
    return found


def main() -> None:
    unit, target = sys.argv[1:]
    allowed: set[str] = set()
    for line in open(unit):
        key, _, value = line.strip().partition("=")
        if key != "SystemCallFilter":
            continue
        isDenied = value.startswith("~")
        for group in value.removeprefix("~").split():
            allowed = allowed - names(group) if isDenied else allowed | names(group)
    # systemd allows itself what starts a program.
    allowed |= {"execve", "exit", "exit_group", "rt_sigreturn"} | names("@default")
    program = seccomp.SyscallFilter(seccomp.ERRNO(1))
    for name in sorted(allowed - {"mmap", "mprotect", "pkey_mprotect"}):
        try:
            program.add_rule(seccomp.ALLOW, name)
        except RuntimeError:
            pass  # Not a call of this machine.
    program.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, seccomp.MASKED_EQ, PROT_EXEC, 0))
    program.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, seccomp.MASKED_EQ, PROT_WRITE, 0))
    program.add_rule(seccomp.ALLOW, "mprotect", seccomp.Arg(2, seccomp.MASKED_EQ, PROT_EXEC, 0))
    with open(target, "wb") as file:
        program.export_bpf(file)
    print(f"{len(allowed)} calls are allowed")


main()
