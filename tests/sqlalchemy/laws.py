"""What must hold between corm's findings and SQLAlchemy's verdict.  disagreements() gives the kinds that do not."""
import re

# Keys that lead nowhere, which are told instead of what follows for joins over them.
KEYS = "FK001 FK002 FK003 FK004 FK005"

# What SQLAlchemy says, and the rules that say the same.  The first that fits counts.
ERRORS = [
    (r"polymorphic_on", "MAP015"),
    (r"inherit condition between inherited|inherit_condition", f"MAP010 {KEYS}"),
    (r"via secondary table .*(no foreign keys)|no foreign keys linking these tables via secondary", f"REL103 REL105 REL509 {KEYS}"),
    (r"multiple foreign key paths linking the tables via secondary|paths .* via secondary", f"REL104 REL509 {KEYS}"),
    (r"no foreign keys linking these tables", f"REL101 REL105 REL509 {KEYS}"),
    (r"multiple foreign key paths linking the tables", f"REL102 {KEYS}"),
    (r"Could not locate any relevant foreign key columns", f"REL105 REL108 REL509 REL510 {KEYS}"),
    (r"any simple equality expressions", "REL109 REL509"),
    (r"any unambiguous local/remote column pairs", "REL106 REL112 REL509"),
    (r"direction for relationship .* foreign key columns within the join condition are present in both", "REL110"),
    (r"foreign key columns are present in neither", "REL111"),
    (r"both of the same direction", "REL201 REL202 REL205 REL304 REL306"),
    (r"reverse_property .* references relationship .* does not reference mapper", "REL303"),
    (r"back_populates on .* refers to attribute .* that is not a relationship", "REL301 REL302"),
    (r"has no property", "REL301"),
    (r"Error creating backref", "REL313"),
    (r"Can't assign 'secondaryjoin' on a backref|multiple values for (keyword )?argument", "REL315"),
    (r"backref and back_populates keyword arguments are mutually exclusive", "REL312"),
    (r"specified with secondary join condition but no secondary", "REL115"),
    (r"argument which sets sync_backref|sync_backref and viewonly cannot both be True", "REL703 REL704"),
    (r"sync_backref", "REL703 REL704"),
    (r"Cascade settings .* viewonly|viewonly=True.* cascade|apply to viewonly relationships|apply to persistence operations", "REL701"),
    (r"Invalid cascade option", "REL601"),
    (r"passive_deletes='all'", "REL604"),
    (r"'cascade_backrefs' parameter", "REL627"),
    (r"delete-orphan", "REL602"),
    (r"Can't find strategy", "REL801"),
    (r"'dynamic' loaders cannot be used|write_only|On relationship .*lazy='dynamic'", "REL802"),
    (r"is a Table|can't send.*mapped class|secondary.*mapped class|'secondary' argument", "REL502"),
    (r"expects a class or a mapper argument|relationship .* expects", "MAP005"),
    (r"could not assemble any primary key", "MAP001 MAP010"),
    (r"Implicitly combining column", "MAP016"),
    (r"^KeyError: Column", "REL204"),
    (r"conflicts with property|when configuring.*conflicts|column attribute .* conflicts", "MAP002 MAP013"),
    (r"is reserved", "MAP003"),
    (r"failed to locate a name", "MAP004 MAP014 REL107 REL106 REL501 REL502 NAM906"),
    (r"could not find table|NoReferencedTable", f"MAP001 MAP010 REL509 {KEYS}"),
    (r"NoReferencedColumn|Could not initialize target column", KEYS),
    (r"no column named", "FK005 FK002"),
    (r"number of constrained columns", "FK001 FK003 FK004 FK005"),
    (r"duplicate source column", "FK005 FK006"),
    (r"refers to multiple remote tables|multiple remote tables", "FK004"),
    (r"is not an instance of ColumnProperty", "REL119 REL106 MAP002"),
    (r"no attribute|does not have a mapped column named|has no attribute|AttributeError", "REL106 REL107"),
    (r"does not have a __table__ or __tablename__", "MAP007 MAP014"),
    (r"Column-based expression object expected for argument|SQL expression", "REL106 REL107 REL119"),
]  # fmt: skip

