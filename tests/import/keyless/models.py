"""What only a mapper knows of its table, and what a model has no words for."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, case
from sqlalchemy.dialects.postgresql import INT4RANGE, ExcludeConstraint
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Room(Base):
    __tablename__ = "rooms"

    id = Column(Integer, primary_key=True)
    slug = Column(String(20), unique=True, nullable=False)
    __mapper_args__ = {"primary_key": [slug]}


class Stay(Base):
    __tablename__ = "stays"

    room_id = Column(Integer, ForeignKey("rooms.id"))
    night = Column(Date, nullable=False)
    __mapper_args__ = {"primary_key": [room_id, night]}
    room = relationship(Room, backref="stays")


class Booking(Base):
    __tablename__ = "bookings"
    __table_args__ = (ExcludeConstraint(("room", "="), ("during", "&&"), name="one_guest", using="gist"),)

    id = Column(Integer, primary_key=True)
    room = Column(Integer)
    during = Column(INT4RANGE)
    kind = Column(String(10))
    __mapper_args__ = {"polymorphic_on": case((kind == "a", "small"), else_="large"), "polymorphic_identity": "large"}


class SmallBooking(Booking):
    guests = Column(Integer)
    __mapper_args__ = {"polymorphic_identity": "small"}
