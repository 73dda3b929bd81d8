import enum, uuid
from sqlalchemy import *
from sqlalchemy.orm import *
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.orm.collections import attribute_mapped_collection
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.dialects import postgresql, mysql
from sqlalchemy.types import TypeDecorator, CHAR
Base = declarative_base(metadata=MetaData(naming_convention={"ix": "ix_%(column_0_label)s","uq": "uq_%(table_name)s_%(column_0_name)s","ck": "ck_%(table_name)s_%(constraint_name)s","fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s","pk": "pk_%(table_name)s"}))
class Status(enum.Enum):
    new = 1
    done = 2
class GUID(TypeDecorator):
    impl = CHAR
    cache_ok = True
    def load_dialect_impl(self, d):
        return d.type_descriptor(postgresql.UUID()) if d.name == 'postgresql' else d.type_descriptor(CHAR(32))
class Node(Base):
    __tablename__ = 'node'
    __table_args__ = (CheckConstraint('length(name) > 0', name='named'), Index('ix_lower', text('lower(node_name)')), UniqueConstraint('name','parent_id'), Index('ix_part', 'name', postgresql_where=text("status = 'new'"), postgresql_using='gin'), {'comment': 'a tree'})
    id = Column(BigInteger().with_variant(Integer, 'sqlite'), primary_key=True)
    uid = Column(GUID, default=uuid.uuid4, unique=True)
    parent_id = Column(ForeignKey('node.id', ondelete='CASCADE'), index=True)
    name = Column('node_name', String(30), nullable=False, server_default='x', comment="its name", key='name')
    status = Column(Enum(Status), default=Status.new, server_default='new')
    kind = Column(Enum('a','b', name='kind', create_constraint=True))
    rank = Column(Enum('low','high', name='rank_of', create_constraint=True))
    switch = Column(Enum('on','off', name='switch', native_enum=False, create_constraint=True))
    n = Column(Integer, server_default='0')
    t = Column(TIMESTAMP(timezone=True), server_default=func.now(), onupdate=func.now())
    f = Column(Float); d = Column(DECIMAL(10,2)); m = Column(mysql.LONGTEXT); txt = Column(Text().with_variant(mysql.LONGTEXT,'mysql'))
    j = Column(JSON().with_variant(postgresql.JSONB, 'postgresql')); arr = Column(postgresql.ARRAY(Integer)); iv = Column(Interval); b = Column(Boolean, server_default=text('false'))
    calc = Column(Integer, Computed('n * 2'))
    q = Column(Integer, CheckConstraint('q > 1', name='q'))
    lam = Column(Integer, default=lambda: 3)
    children = relationship('Node', backref=backref('parent', remote_side=lambda: [Node.id], lazy='joined'), cascade="all,delete-orphan", order_by='Node.name.desc()', collection_class=attribute_mapped_collection('name'))
    recent = relationship('Node', primaryjoin=lambda: and_(remote(foreign(Node.parent_id)) == Node.id, Node.status == Status.new, func.lower(Node.name).like('a%')), viewonly=True)
    str_join = relationship('Node', primaryjoin="and_(Node.id==remote(foreign(Node.parent_id)), Node.n>3)", viewonly=True)
    @hybrid_property
    def up(self): return self.name
    names = association_proxy('children', 'name')
    alias = synonym('name')
Node.cp = column_property(select(func.count(Node.id)).scalar_subquery())
class Emp(Base):
    __tablename__ = 'emp'
    id = Column(Integer, primary_key=True)
    type = Column(String(20))
    boss_id = Column(Integer, ForeignKey('emp.id'))
    __mapper_args__ = {'polymorphic_on': type, 'polymorphic_identity': 'emp'}
class Eng(Emp):
    __tablename__ = 'eng'
    id = Column(Integer, ForeignKey('emp.id'), primary_key=True)
    lang = Column(String)
    __mapper_args__ = {'polymorphic_identity': 'eng', 'inherit_condition': id == Emp.id}
class Boss(Emp):
    car = Column(String)
    __mapper_args__ = {'polymorphic_identity': 'boss'}
    subs = relationship(Emp, primaryjoin=lambda: Boss.id == remote(Emp.boss_id), foreign_keys=[Emp.boss_id])
class T(Base):
    __tablename__ = 'tenant_item'
    __table_args__ = (ForeignKeyConstraint(['tid','pid'], ['tenant_item.tid','tenant_item.id'], name='fk_self', use_alter=True, deferrable=True, initially='DEFERRED'),)
    tid = Column(Integer, primary_key=True)
    id = Column(Integer, primary_key=True)
    pid = Column(Integer)


class Ledger(Base):
    __tablename__ = "ledgers"
    __table_args__ = {"sqlite_autoincrement": True}

    id = Column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)


class Journal(Ledger):
    """SQLAlchemy writes no AUTOINCREMENT for a key that references another, and SQLite keeps the key's INTEGER."""

    __tablename__ = "journals"
    __table_args__ = {"sqlite_autoincrement": True}

    id = Column(BigInteger().with_variant(Integer(), "sqlite"), ForeignKey("ledgers.id"), primary_key=True)


class Slot(Base):
    """Numbered by the program; in SQLite its INTEGER is the rowid all the same."""

    __tablename__ = "slots"

    number = Column(Integer, primary_key=True, autoincrement=False)


newest = select(Journal.id, func.max(Slot.number).label("number")).select_from(join(Journal, Slot, true())).subquery()
Journal.slot = relationship(Slot, secondary=newest, primaryjoin=Journal.id == newest.c.id, secondaryjoin=newest.c.number == Slot.number, uselist=False, viewonly=True)
