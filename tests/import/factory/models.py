"""Models that want the application when they are imported."""

from app import db
from flask import current_app


class Shelf(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(current_app.config["LONGEST"]))
    books = db.relationship("Book", backref="shelf")


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    shelf_id = db.Column(db.ForeignKey("shelf.id"))
