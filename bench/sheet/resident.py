# Keeps LibreOffice running and converts what it is told: a line "SOURCE<tab>TARGET"
# on standard input, answered by the seconds of CPU that it took. Needs python3-uno.
import os
import signal
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue


def setting(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


def cpu(group):
    """Seconds of CPU of all processes of a group, those that have ended counted where their parents waited."""
    ticks = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as f:
                fields = f.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += sum(int(v) for v in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # not there yet
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def main():
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"quire{os.getpid()}"
        office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo", "--nodefault",
             "--nolockcheck", f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            desktop = connect(pipe)
            for line in sys.stdin:
                source, target = line.rstrip("\n").split("\t")
                before = cpu(office.pid)
                document = desktop.loadComponentFromURL("file://" + source, "_blank", 0, (setting("Hidden", True),))
                document.storeToURL("file://" + target, (setting("FilterName", "calc_pdf_Export"),))
                document.close(True)
                print(cpu(office.pid) - before, flush=True)
        finally:
            os.killpg(office.pid, signal.SIGKILL)  # the group that was started here
            office.wait()


main()
