"""YAML as a person would write it: maps of one line where they fit, their values in one column.

Plain text is only left without quotes where YAML 1.2 and 1.1 both read it as that very text."""

import re

WIDTH = 120

# Inside { } and outside, as a key and as a value.
PLAIN = re.compile(r"""[A-Za-z_/][\w()./*+<>=!|%$~^;"-]*( [\w()./*+<>=!|%$~^;-]+)*\Z""", re.ASCII)
WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class Flow(dict):
    """A map that stands on one line unless it is too long."""


class Block:
    """A map over several lines, in the order of add().  `aligned`: the values of one line begin in one column.
    `spaced`: an empty line between the entries."""

    def __init__(self, aligned=False, spaced=False):
        self.aligned = aligned
        self.spaced = spaced
        self.entries = []

    def __len__(self):
        return len(self.entries)

    def add(self, key, value, comment=None):
        self.entries.append((key, value, comment))

    def remark(self, text):
        self.entries.append((None, None, text))

    def add_some(self, key, value):
        """Only what is not empty."""
        if value is not None and (not hasattr(value, "__len__") or len(value) > 0):
            self.add(key, value)


def escaped(character):
    code = ord(character)
    if character in ESCAPES:
        return ESCAPES[character]
    if code < 0x20 or 0x7F <= code <= 0xA0 or code in (0x2028, 0x2029, 0xFEFF) or 0xD800 <= code <= 0xDFFF:
        return "\\x%02x" % code if code < 0x100 else "\\u%04x" % code
    return character


def text(value):
    if PLAIN.match(value) and value.lower() not in WORDS:
        return value
    if '"' in value and "'" not in value and value.isprintable():
        return "'%s'" % value
    return '"%s"' % "".join(escaped(c) for c in value)


def scalar(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return text(str(value))


def flow(value):
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (text(str(k)), flow(v)) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return "[%s]" % ", ".join(flow(v) for v in value)
    return scalar(value)


def comment_text(comment):
    return "".join(c if c.isprintable() else " " for c in comment)


def nested(value):
    """A map of one line as one of several."""
    block = Block()
    for key, inner in value.items():
        block.add(key, inner)
    return block


def one_line(key, value, comment, width, indent):
    line = "%s%s: %s%s" % (" " * indent, text(key), " " * max(0, width - len(text(key))), flow(value))
    return line + ("  # " + comment_text(comment) if comment else "")


def is_short(key, value, indent):
    if isinstance(value, Block) or (
        isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value)
    ):
        return False
    whole = not isinstance(value, (dict, list))
    return whole or len(one_line(key, value, None, 0, indent)) <= WIDTH


def item_lines(item, indent):
    line = "%s- %s" % (" " * indent, flow(item))
    if len(line) <= WIDTH or not isinstance(item, dict):
        return [line]
    lines = list(block_lines(nested(item), indent + 2))
    return ["%s- %s" % (" " * indent, lines[0].lstrip())] + lines[1:]


def entry_lines(key, value, comment, width, indent):
    if is_short(key, value, indent):
        yield one_line(key, value, comment, width, indent)
        return
    yield "%s%s:%s" % (" " * indent, text(key), "  # " + comment_text(comment) if comment else "")
    if isinstance(value, list):
        for item in value:
            yield from item_lines(item, indent + 2)
    else:
        inner = value if isinstance(value, Block) else nested(value)
        yield from block_lines(inner, indent + 2)


def block_lines(block, indent=0):
    keys = [k for k, v, _ in block.entries if k is not None and block.aligned and is_short(k, v, indent)]
    width = max((len(text(k)) for k in keys), default=0)
    for i, (key, value, comment) in enumerate(block.entries):
        if block.spaced and i > 0:
            yield ""
        if key is None:
            yield "%s# %s" % (" " * indent, comment_text(comment))
        else:
            yield from entry_lines(key, value, comment, width, indent)


def document(block):
    return "\n".join(block_lines(block)) + "\n"
