"""The engine as a process of its own: one call a line in, one answer a line out, until its input ends.

It ends with the office, however that ends, because its input is then closed. Should it end by itself, the next call
starts it again.
"""

import atexit
import os
import shutil
import stat
import subprocess
import tempfile
import threading

NAME = "bae-rules.exe" if os.name == "nt" else "bae-rules"
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "program")


class EngineFailed(Exception):
    """The engine gave no answer; the text says why and what to do."""


class Engine:
    def __init__(self, program=None):
        self.program = program
        self.process = None
        self.one_at_a_time = threading.Lock()

    def ask(self, call):
        """The answer to a call, both as JSON text."""
        with self.one_at_a_time:
            for attempt in (1, 2):
                try:
                    process = self.running()
                    process.stdin.write(call.encode("ascii") + b"\n")
                    process.stdin.flush()
                    answer = process.stdout.readline()
                    if answer.endswith(b"\n"):
                        return answer.decode("utf-8")
                    found = f"it ended with code {process.wait()}"
                except OSError as error:
                    found = error.strerror or str(error)
                self.stop()
                if attempt == 2:
                    raise EngineFailed(
                        f"the program {self.program} gave no answer: {found}; expected it to run. Ask whoever looks "
                        "after this computer to allow it, or install the extension again."
                    )

    def running(self):
        if self.process is None or self.process.poll() is not None:
            self.stop()
            if self.program is None:
                self.program = executable(os.path.join(FOLDER, NAME))
            self.process = subprocess.Popen(
                [self.program, "formulas"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Else Windows opens a console window over the sheet.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self.process

    def stop(self):
        """Ends the process, if there is one, and waits until it has."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.communicate()


def executable(program):
    """The program, or a copy of it, that may be run: extensions are unpacked without that permission."""
    if os.name == "nt" or os.access(program, os.X_OK):
        return program
    try:
        os.chmod(program, os.stat(program).st_mode | stat.S_IXUSR)
        return program
    except OSError:
        # Installed for all users of the computer, by another user.
        folder = tempfile.mkdtemp(prefix="bae-rules-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        copy = shutil.copy(program, folder)
        os.chmod(copy, stat.S_IRWXU)
        return copy
