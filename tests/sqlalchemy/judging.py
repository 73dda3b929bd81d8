"""Models through corm's own half: one process of the judge (judge.c) for all."""
import json
import subprocess


class Judge:
    def __init__(self, program, *arguments):
        self.command = [program, *arguments]
        self.process = None

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, model):
        """What the judge says of a model (a dict), or None where it broke down over it."""
        if self.process is None:
            self.start()
        text = json.dumps(model).encode()
        try:
            self.process.stdin.write(b"%d\n%s" % (len(text), text))
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if line:
            return json.loads(line)
        self.stop()
        return None

    def stop(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()
            self.process = None