WARNINGS = [
    (r"will copy column", "MAP006 REL205 REL706 REL120 REL306 REL310 REL317 REL505 REL709"),
    (r"does not indicate a '?polymorphic_identity", "MAP011"),
    (r"Reassigning polymorphic association", "MAP012"),
    (r"Implicitly combining column", "MAP010 MAP013"),
    (r"Could not assemble any primary keys for locally mapped table", "MAP001"),
    (r"is marked as 'remote'", "REL113 REL509"),
    (r"Non-simple column elements", "REL114"),
    (r"does not make sense", "REL702 REL627"),
    (r"'delete-orphan' cascade option requires 'delete'", "REL603 REL701"),
    (r"omit_join", "REL809"),
    (r"lazy='dynamic'|uselist", "REL802"),
    (r"replaced", "MOD005 REL313"),
]

# Codes of what SQLAlchemy itself would have said when mappers are configured: where it says nothing they are wrong.
TOLD = set(
    (
        "REL101 REL102 REL103 REL104 REL105 REL106 REL107 REL108 REL109 REL110 REL111 REL112 REL113 REL114 REL115 REL119 "
        "REL201 REL202 REL301 REL302 REL303 REL304 REL310 REL312 REL313 REL315 REL317 REL501 REL502 REL509 "
        "REL601 REL602 REL603 REL604 REL701 REL702 REL703 REL704 REL706 REL709 REL801 REL802 REL809 "
        "MAP001 MAP002 MAP003 MAP004 MAP005 MAP010 MAP011 MAP012 MAP013 MAP015 FK003 FK005"
    ).split()
)


def codes_for(text, table):
    for pattern, codes in table:
        if re.search(pattern, text):
            return codes.split()
    return None


# Said on purpose where SQLAlchemy says nothing: (code, part of the message, why).
MEANT = [
    ("FK003", "columns of its own", "the exporter leaves out a key that repeats a column besides"),
    ("FK005", "has no such column", "the exporter leaves out a key whose only column is not there"),
    ("MAP002", "hides the relationship", "an attribute of a child takes the place of what its base has there"),
    ("MAP003", "an attribute cannot be named", "the exporter leaves out names for columns of a base"),
    ("MAP003", "registry", "hides the registry of declarative_base(), which models and later releases use"),
    ("MAP010", "inherit_condition names", "the exporter leaves such a text out"),
    ("MAP010", "does not compare", "each row of the one would belong to every row of the other"),
    ("REL315", "`target`", "the exporter leaves it out"),
    ("REL509", "there is nothing between the two sides", "the rows of one side would be inserted as pairs"),
    ("REL701", "drops the words without telling", "2.0 drops them, and the author counts on them"),
]
NOT_COMPARED = ("REL106", "REL313", "REL509")  # relationships of theirs are not what SQLAlchemy makes of the mistake


def named_mappers(finding, verdict):
    """Of the classes that a finding names."""
    for name in set(re.findall(r"\b[A-Za-z]\w*", f"{finding['object']} {finding['message']}")):
        mapper = getattr(verdict.names.get(name), "__mapper__", None)
        if mapper is not None:
            yield mapper


def are_siblings(mappers):
    """SQLAlchemy lets relationships of sibling classes write one column, although an object of each may do so."""
    pairs = [(a, b) for a in mappers for b in mappers if a.base_mapper is b.base_mapper]
    return any(not a.isa(b) and not b.isa(a) for a, b in pairs)


def is_one_sided(finding, verdict):
    """Of the relationships that a finding names one has no other side, or another one."""
    found = {}
    for owner, name in re.findall(r"\b(\w+)\.(\w+)", finding["message"]):
        mapper = getattr(verdict.names.get(owner), "__mapper__", None)
        if mapper is not None and name in mapper.relationships:
            found[name] = mapper.relationships[name].back_populates
    return any(other not in found for other in found.values())


def is_meant(finding, verdict):
    code = finding["code"]
    # The directions of a pair that one side alone names are not compared if that side comes first.
    if is_one_sided(finding, verdict) and code in ("REL201", "REL202", "REL205", "REL304"):
        return True
    mappers = list(named_mappers(finding, verdict))
    if code == "REL310" and are_siblings(mappers):
        return True
    # A concrete class gives up attributes without a word, and 2.0 finds those that it does not have.
    if code in ("REL106", "REL313") and any(mapper.concrete for mapper in mappers):
        return True
    # 2.0 lets an attribute of another name than its column hide the one of the base without a word.
    attribute = re.escape(finding["object"].split(".")[-1])
    if code == "MAP013" and not re.match(rf"\S+\.{attribute} and \S+\.{attribute} ", finding["message"]):
        return True
    return any(code == meant and part in finding["message"] for meant, part, why in MEANT)


