"""What applications of some age do with SQLAlchemy's mappings and tables."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Sequence,
    String,
    Table,
    Text,
    Unicode,
    and_,
    case,
    cast,
    func,
    join,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.ext.declarative import AbstractConcreteBase, ConcreteBase
from sqlalchemy.orm import column_property, declarative_base, deferred, foreign, registry, relationship, remote

Base = declarative_base(
    metadata=MetaData(
        naming_convention={
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "ix": "ix_%(column_0_label)s",
        }
    )
)


class Paper(Base):
    __tablename__ = "papers"
    __mapper_args__ = {"confirm_deleted_rows": False}

    id = Column(Integer, primary_key=True)
    title = Column(String(80).with_variant(String(80, collation="NOCASE"), "sqlite"), nullable=False)
    hidden = Column(Boolean)
    open = Column(Boolean, nullable=False)
    made = Column(Integer, server_default=text("(1 + 2)"))
    body = deferred(Column(Text(1000)))
    owner_id = Column(ForeignKey("owners.id"))
    number = column_property(id + 1)

    __table_args__ = (
        Index("ix_newest", text("made DESC")),
        Index("ix_last", made.desc().nullslast(), owner_id),
        Index("ix_title", func.lower(title)),
        CheckConstraint("made > 0", name="made", sqlite_on_conflict="ROLLBACK"),
    )

    # A boolean column by itself, arithmetic, CASE and a subquery.
    notes = relationship(
        "Note",
        primaryjoin=lambda: (Paper.id == Note.paper_id) & ~Note.gone & Note.seen & not_(or_(Note.rank > 3, Note.gone)),
        order_by=lambda: [-Note.rank, case((Note.gone, 1), else_=2), func.lower(Note.text)],
        viewonly=True,
        info={"shown": True, "label": "it's", "nested": {"a": [1, 2.5, None]}, "odd": {1, 2}},
    )
    last_note = relationship(
        "Note",
        primaryjoin=lambda: and_(
            Paper.id == Note.paper_id,
            Note.rank
            == select(func.max(Note.rank)).where(Note.paper_id == Paper.id).correlate(Paper).scalar_subquery(),
        ),
        uselist=False,
        viewonly=True,
    )
    typed = relationship(
        "Note",
        primaryjoin=lambda: and_(
            Paper.id == Note.paper_id, cast(Note.rank, Unicode(3)) == "3", cast(Note.rank, Text) != ""
        ),
        viewonly=True,
    )
    # By way of a join, in SQLAlchemy's words and as an object; by way of a select.
    kinds = relationship(
        "Kind",
        secondary="join(Owner, Note, Owner.id == Note.owner_id)",
        primaryjoin="Paper.owner_id == Owner.id",
        secondaryjoin="Note.kind_id == Kind.id",
        viewonly=True,
    )
    kinds_too = relationship(
        "Kind",
        secondary=lambda: join(Owner.__table__, Note.__table__, Owner.id == Note.owner_id),
        primaryjoin=lambda: Paper.owner_id == Owner.id,
        secondaryjoin=lambda: Note.kind_id == Kind.id,
        viewonly=True,
    )


class Owner(Base):
    __tablename__ = "owners"

    id = Column(Integer, Sequence("owner_numbers"), primary_key=True)


class Note(Base):
    __tablename__ = "notes"

    id = Column(Integer, primary_key=True)
    paper_id = Column(ForeignKey("papers.id"))
    owner_id = Column(ForeignKey("owners.id"))
    kind_id = Column(Integer)
    text = Column(Text)
    rank = Column(Integer)
    gone = Column(Boolean)
    seen = Column(Boolean)


class Kind(Base):
    __tablename__ = "kinds"

    id = Column(Integer, primary_key=True)
    parent_path = Column(String(99))
    below = relationship(
        "Kind", primaryjoin=lambda: remote(foreign(Kind.parent_path)).like(Kind.parent_path.concat("/%")), viewonly=True
    )


class Audit(Base):
    __tablename__ = "audits"
    __table_args__ = (
        PrimaryKeyConstraint("tenant", "id", sqlite_on_conflict="IGNORE"),
        ForeignKeyConstraint(["tenant", "parent"], ["audits.tenant", "audits.id"], match="FULL", name="parent"),
    )

    tenant = Column(Integer)
    id = Column(Integer)
    parent = Column(Integer)


class AssociationOfPublishedDatasets(Base):
    __tablename__ = "association_of_published_datasets"

    id = Column(Integer, primary_key=True)
    copied_from_association_of_published_datasets_id = Column(ForeignKey("association_of_published_datasets.id"))


class Straße(Base):
    __tablename__ = "straßen"

    id = Column(Integer, primary_key=True)
    größe = Column(Integer)
    parent_id = Column(ForeignKey("straßen.id"))
    häuser = relationship("Straße", order_by="Straße.größe.desc()")


class Watched(AbstractConcreteBase, Base):
    """SQLAlchemy maps it when the mappers are configured."""


class WatchedPaper(Watched):
    __tablename__ = "watched_papers"
    __mapper_args__ = {"concrete": True, "polymorphic_identity": "paper"}

    id = Column(Integer, primary_key=True)


class Union(ConcreteBase, Base):
    __tablename__ = "unions"
    __mapper_args__ = {"concrete": True, "polymorphic_identity": "union"}

    id = Column(Integer, primary_key=True)


aside = Table("x-aside", Base.metadata, Column("id", Integer, primary_key=True, doc="number"), info={"bind_key": "other"})


class Classic:
    pass


mappers = registry(metadata=Base.metadata)
classic = Table(
    "classics", Base.metadata, Column("id", Integer, primary_key=True), Column("metadata", Text, key="_metadata")
)
mappers.map_imperatively(Classic, classic, properties={"_metadata": deferred(classic.c._metadata)})
