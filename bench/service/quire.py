"""Quire as a subject of a runner that compares services: it orders a booklet, waits for it and takes it.

    python3 measure.py service --candidate-adapter bench/service/quire.py:Quire

Needs `make build` before it. The book is S.json of the folder books beside the runner, or what QUIRE_BENCH_BOOK names.
One instance a thread; start and stop are called on the first only."""
import datetime
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ORDER = "mutation($in: GenerateBookInput!) { generateBook(input: $in) { job { id } } }"
WATCH = "subscription($id: ID!) { jobProgress(id: $id) { status } }"
ASK = "query($id: ID!) { job(id: $id) { status createdAt startedAt finishedAt output { download { url } } } }"
STATES = {"QUEUED": "queued", "RUNNING": "running", "DONE": "done", "ERROR": "failed", "CANCELED": "failed", "CANCELING": "running"}


def moment(text):
    """Reads a time of the API, which is UTC with up to nine digits of a second."""
    whole, _, part = text.rstrip("Z").partition(".")
    return datetime.datetime.fromisoformat(whole + "+00:00").timestamp() + float("0." + (part or "0"))


class Quire:
    name = "quire"
    process = None
    where = None  # what the office that serves says of itself

    def __init__(self):
        self.connection = None

    def start(self):
        book = os.environ.get("QUIRE_BENCH_BOOK") or os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "books", "S.json")
        program = os.path.join(tempfile.mkdtemp(prefix="quire-adapter"), "jobs")
        subprocess.run(["go", "build", "-o", program, "./bench/jobs"], cwd=ROOT, check=True)
        command = [program, "-quire", os.environ.get("QUIRE", os.path.join(ROOT, "bin", "quire-server")), "-book", book, "-n", "20",
                   "-slots", os.environ.get("SLOTS", "4"), "-bound", "2h", "serve"]
        Quire.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        Quire.where = json.loads(Quire.process.stdout.readline())

    def stop(self):
        Quire.process.send_signal(signal.SIGTERM)
        Quire.process.wait()

    def pids(self):
        return Quire.where["pids"]

    def send(self, query, variables, accept="application/json"):
        """Sends an operation and gives the response; a connection that was closed is opened anew."""
        address = urllib.parse.urlparse(Quire.where["endpoint"])
        body = json.dumps({"query": query, "variables": variables})
        headers = {"content-type": "application/json", "accept": accept, "authorization": "Bearer " + Quire.where["token"]}
        for last in (False, True):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
                self.connection.request("POST", address.path, body, headers)
                return self.connection.getresponse()
            except (http.client.HTTPException, OSError):
                self.connection = None
                if last:
                    raise

    def do(self, query, variables):
        answer = json.loads(self.send(query, variables).read())
        if answer.get("errors"):
            raise RuntimeError(answer["errors"][0]["message"])
        return answer["data"]

    def submit(self, book, customer):
        place = Quire.where
        order = {"bookId": place["book"], "customerId": place["customers"][int(customer[1:]) - 1], "year": place["year"],
                 "quarter": place["quarter"], "spreadsheetId": place["spreadsheet"]}
        return self.do(ORDER, {"in": order})["generateBook"]["job"]["id"]

    def poll(self, job):
        j = self.do(ASK, {"id": job})["job"]
        state = {"state": STATES[j["status"]]}
        for name, field in (("created", "createdAt"), ("started", "startedAt"), ("finished", "finishedAt")):
            if j[field]:
                state[name] = moment(j[field])
        return state

    def wait(self, job):
        """Waits by subscription: server-sent events, until the server completes them."""
        response = self.send(WATCH, {"id": job}, "text/event-stream")
        for line in response:
            if line.startswith(b"event: complete"):
                break
        response.read()
        return self.poll(job)

    def download(self, job):
        link = self.do(ASK, {"id": job})["job"]["output"]["download"]["url"]
        self.connection.request("GET", link)
        return self.connection.getresponse().read()