def told(ours, codes, severities):
    return any(f["code"] in codes and f["severity"] in severities for f in ours["findings"])


def refused(ours, codes, text):
    """A key of an unknown table is a warning where SQLite takes it, and so is a ring of keys, which no order of classes
    suits if they inherit; names that lead nowhere hide what follows, and so do words that nobody reads."""
    unknown = any(f["code"] in ("REL106", "REL122") and f["object"] in text for f in ours["findings"])
    return told(ours, codes, ["error"]) or unknown or ("FK001" in codes and told(ours, ["FK001", "FK040"], ["warning"]))


def follows(ours, text):
    """A warning about a relationship that has an error, or whose other side has: what is wrong is mended first; or
    that says only of columns what a relationship makes that is not read."""
    if "marked as 'remote'" in text and told(ours, ["REL122"], ["hint"]):
        return True
    errors = [f for f in ours["findings"] if f["severity"] == "error" and f["object"]]
    return any(f["object"] in text or ("will copy" in text and f["code"][:4] in ("REL2", "REL3")) for f in errors)


def silent(ours, verdict):
    """(a) What SQLAlchemy refuses or warns about, and no finding says."""
    if verdict.error is not None:
        codes = codes_for(f"{verdict.error_type}: {verdict.error}", ERRORS)
        if codes is None:
            yield "unknown error", f"{verdict.error_type}: {verdict.error}"
        elif not refused(ours, codes, verdict.error):
            yield "error not told", verdict.error
    for text in verdict.warnings:
        codes = codes_for(text, WARNINGS)
        if codes is None:
            yield "unknown warning", text
        elif not told(ours, codes, ["error", "warning"]) and not follows(ours, text):
            yield "warning not told", text


def left_out(export):
    """Relationships that the exporter could only name: SQLAlchemy never saw them."""
    of = None
    for line in export.splitlines():
        head = re.match(r"class (\w+)\(", line)
        of = head.group(1) if head else of
        note = re.match(r'    # not exported: the relationship\b.* of "(\w+)"$', line)
        if note:
            yield f"{of}.{note.group(1)}"


def invented(ours, verdict):
    """(b) What is said to be refused or warned about, and SQLAlchemy takes without a word."""
    if verdict.error is not None:
        return
    unseen = set(left_out(ours["export"]))
    said = {code for text in verdict.warnings for code in codes_for(text, WARNINGS) or ()}
    for finding in ours["findings"]:
        code = finding["code"]
        if code not in TOLD or code in said or finding["severity"] == "hint" or finding["object"] in unseen:
            continue
        if not is_meant(finding, verdict):
            yield "invented " + code, f"{finding['object']}: {finding['message']}"


def as_set(items):
    """SQLAlchemy lists a pair twice where the join says it twice."""
    return sorted({tuple(i) if isinstance(i, list) else i for i in items})


def same_facts(ours, theirs, exported):
    for key in ("direction", "uselist"):
        if ours[key] != theirs[key]:
            yield key, ours[key], theirs[key]
    for key in ("local", "remote", "sync", "secondary_sync"):
        mine, others = as_set(ours[key]), as_set(theirs[key])
        if mine != others:
            yield key, mine, others
    reverse = theirs["reverse"]
    if ours["reverse"] is not None and ours["reverse"] not in exported:
        return
    if (ours["reverse"] is None) != (not reverse) or (reverse and ours["reverse"] not in reverse):
        yield "reverse", ours["reverse"], sorted(reverse)


def different(ours, verdict):
    """(c) Relationships that came to something else."""
    if verdict.error is not None or told(ours, KEYS.split(), ["error"]):
        return
    beside = {f["object"] for f in ours["findings"] if f["code"] in NOT_COMPARED}
    for name, theirs in verdict.relationships.items():
        if name in beside or theirs["reverse"] & beside:
            continue
        mine = ours["relationships"].get(name)
        if mine is None:
            yield "relationship missing", name
        elif not mine["opaque"]:
            for key, a, b in same_facts(mine, theirs, verdict.relationships):
                yield "other " + key, f"{name}: corm {a}, SQLAlchemy {b}"


def disagreements(ours, verdict):
    found = list(silent(ours, verdict)) + list(invented(ours, verdict)) + list(different(ours, verdict))
    return found
