"""What only a mapper knows of its table, and what a model has no words for."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, case, desc
from sqlalchemy.dialects.postgresql import INT4RANGE, ExcludeConstraint
from sqlalchemy.orm import declarative_base, relationship

FK = "%(table_name)s_%(column_0_name)s_to_%(referred_column_0_name)s"
Base = declarative_base(metadata=MetaData(naming_convention={"fk": FK}))


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


doors = Table(
    "doors",
    Base.metadata,
    Column("from_id", ForeignKey(Room.id), primary_key=True),
    Column("to_id", ForeignKey(Room.id), primary_key=True),
)
Room.next_rooms = relationship(
    Room,
    secondary=doors,
    primaryjoin="""and_(
        Room.id == doors.c.from_id,
        Room.slug != "(  closed,  )",
    )""",
    secondaryjoin=Room.id == doors.c.to_id,
    viewonly=True,
)
lit = CheckConstraint("number > 0", name="lit")
lit._type_bound = True  # as a type of the program's own may make it, for every database
lamps = Table(
    "lamps",
    Base.metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    lit,
    Index("brightest", desc("number")),
)
