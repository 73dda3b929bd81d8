"""SQLAlchemy refuses one relationship, and leaves the others as they were written."""

from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()
links = Table(
    "links",
    Base.metadata,
    Column("one_id", ForeignKey("ones.id"), primary_key=True),
    Column("two_id", ForeignKey("twos.id"), primary_key=True),
)


class One(Base):
    __tablename__ = "ones"

    id = Column(Integer, primary_key=True)
    lost = relationship("Nobody")
    twos = relationship("Two", secondary="links", back_populates="ones")
    by_way = relationship("Two", secondary="nowhere")
    counted = relationship("Two", secondary=lambda: links, viewonly=True)
    wrong = relationship("Two", secondary=lambda: 1 / 0)
    joined = relationship("Two", primaryjoin=lambda: One.id == Two.nothing, viewonly=True)
    keys = relationship("Two", foreign_keys=lambda: [Two.nothing], order_by=lambda: Two.id.desc())


class Two(Base):
    __tablename__ = "twos"

    id = Column(Integer, primary_key=True)
    ones = relationship("One", secondary="links", back_populates="twos")
