# Runs with `python -c`: takes the modules of corm_import from standard input ("name size\n", then that many bytes) and
# starts main.  No file of ours is ever on the user's disk, and standard input is at its end when their code runs.
import importlib.abc
import importlib.util
import sys

sources = {}
for line in iter(sys.stdin.buffer.readline, b""):
    name, size = line.split()
    sources[name.decode()] = sys.stdin.buffer.read(int(size))


class Sources(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    def find_spec(self, name, path=None, target=None):
        if name == "corm_import" or name in sources:
            return importlib.util.spec_from_loader(name, self, is_package=name == "corm_import")
        return None

    def get_source(self, name):
        return sources.get(name, b"").decode()

    def is_package(self, name):
        return name == "corm_import"


sys.meta_path.insert(0, Sources())

from corm_import.main import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
